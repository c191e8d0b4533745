"""The verbs of the lab. Started by Tests/Lab/run inside its own namespace."""

import argparse
import pathlib
import sys
import tempfile

from architecture import ARCHITECTURES
from demo import Demo
from faults import CONFIGS, KINDS, Faults
from installation import install
from laboratory import Laboratory
import managers
from measure import Measurement
from origin import Origin
from pairs import Pairs
from parts import Parts
from random_machines import RandomMachines
from rounds import Rounds
import scenarios  # noqa: F401
from scenario import SCENARIOS, Runner
from shell import Shell
from stops import Stops
from takeovers import Takeovers


def main():
    options = arguments()
    architecture = ARCHITECTURES[options.arch]
    parts = Parts(
        architecture, options.patience, options.kernel,
        Origin(options.origin, architecture.triple), options.programs, options.disk)
    with tempfile.TemporaryDirectory(prefix="hyperv-vf-lab.") as folder:
        folder = pathlib.Path(folder)
        if options.verb is install:
            return install(folder, parts)
        return options.verb(
            Laboratory(folder, parts, options.segments, options.both_paths), options)


def demo(laboratory, options):
    Demo(laboratory, options.svg).run()


def say(text):
    """Prints the progress."""
    print(f"lab: {text}", file=sys.stderr, flush=True)


def measure(laboratory, options):
    measurement = Measurement(laboratory, options.runs, say).run()
    print(measurement.json() if options.json else measurement.table())


def test(laboratory, options):
    return Runner(laboratory).run(options.names)


def faults(laboratory, options):
    return Faults(
        laboratory, options.kind or KINDS, options.config or CONFIGS, options.part).run()


def stops(laboratory, options):
    return Stops(laboratory, options.count, options.seed).run()


def rounds(laboratory, options):
    return Rounds(laboratory, options.count, options.minutes, say).run()


def takeovers(laboratory, options):
    return Takeovers(laboratory, options.count, say).run()


def random(laboratory, options):
    return RandomMachines(laboratory, options.first, options.count, options.verbose).run()


def pairs(laboratory, options):
    return Pairs(laboratory, options.most).run()


def manage(laboratory, options):
    managers.show(laboratory, options.adds, options.titles)


def shell(laboratory, options):
    with laboratory.guest(systemd=options.systemd) as guest:
        Shell(guest, laboratory.segments[0]).run()


def part(text):
    """Returns the two numbers of K/N."""
    which, parts = map(int, text.split("/"))
    if not 1 <= which <= parts:
        raise ValueError(text)
    return which, parts


def arguments():
    parser = argparse.ArgumentParser(prog="Tests/Lab/run")
    parser.add_argument(
        "--system", choices=("debian12", "debian13"), default="debian12",
        help="the guest's Debian (debian12)")
    parser.add_argument(
        "--arch", choices=ARCHITECTURES, default="amd64", help="the guest's architecture (amd64)")
    # Options that Tests/Lab/run passes.
    parser.add_argument("--patience", type=float, default=1, help=argparse.SUPPRESS)
    for name in ("kernel", "origin", "programs", "disk"):
        parser.add_argument(f"--{name}", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.set_defaults(segments=2)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    switch = argparse.ArgumentParser(add_help=False)
    switch.add_argument(
        "--both-paths", action="store_true",
        help="both NICs of a pair carry traffic; else the VF alone while it is up, as on Hyper-V")
    switch.add_argument("--strict", action="store_true", help=argparse.SUPPRESS)

    def add_verb(name, text):
        return verbs.add_parser(name, help=text, parents=[switch])

    verb = add_verb("demo", "a takeover, an unplug, a replug, told as they happen")
    verb.add_argument("--svg", type=pathlib.Path, help="draw the pings into this file")
    verb.set_defaults(verb=demo)

    verb = add_verb("measure", "medians and maxima of lost pings and gaps")
    verb.add_argument("--json", action="store_true", help="all figures, as JSON")
    verb.add_argument("-n", dest="runs", type=int, default=5, help="runs of each step (5)")
    verb.set_defaults(verb=measure)

    verb = add_verb("test", "scenarios that read the final state back")
    verb.add_argument("names", nargs="*", metavar="NAME", help=" ".join(SCENARIOS))
    verb.set_defaults(verb=test)

    verb = add_verb("faults", "a takeover that goes wrong wherever it can")
    verb.add_argument("--kind", choices=KINDS, action="append", help="of this kind (all)")
    verb.add_argument("--config", choices=CONFIGS, action="append", help="with this address (all)")
    verb.add_argument(
        "--part", type=part, default=(1, 1), metavar="K/N", help="the K-th of N parts (1/1)")
    verb.set_defaults(verb=faults)

    verb = add_verb("stops", "SIGTERM at random moments of a takeover")
    verb.add_argument("-n", dest="count", type=int, default=50, help="takeovers (50)")
    verb.add_argument("--seed", type=int, default=1, help="of the moments (1)")
    verb.set_defaults(verb=stops)

    verb = add_verb("rounds", "unplugged and plugged again, over and over")
    verb.add_argument("-n", dest="count", type=int, default=500, help="rounds (500)")
    verb.add_argument("--minutes", type=float, default=50, help="at most so long (50)")
    verb.set_defaults(verb=rounds)

    verb = add_verb("takeovers", "takeovers in a row, undone in between")
    verb.add_argument("-n", dest="count", type=int, default=100, help="takeovers (100)")
    verb.set_defaults(verb=takeovers)

    verb = add_verb("random", "takeovers and undos of machines that were set up at random")
    verb.add_argument("-n", dest="count", type=int, default=50, help="machines (50)")
    verb.add_argument("--first", type=int, default=1, help="the number of the first machine (1)")
    verb.add_argument("-v", dest="verbose", action="store_true", help="a line for each machine")
    verb.set_defaults(verb=random)

    verb = add_verb("pairs", "many pairs at once")
    verb.add_argument("-n", dest="most", type=int, default=64, help="at most so many (64)")
    verb.set_defaults(verb=pairs)

    verb = add_verb("managers", "how often network managers touch a VF that arrives")
    verb.add_argument("-n", dest="adds", type=int, default=40, help="arrivals in each order (40)")
    verb.add_argument(
        "titles", nargs="*", metavar="MANAGER", help="NetworkManager, systemd-networkd (both)")
    verb.add_argument(
        "--pairs", dest="segments", type=int, default=8, help="that many at a time (8)")
    verb.set_defaults(verb=manage)

    verb = add_verb("shell", "commands typed here run in a guest")
    verb.add_argument("--systemd", action="store_true", help="of the guest with systemd")
    verb.set_defaults(verb=shell)

    verbs.add_parser("install").set_defaults(verb=install)

    options = parser.parse_args()
    unknown = set(getattr(options, "names", [])) - set(SCENARIOS)
    if unknown:
        parser.error(f"no such scenario: {' '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
