"""What Hyper-V's switch does and a bridge does not: a VF takes all traffic once it is up."""

import re
import threading


class Switch:
    """The host's side of a guest: from VF up, frames for its pair go to the VF alone and the synthetic
    NIC has no link; from VF down, the reverse."""

    def __init__(self, machine, segments):
        self._segments = segments
        self._machine = machine
        self._qmp = machine.second_qmp()
        self._lock = threading.Lock()
        # The kernel's numbers of VFs that are up, of each segment; one may have any name, and change it.
        self._up = [set() for _ in segments]
        # Where each segment's traffic went, the latest last.
        self.changes = [[] for _ in segments]
        for segment in segments:
            segment.lead_to(segment.synthetic)
        machine.events.watch(self._see)

    def reset(self):
        """The guest starts anew: no VF is up."""
        with self._lock:
            for number, up in enumerate(self._up):
                up.clear()
                self._lead(number)

    def _see(self, line):
        """Takes in a line of ip-monitor(8)."""
        found = re.match(r"(Deleted )?(\d+): [^<]*<([^>]*)>", line)
        if not found:
            return
        is_deleted, index, flags = found.groups()
        is_up = not is_deleted and "UP" in flags.split(",")
        with self._lock:
            for number, segment in enumerate(self._segments):
                # It has the bond's hardware address as long as it is a member; so has the bond.
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
