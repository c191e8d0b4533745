"""The verb `takeovers`: takeovers one after the other in one guest, each undone, during one long ping."""

import statistics
import time

from faults import difference
from traces import Ping, Trace

VFCTL = "/usr/libexec/hyperv/hyperv_vfctl"
# The pause in seconds for the work that a step leaves in the background.
REST = 0.3
# The pause if the synthetic NIC has no link until the VF is down. Before, the guest may ask for its
# router without an answer, and asks again after a second.
STRICT_REST = 1.5


class Takeovers:
    """A number of takeovers and undos, with the losses of each."""

    def __init__(self, laboratory, count, say):
        self._laboratory = laboratory
        self._segment = laboratory.segments[0]
        self._count = count
        self._say = say
        # Pairs of a step's name and the time when it began.
        self._begun = []

    def run(self):
        """Prints the losses in each kind of step. Returns the exit status."""
        with self._laboratory.guest() as guest:
            guest.configure('ifconfig_eth0="DHCP"')
            guest.lease()
            guest.plug(self._segment)
            self._takeover_and_undo(guest)
            first = guest.snapshot()
            self._begun.clear()
            with Ping(self._segment.guest) as ping:
                for number in range(1, self._count + 1):
                    self._takeover_and_undo(guest)
                    if number % 20 == 0:
                        self._say(f"takeover {number} of {self._count}")
            last = guest.snapshot()
        for name in ("takeover", "undo"):
            print(self._summary(name, ping.trace.pairs))
        if last != first:
            print(f"      the last left what the first did not: {difference(last, first)}")
        return 0 if last == first else 1

    def _takeover_and_undo(self, guest):
        self._begun.append(("takeover", time.monotonic()))
        guest.vfup().check()
        self._rest()
        self._begun.append(("undo", time.monotonic()))
        guest.agent.output(f"{VFCTL} undo eth0")
        self._rest()

    def _rest(self):
        time.sleep(REST if self._laboratory.both_paths else STRICT_REST)

    def _summary(self, name, pairs):
        """Returns a line about all steps with this name."""
        ends = [begin for _, begin in self._begun[1:]] + [float("inf")]
        traces = [
            Trace([pair for pair in pairs if begin <= pair[0] < end])
            for (step, begin), end in zip(self._begun, ends) if step == name
        ]
        lost = [trace.lost for trace in traces]
        gaps = [trace.gap_ms for trace in traces]
        return (f"{len(traces)} times {name}: {sum(count > 0 for count in lost)} lost anything, "
                f"{max(lost)} pings at most, {sum(lost)} in all; longest gap "
                f"{statistics.median(gaps):.0f} ms (median), {max(gaps):.0f} ms (most)")
