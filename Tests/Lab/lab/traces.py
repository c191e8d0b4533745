"""The results of a series of pings, or of any other series of signals."""

import itertools
import json
import pathlib
import subprocess
import sys
import time

INTERVAL_MS = 10
# Two intervals: a late answer counts as no gap.
NO_GAP_MS = 20


class Trace:
    """Pairs of sending and arrival time in seconds. The arrival is None if no answer came."""

    def __init__(self, pairs, zero=None):
        self.pairs = pairs
        # The time when the accompanied step began.
        self.zero = zero

    @property
    def lost(self):
        """The number of pings without an answer."""
        return sum(1 for _, arrival in self.pairs if arrival is None)

    @property
    def arrivals(self):
        """The arrival times of the answers, in order."""
        return sorted(arrival for _, arrival in self.pairs if arrival is not None)

    @property
    def gap_ms(self):
        """The longest time without an answer in ms, from the first ping to the last."""
        if not self.pairs:
            return 0
        times = sorted([self.pairs[0][0], self.pairs[-1][0]] + self.arrivals)
        return round(1000 * max(b - a for a, b in zip(times, times[1:])), 1)

    @property
    def outage_ms(self):
        """The longest time in ms during which all pings were lost. A machine that stops for a while, as a
        busy one does, answers late but loses none."""
        rows = itertools.groupby(self.pairs, key=lambda pair: pair[1] is None)
        return INTERVAL_MS * max((len(list(row)) for lost, row in rows if lost), default=0)

    @property
    def start(self):
        """The time of the first ping."""
        return self.pairs[0][0]

    def line(self, step_ms=40):
        """Returns the answers over time as text, with one character for each step: `.` none is missing,
        `x` some are missing, `#` none came. `|` marks the beginning of the step."""
        steps = {}
        for sent, arrival in self.pairs:
            found = steps.setdefault(int((sent - self.start) * 1000 // step_ms), [0, 0])
            found[arrival is None] += 1
        marks = (".", "x", "#")
        line = "".join(
            marks[(lost > 0) + (answered == 0)] for _, (answered, lost) in sorted(steps.items()))
        begin = 0 if self.zero is None else int((self.zero - self.start) * 1000 // step_ms)
        return line[:begin] + "|" + line[begin:]


class Ping:
    """Pings that run while the context is open; `trace` is available afterwards."""

    def __init__(self, address, before=0.3, after=0.0):
        self._address = address
        self._before, self._after = before, after
        self._process = None
        self._zero = None
        self.trace = None

    def __enter__(self):
        program = pathlib.Path(__file__).parent / "pinger.py"
        self._process = subprocess.Popen(
            [sys.executable, "-B", program, self._address], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)
        time.sleep(self._before)
        self._zero = time.monotonic()
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            time.sleep(self._after)
        output, _ = self._process.communicate(b"end", timeout=20)
        self.trace = Trace(json.loads(output), self._zero)
