"""The verb `stops`: takeovers that get SIGTERM at random moments."""

import collections
import random

from disturbance import Disturbed
from faults import difference
from guest import VFUP
from traces import Ping

LIMIT_MS = 1000
# The exit statuses: undone; done before the signal came; ended by the signal before any change.
UNDONE, DONE, NOT_BEGUN = 75, 0, 143


class Stops:
    """A number of takeovers in one guest."""

    def __init__(self, laboratory, count, seed):
        self._laboratory = laboratory
        self._count = count
        self._random = random.Random(seed)
        self._ends = collections.Counter()
        self._outages = []

    def run(self):
        """Prints the results, and returns the exit status."""
        failed = 0
        with self._laboratory.guest() as guest:
            disturbed = Disturbed(self._laboratory, guest, "dhcp")
            # The longest time of a takeover, which is adapted after each run.
            longest = disturbed.seconds
            for number in range(1, self._count + 1):
                delay = self._random.uniform(0, longest)
                status, complaint = self._stop(disturbed, delay)
                longest = delay if status == DONE else longest * 1.1
                failed += complaint is not None
                if complaint:
                    print(f"      {number}, after {1000 * delay:.0f} ms: {complaint}", flush=True)
        ends = ", ".join(f"exit {end}: {count}" for end, count in sorted(self._ends.items()))
        print(f"{self._count - failed} of {self._count} recovered within {LIMIT_MS} ms, at most "
              f"{max(self._outages)} ms without an answer ({ends})")
        return 1 if failed else 0

    def _stop(self, disturbed, delay):
        with Ping(disturbed.segment.guest, after=1.2) as ping:
            result = disturbed.agent.run(
                f"{VFUP} eth0 & p=$!; sleep {delay:.3f}; kill -TERM $p; wait $p", timeout=60)
        state = disturbed.guest.snapshot()
        self._ends[result.status] += 1
        self._outages.append(ping.trace.outage_ms)
        if state != disturbed.before:
            disturbed.start_again()
        return result.status, self._complaint(disturbed, ping, result, state)

    @staticmethod
    def _complaint(disturbed, ping, result, state):
        if ping.trace.outage_ms > LIMIT_MS:
            return f"{ping.trace.outage_ms} ms without an answer: {ping.trace.line()}"
        if result.status == DONE:
            return None if disturbed.is_complete(state) else "done, and not complete"
        if result.status not in (UNDONE, NOT_BEGUN):
            return f"exit {result.status}: {result.output.strip()}"
        return None if state == disturbed.before else (
            f"not undone: {difference(state, disturbed.before)}: {result.output.strip()}")
