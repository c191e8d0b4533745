"""What a takeover takes, from its event on, and against its commands alone."""

import re
import statistics
import time

from guest import VFUP

VFCTL = "/usr/libexec/hyperv/hyperv_vfctl"
ALONE = "/tmp/alone"


class Cost:
    """Milliseconds of takeovers by hyperv_vfup, and of sh with the lines of its dry run."""

    def __init__(self, experiment, rounds):
        self._agent = experiment.guest.agent
        self._rounds = rounds
        self._ours = []
        self._alone = []

    def run(self):
        """Gives itself, with everything measured; the guest has no bond before and after."""
        self._agent.output(f"{VFUP} -n eth0 >{ALONE}")
        for _ in range(self._rounds):
            self._ours.append(self._time(f"{VFUP} eth0"))
            self._alone.append(self._time(f"sh {ALONE}"))
        return self

    def json(self):
        """The figures, as what becomes a JSON object."""
        return {"takeover_ms": self._ours, "commands_alone_ms": self._alone, "ratio": self.ratio}

    @property
    def ratio(self):
        """How many times its commands alone a takeover takes, by the medians."""
        return statistics.median(self._ours) / statistics.median(self._alone)

    def text(self):
        """A line of the table."""
        return (f"{'takeover, start to end':34}{statistics.median(self._ours):8.0f} ms, "
                f"{self.ratio:.2f} times its commands alone")

    def _time(self, command):
        """Milliseconds of a takeover by that command, which is undone then."""
        start = time.monotonic()
        self._agent.output(command, timeout=60)
        took = (time.monotonic() - start) * 1000
        self._agent.output(f"{VFCTL} undo eth0", timeout=60)
        return took


def event_to_traffic(log, vf):
    """Milliseconds from when udev(7) gave the VF its name to when it carried the bond's traffic, by
    the kernel's log."""
    def when(text):
        return float(re.search(rf"\[ *([\d.]+)\] .*{text}", log)[1]) * 1000
    return when(rf"\(slave {vf}\): making interface the new active") - when(f"{vf}: renamed from")
