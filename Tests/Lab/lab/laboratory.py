"""Everything that the verbs need: the images, the segments, and guests one after the other."""

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
    """The outside of the guest, made once; guests are booted by it."""

    def __init__(self, folder, parts, segments=2, both_paths=False):
        self.folder = folder
        self.parts = parts
        # Whether a VF and its synthetic NIC both carry traffic, as below a bridge; else it is the VF
        # alone as long as that is up, as below Hyper-V's switch.
        self.both_paths = both_paths
        self.segments = [Segment(number, folder) for number in range(segments)]
        for segment in self.segments:
            segment.create()
        self.reset()

    def reset(self):
        """Makes the outside as it was at the start, whatever a guest left of it."""
        for segment in self.segments:
            segment.serve()

    @contextlib.contextmanager
    def guest(self, pairs=1, systemd=False, packaged=False, both_paths=False, **machine):
        """A guest with synthetic NICs on that many segments, freshly booted; one with systemd goes
        on from where the first one was when it had booted, and has NICs without a cable on the
        others. One that is `packaged` has systemd and packages, and nothing of ours installed.
        Where the guest's kernel joins the pairs (`standby`), the host leaves both paths open."""
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
