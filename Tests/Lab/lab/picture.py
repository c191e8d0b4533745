"""The pings of several takeovers as an SVG picture, with a row for each."""

from xml.sax.saxutils import escape

from traces import NO_GAP_MS

FROM_MS, TO_MS = -250, 1750
LEFT, WIDTH, ROW, TOP = 20, 760, 84, 48
# The colours follow the reader's light or dark mode.
STYLE = """<style>
text { fill: #1f2328 } .band { fill: #eef2f6 } .gap { fill: #d1242f } .ping { stroke: #1a7f37 }
.tick { stroke: #57606a } .small { fill: #57606a }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .band { fill: #21262d } .gap { fill: #f85149 } .ping { stroke: #3fb950 }
.tick { stroke: #9198a1 } .small { fill: #9198a1 }
}
</style>"""


class Picture:
    """Rows of pings: a thin line for each answer, a red band where answers are missing."""

    def __init__(self, traces):
        self._traces = traces

    def svg(self):
        """Returns the picture as text."""
        height = TOP + ROW * len(self._traces) + 30
        rows = [
            part for index, (title, trace) in enumerate(self._traces.items())
            for part in self._row(title, trace, TOP + ROW * index)
        ]
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT * 2 + WIDTH} {height}" '
            'font-family="sans-serif" font-size="13">',
            STYLE,
            f'<text x="{LEFT}" y="24" font-size="16">A ping every 10 ms while the bond takes over'
            "</text>",
            *rows, *self._axis(height - 24), "</svg>", "",
        ])

    def _row(self, title, trace, top):
        words = f"{trace.lost} lost, longest time without an answer {trace.gap_ms:.0f} ms"
        yield (f'<text x="{LEFT}" y="{top + 12}"><tspan font-weight="bold">{escape(title)}</tspan>'
               f" {words}</text>")
        yield f'<rect x="{LEFT}" y="{top + 20}" width="{WIDTH}" height="40" class="band"/>'
        for began, ended in self._gaps(trace):
            left, right = self._x(began), self._x(ended)
            yield (f'<rect x="{left:.1f}" y="{top + 20}" width="{right - left:.1f}" height="40" '
                   'class="gap"/>')
        path = "".join(
            f"M{self._x(at):.1f} {top + 24}v32" for at in self._inside(self._times(trace)))
        yield f'<path d="{path}" class="ping" stroke-width="1.6"/>'

    @staticmethod
    def _times(trace):
        """Returns the arrival times of the answers, in ms since the beginning of the step."""
        return [(arrival - trace.zero) * 1000 for arrival in trace.arrivals]

    @staticmethod
    def _inside(times):
        return [at for at in times if FROM_MS <= at <= TO_MS]

    def _gaps(self, trace):
        times = self._inside(self._times(trace))
        return [(a, b) for a, b in zip(times, times[1:]) if b - a > NO_GAP_MS]

    @staticmethod
    def _x(milliseconds):
        return LEFT + WIDTH * (milliseconds - FROM_MS) / (TO_MS - FROM_MS)

    def _axis(self, y):
        for at in range(0, TO_MS, 250):
            yield f'<path d="M{self._x(at):.1f} {y - 10}v5" class="tick"/>'
            yield (f'<text x="{self._x(at):.1f}" y="{y + 8}" text-anchor="middle" class="small" '
                   f'font-size="11">{at} ms</text>')
