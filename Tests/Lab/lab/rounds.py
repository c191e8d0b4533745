"""The verb `rounds`: the VF leaves and returns, again and again, during a running ping."""

import collections
import re
import statistics
import time

from faults import difference
from traces import Ping


class Rounds:
    """A number of rounds in one guest, or as many as fit into a time."""

    def __init__(self, laboratory, count, minutes, say):
        self._laboratory = laboratory
        self._segment = laboratory.segments[0]
        self._count = count
        self._end = time.monotonic() + 60 * minutes
        self._say = say
        self._seconds = []

    def run(self):
        """Prints the times and the losses. Returns the exit status."""
        with self._laboratory.guest() as guest:
            guest.configure('ifconfig_eth0="DHCP"')
            guest.lease()
            guest.plug(self._segment)
            guest.vfup().check()
            self._round(guest)
            first = self._traces_left(guest)
            with Ping(self._segment.guest, after=1.0) as ping:
                for number in range(2, self._count + 1):
                    self._round(guest)
                    if time.monotonic() > self._end:
                        break
                    if number % 50 == 0:
                        self._say(f"round {number}, {self._seconds[-1]:.1f} s")
            last = self._traces_left(guest)
        trace = ping.trace
        print(f"{len(self._seconds)} rounds of {statistics.median(self._seconds):.2f} s (median; most "
              f"{max(self._seconds):.2f} s): {trace.lost} of {len(trace.pairs)} pings lost, at "
              f"most {trace.outage_ms} ms on end")
        if last != first:
            print(f"      the last left what the first did not: {difference(last, first)}")
        return 0 if last == first else 1

    def _round(self, guest):
        began = time.monotonic()
        guest.unplug(self._segment)
        guest.plug(self._segment)
        guest.vfup().check()
        self._seconds.append(time.monotonic() - began)

    @staticmethod
    def _traces_left(guest):
        """Returns the state, the files of /run and the processes, without process numbers."""
        guest.agent.output("udevadm settle")
        files = guest.agent.output("find /run /tmp /var/lib/dhcp ! -path '*/agent.out'")
        # The kernel, whose processes are children of process 2, and udev start workers as they need
        # them.
        rows = [line.split(None, 1) for line in guest.agent.output("ps -o ppid,comm").splitlines()]
        processes = "\n".join(
            name for parent, name in rows if parent != "2" and name != "(udev-worker)")
        count = lambda text: collections.Counter(re.sub(r"\d+", "#", text).splitlines())
        return guest.snapshot() | {"files": count(files), "processes": count(processes)}
