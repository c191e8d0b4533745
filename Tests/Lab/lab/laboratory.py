"""The resources of all verbs: the images, the segments, and guests one after the other."""

import contextlib
import dataclasses
import functools

from guest import Guest
import image
from machine import Machine
from segment import Segment
from switch import Switch
import systemd_image

SNAPSHOT = "booted"


class Laboratory:
    """The network outside the guests, which is made once. Boots the guests."""

    def __init__(self, folder, parts, segments=2, both_paths=False):
        self.folder = folder
        self.parts = parts
        # True if a VF and its synthetic NIC both carry traffic, as below a bridge. Otherwise only
        # the VF does while it is up, as below Hyper-V's switch.
        self.both_paths = both_paths
        self.segments = [Segment(number, folder) for number in range(segments)]
        for segment in self.segments:
            segment.create()
        self.reset()

    def reset(self):
        """Restores the outside to its initial state, whatever a guest has changed."""
        for segment in self.segments:
            segment.serve()

    @contextlib.contextmanager
    def guest(self, pairs=1, systemd=False, packaged=False, both_paths=False, **machine):
        """Boots a guest with synthetic NICs on `pairs` segments.

        A guest with systemd continues from a snapshot that was made after booting. Its NICs on the other
        segments have no cable. A `packaged` guest has systemd and packages, but nothing of the project
        installed. If the guest's kernel joins the pairs (`standby`), the host leaves both paths open.
        """
        systemd = systemd or packaged
        segments = self.segments if systemd else self.segments[:pairs]
        system = self._booted(packaged) if systemd else self._small
        with Machine(system, segments, self.folder, **machine) as booted:
            for segment in segments[pairs:]:
                booted.set_link(f"{segment.synthetic}nic", False)
            for segment in self.segments:
                segment.learn()
            if both_paths or self.both_paths or machine.get("standby"):
                yield Guest(booted)
            else:
                yield Guest(booted, Switch(booted, segments[:pairs]))

    @functools.cached_property
    def _small(self):
        return image.build(self.folder, self.parts)

    @functools.cache
    def _booted(self, packaged):
        system = systemd_image.build(self.folder, self.parts, packaged)
        with Machine(system, self.segments, self.folder) as machine:
            state = machine.agent.run("systemctl is-system-running --wait", 300).output.strip()
            if state != "running":
                units = machine.agent.run(
                    "systemctl --no-pager --plain --no-legend --failed; "
                    "journalctl -b --no-pager -p warning").output
                raise ChildProcessError(f"the guest with systemd is {state}: {units}")
            machine.agent.output("udevadm settle")
            machine.save(SNAPSHOT)
        return dataclasses.replace(system, snapshot=SNAPSHOT)
