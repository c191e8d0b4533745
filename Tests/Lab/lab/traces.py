"""What became of a row of pings, or of any other row of signs of life."""

import itertools
import json
import pathlib
import subprocess
import sys
import time

INTERVAL_MS = 10
# Two intervals: a late answer, and no gap.
NO_GAP_MS = 20


class Trace:
    """Pairs of sending and arrival time in seconds; the arrival is None where nothing came."""

    def __init__(self, pairs, zero=None):
        self.pairs = pairs
        # When the step that they accompany began.
        self.zero = zero

    @property
    def lost(self):
        """How many were not answered."""
        return sum(1 for _, arrival in self.pairs if arrival is None)

    @property
    def arrivals(self):
        """When answers came, in order."""
        return sorted(arrival for _, arrival in self.pairs if arrival is not None)

    @property
    def gap_ms(self):
        """The longest time without an answer, in ms; from the first sending to the last."""
        if not self.pairs:
            return 0
        times = sorted([self.pairs[0][0], self.pairs[-1][0]] + self.arrivals)
        return round(1000 * max(b - a for a, b in zip(times, times[1:])), 1)

    @property
    def outage_ms(self):
        """For how long one ping after the other was lost, at most. A machine that stands still for a
        while, as a busy one does, answers late and loses none."""
        rows = itertools.groupby(self.pairs, key=lambda pair: pair[1] is None)
        return INTERVAL_MS * max((len(list(row)) for lost, row in rows if lost), default=0)

    @property
    def start(self):
        """When the first was sent."""
        return self.pairs[0][0]

    def line(self, step_ms=40):
        """The answers over time as text, a character a step: `.` none is missing, `x` some are,
        `#` none came; `|` is where the step began."""
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
    """Pings that run while the context is open; `trace` is there afterwards."""

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
