"""Started by Tests/Bench/run, as root, in its own mount namespace."""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import freebsd
import linux
import process
import rcconf
import table
import timer
from machine import Machine

SOURCES = pathlib.Path("Tests/Bench")


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="hyperv-vf-bench.") as name:
        folder = pathlib.Path(name)
        root = folder / "root"
        root.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "bench", root], check=True)
        try:
            rows = measured(options, folder, root)
        finally:
            subprocess.run(["umount", "--recursive", "--lazy", root], check=True)
    if rows:
        print(table.as_json(rows) if options.json else table.as_text(rows))


def measured(options, folder, root):
    """Returns the rows of all requested sections."""
    clock = timer.build(folder, SOURCES / "timer.c", "timer")
    machine = Machine(
        root, options.programs, timer.build(folder, SOURCES / "stub.c", "stub"), options.against)
    inside = timer.Timer(clock, root, options.pairs)
    sections = {
        "start": lambda: freebsd.start_up(machine, inside),
        "freebsd": lambda: freebsd.rows(machine, inside),
        "one-processor": lambda: freebsd.rows_on_one_processor(machine, inside),
        "linux": lambda: linux.rows(machine, inside),
        "rcconf": lambda: rcconf.rows(machine, inside, folder),
        "process": lambda: process.rows(machine, inside, folder),
        "sizes": lambda: process.sizes(options.programs),
    }
    return [row for name, rows in sections.items()
            if name in (options.sections or sections) for row in rows()]


def arguments():
    parser = argparse.ArgumentParser(prog="Tests/Bench/run")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--pairs", type=int, default=21, help="rounds of each contest (21)")
    parser.add_argument("--against", type=pathlib.Path, help="a folder with earlier programs")
    parser.add_argument("--programs", type=pathlib.Path,
                        default=pathlib.Path(".build-static/programs"), help=argparse.SUPPRESS)
    parser.add_argument("sections", nargs="*")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
