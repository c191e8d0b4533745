"""A feature of Hyper-V's switch that a bridge lacks: a VF takes all traffic while it is up."""

import re
import socket
import threading

import netlink

class Switch:
    """The host's side of a guest. While a VF is up, frames for its pair go only to the VF, and the
    synthetic NIC has no link. While the VF is down, they go to the synthetic NIC.

    On Hyper-V, the guest's kernel tells the host while it opens the VF (netvsc_switch_datapath in
    hv_netvsc). Here, the driver of the VF sets the offloads of QEMU's tap at that moment, which is a change
    of the tap. What the guest reports comes later by some 15 ms, in which a bond sends through the VF and
    would get no answer."""

    def __init__(self, machine, segments):
        self._segments = segments
        self._machine = machine
        self._qmp = machine.second_qmp()
        self._lock = threading.Lock()
        # The kernel's numbers of the VFs that are up, for each segment. A VF may have any name, and
        # may be renamed.
        self._up = [set() for _ in segments]
        # The segments of the VFs that were plugged in and not opened since.
        self._plugged = set()
        # The destinations of each segment's traffic, the latest last.
        self.changes = [[] for _ in segments]
        for segment in segments:
            segment.lead_to(segment.synthetic)
        machine.events.watch(self._see)
        self._taps = {socket.if_nametoindex(segment.vf): number for number, segment in enumerate(segments)}
        netlink.watch_links(self._see_tap)

    def expect_vf(self, segment):
        """Says that a VF was plugged in: the next change of its tap means that its driver opens it."""
        with self._lock:
            self._plugged.add(self._segments.index(segment))

    def _see_tap(self, index):
        """Handles a change of an interface of the host. Frames for the pair go to a VF that is opened; the
        synthetic NIC has its link until the guest reports the VF."""
        number = self._taps.get(index)
        with self._lock:
            if number in self._plugged:
                self._plugged.discard(number)
                self._segments[number].lead_to(self._segments[number].vf)

    def reset(self):
        """Resets the state for a guest that boots: no VF is up."""
        with self._lock:
            self._plugged.clear()
            for number, up in enumerate(self._up):
                up.clear()
                self._lead(number)

    def _see(self, line):
        """Handles a line of ip-monitor(8)."""
        found = re.match(r"(Deleted )?(\d+): [^<]*<([^>]*)>", line)
        if not found:
            return
        is_deleted, index, flags = found.groups()
        is_up = not is_deleted and "UP" in flags.split(",")
        with self._lock:
            for number, segment in enumerate(self._segments):
                # While a VF is a member of the bond, both have the bond's hardware address.
                is_vf = "parentbus pci" in line and re.search(
                    rf"(link/ether|permaddr) {segment.mac}\b", line)
                if is_up and is_vf:
                    self._up[number].add(index)
                elif not is_up:
                    self._up[number].discard(index)
                self._lead(number)

    def _lead(self, number):
        segment, is_up, changes = self._segments[number], bool(self._up[number]), self.changes[number]
        wanted = "vf" if is_up else "synthetic"
        if wanted == (changes or ["synthetic"])[-1]:
            return
        segment.lead_to(segment.vf if is_up else segment.synthetic)
        self._qmp.execute("set_link", name=segment.synthetic, up=not is_up)
        changes.append(wanted)
