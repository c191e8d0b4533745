"""The time of a takeover from its event on, and compared with its commands alone."""

import re
import statistics
import time

from guest import VFUP

VFCTL = "/usr/libexec/hyperv/hyperv_vfctl"
ALONE = "/tmp/alone"


class Cost:
    """Times in milliseconds: of takeovers by hyperv_vfup, and of sh with the lines of its dry run."""

    def __init__(self, experiment, rounds):
        self._agent = experiment.guest.agent
        self._rounds = rounds
        self._ours = []
        self._alone = []

    def run(self):
        """Measures, and returns itself. The guest has no bond before and after."""
        self._agent.output(f"{VFUP} -n eth0 >{ALONE}")
        for _ in range(self._rounds):
            self._ours.append(self._time(f"{VFUP} eth0"))
            self._alone.append(self._time(f"sh {ALONE}"))
        return self

    def json(self):
        """Returns the figures as an object for JSON."""
        return {"takeover_ms": self._ours, "commands_alone_ms": self._alone, "ratio": self.ratio}

    @property
    def ratio(self):
        """The time of a takeover as a multiple of the time of its commands alone, by the medians."""
        return statistics.median(self._ours) / statistics.median(self._alone)

    def text(self):
        """Returns a line of the table."""
        return (f"{'takeover, start to end':34}{statistics.median(self._ours):8.0f} ms, "
                f"{self.ratio:.2f} times its commands alone")

    def _time(self, command):
        """Returns the milliseconds of a takeover by this command. The takeover is undone afterwards."""
        start = time.monotonic()
        self._agent.output(command, timeout=60)
        took = (time.monotonic() - start) * 1000
        self._agent.output(f"{VFCTL} undo eth0", timeout=60)
        return took


def event_to_traffic(log, vf):
    """Returns the milliseconds from the time when udev(7) named the VF until it carried the bond's
    traffic, from the kernel's log."""
    def when(text):
        return float(re.search(rf"\[ *([\d.]+)\] .*{text}", log)[1]) * 1000
    return when(rf"\(slave {vf}\): making interface the new active") - when(f"{vf}: renamed from")
