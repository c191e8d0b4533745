"""The table of the results."""

import dataclasses
import json


@dataclasses.dataclass
class Row:
    """A figure, the figure that it is compared with, and the largest allowed ratio of the two."""

    name: str
    ours: float
    theirs: float
    unit: str
    measure: str
    limit: float | None = None

    @property
    def ratio(self):
        return self.ours / self.theirs


def against_earlier(name, ours, earlier):
    """Returns one more row if there are earlier programs, whose time must not be exceeded."""
    return [Row(name, ours.milliseconds, figures.milliseconds, "ms", "the earlier programs", 1)
            for figures in earlier]


def as_text(rows):
    """Returns the table as text. `>` marks a ratio above its limit."""
    head = ("", "ours", "", "ratio", "limit", "measured by")
    cells = [head] + [_cells(row) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0])]
                  + [line[column].rjust(widths[column]) for column in (1, 2, 3, 4)]
                  + [line[5]]).rstrip()
        for line in cells)


def as_json(rows):
    """Returns the table as JSON."""
    return json.dumps([dataclasses.asdict(row) | {"ratio": row.ratio} for row in rows], indent=1)


def _cells(row):
    mark = "> " if row.limit and row.ratio > row.limit else ""
    return (row.name, f"{row.ours:.3g} {row.unit}", f"{row.theirs:.3g} {row.unit}",
            f"{mark}{row.ratio:.2f}", f"{row.limit:.2f}" if row.limit else "", row.measure)
