"""This project's Process against Foundation's."""

import sys

import swift
from table import Row
from timer import Contestant

sys.path.append("Tests/Native/native")
from limits import SIZE  # noqa: E402


def rows(machine, timer, folder):
    """The four figures that justify an own implementation."""
    built = {
        "bin/process": swift.build(folder, "ProcessTimes", ("Guest",)),
        "bin/foundation": swift.build_with_foundation(folder, "FoundationTimes"),
    }
    for name, path in built.items():
        machine.copy(path, name)
    sizes = [path.stat().st_size / 1e6 for path in built.values()]
    runs = [Contestant([f"/{name}", count, "/bin/true"]) for count in (1, 21) for name in built]
    one, one_theirs, many, many_theirs = timer.contest(runs, min(timer.rounds, 11))
    daemon = timer.contest([Contestant([f"/{name}", 1, "/bin/daemonise"]) for name in built], 1)
    measure = "Foundation's"
    return [
        Row("Process: a child", (many.milliseconds - one.milliseconds) / 20,
            (many_theirs.milliseconds - one_theirs.milliseconds) / 20, "ms", measure, 1),
        Row("Process: executable", *sizes, "MB", measure, 1),
        Row("Process: peak memory", one.kilobytes / 1000, one_theirs.kilobytes / 1000, "MB",
            measure, 1),
        Row("Process: a child that leaves a daemon for 2 s", *(run.milliseconds for run in daemon),
            "ms", measure, 1),
    ]


def sizes(programs):
    """The size of the executables. They are links to one file, so only one is counted."""
    size = (programs / "hyperv_vfup").stat().st_size
    return [Row("size of the one image", size / 1e6, SIZE / 1e6, "MB", f"{SIZE / 1e6} MB", 1)]
