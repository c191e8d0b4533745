"""Our Process against Foundation's."""

import swift
from table import Row
from timer import Contestant

SOURCE = "Tests/Bench/ProcessTimes.swift"
# Process and what it needs; Termination is in Failover's Command.swift.
PROCESS = [f"Guest/{name}.swift" for name in (
    "CStrings", "Descriptor", "ExitNotice", "Interruption", "Process", "ProcessDescriptors",
    "ProcessError", "ProcessPipes", "ProcessResult", "ProcessSupervision", "SystemCall",
)] + ["Failover/Command.swift", "Failover/Environment.swift"]


def rows(machine, timer, folder):
    """The four figures for which it is our own."""
    built = {
        "bin/process": swift.build(folder, "process", SOURCE, PROCESS),
        "bin/foundation": swift.build(folder, "foundation", SOURCE, flags=["-DFOUNDATION"]),
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
    """The executables; where they are links of one image, it is on disk once."""
    images = {path.stat().st_ino: path for path in sorted(programs.iterdir())}
    limit = 10 if len(images) == 1 else 8
    return [Row("size of the one image" if len(images) == 1 else f"size of {path.name}",
                path.stat().st_size / 1e6, limit, "MB", f"{limit} MB", 1)
            for path in images.values()]
