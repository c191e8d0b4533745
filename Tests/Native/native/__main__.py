"""Started by Tests/Native/run, as root, after the programs are built."""

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import arm64
import images
import nesting
import twice
import urgency

PROGRAMS = Path(".build-programs")


class Report:
    """Prints a line for each test, and counts them."""

    def __init__(self):
        self._passed = self._failed = 0

    def check(self, title, problems):
        """Reports a test, which has passed if there are no problems."""
        if problems:
            self._failed += 1
            print(f"FAIL {title}", *(f"     {problem}" for problem in problems), sep="\n", flush=True)
        else:
            self._passed += 1
            print(f"ok   {title}", flush=True)

    def close(self):
        """Returns the exit status."""
        print(f"{self._passed} passed, {self._failed} failed")
        return 1 if self._failed else 0


def main():
    parser = argparse.ArgumentParser(prog="Tests/Native/run")
    parser.add_argument("--full", action="store_true", help="all twice, and every recorded machine")
    full = parser.parse_args().full
    report = Report()
    images.check(report, PROGRAMS)
    with tempfile.TemporaryDirectory(prefix="hyperv-vf-native.") as folder, ThreadPoolExecutor() as pool:
        # A compiler needs one processor; the tests take the other.
        compared = pool.submit(twice.compare, PROGRAMS, Path(folder), full)
        urgency.check(report, Path(folder))
        nesting.check(report, PROGRAMS, Path(folder))
        arm64.check(report, PROGRAMS, Path(folder), full)
        for title, problems in compared.result():
            report.check(title, problems)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
