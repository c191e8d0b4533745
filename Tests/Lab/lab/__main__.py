"""The verbs of the lab; started by Tests/Lab/run inside a namespace of its own."""

import argparse
import pathlib
import sys
import tempfile

from demo import Demo
from laboratory import Laboratory
from measure import Measurement
import scenarios  # noqa: F401
from scenario import SCENARIOS, Runner
from shell import Shell


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="hyperv-vf-lab.") as folder:
        laboratory = Laboratory(
            pathlib.Path(folder), options.kernel, options.programs, options.disk)
        return options.verb(laboratory, options)


def demo(laboratory, options):
    Demo(laboratory, options.svg).run()


def measure(laboratory, options):
    def say(text):
        print(f"lab: {text}", file=sys.stderr)
    measurement = Measurement(laboratory, options.runs, options.strict, say).run()
    print(measurement.json() if options.json else measurement.table())


def test(laboratory, options):
    return Runner(laboratory).run(options.names)


def shell(laboratory, options):
    with laboratory.guest(systemd=options.systemd) as guest:
        Shell(guest, laboratory.segments[0]).run()


def arguments():
    parser = argparse.ArgumentParser(prog="Tests/Lab/run")
    parser.add_argument("--kernel", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--programs", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--disk", type=pathlib.Path, help=argparse.SUPPRESS)
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    verb = verbs.add_parser("demo", help="a takeover, an unplug, a replug, told as they happen")
    verb.add_argument("--svg", type=pathlib.Path, help="draw the pings into this file")
    verb.set_defaults(verb=demo)

    verb = verbs.add_parser("measure", help="medians and maxima of lost pings and gaps")
    verb.add_argument("--json", action="store_true", help="all figures, as JSON")
    verb.add_argument("-n", dest="runs", type=int, default=5, help="runs of each step (5)")
    verb.add_argument("--strict", action="store_true", help="also with a switch as Hyper-V's")
    verb.set_defaults(verb=measure)

    verb = verbs.add_parser("test", help="scenarios that read the final state back")
    verb.add_argument("names", nargs="*", metavar="NAME", help=" ".join(SCENARIOS))
    verb.set_defaults(verb=test)

    verb = verbs.add_parser("shell", help="commands typed here run in a guest")
    verb.add_argument("--systemd", action="store_true", help="of the guest with systemd")
    verb.set_defaults(verb=shell)

    options = parser.parse_args()
    unknown = set(getattr(options, "names", [])) - set(SCENARIOS)
    if unknown:
        parser.error(f"no such scenario: {' '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
