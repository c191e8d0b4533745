"""What Hyper-V's switch does and a bridge does not: a VF takes all traffic once it is up."""

import re
import subprocess


class Switch:
    """The strict mode of one segment: from VF up, frames for the pair go to the VF alone and the
    synthetic NIC has no link; from VF down, the reverse."""

    def __init__(self, machine, segment, vf):
        self._segment = segment
        self._vf = vf
        self._qmp = machine.second_qmp()
        self._is_on_vf = False
        self.changes = []
        machine.events.watch(self._see)

    def _see(self, line):
        if not re.search(rf"\b{re.escape(self._vf)}: <", line):
            return
        flags = re.search(r"<([^>]*)>", line)[1].split(",")
        is_up = "UP" in flags and not line.startswith("Deleted")
        if is_up != self._is_on_vf:
            self._is_on_vf = is_up
            self._set(is_up)

    def _set(self, to_vf):
        tap = self._segment.vf if to_vf else self._segment.synthetic
        subprocess.run(
            ["bridge", "fdb", "replace", self._segment.mac, "dev", tap, "master", "static"],
            check=True)
        self._qmp.execute("set_link", name=self._segment.synthetic, up=not to_vf)
        self.changes.append("vf" if to_vf else "synthetic")
