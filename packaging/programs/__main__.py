"""Builds the programs, or an override, for the named systems: see packaging/build."""

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from build import Build
from package import Package
from systems import ALL, own

# One executable contains all programs. The name by which it is called selects one.
LINKS = {"hyperv_vfup": ["hyperv_vfattach", "hyperv_vfctl"]}


def main() -> None:
    parser = argparse.ArgumentParser(prog="packaging/build programs")
    names = [system.name for system in ALL]
    parser.add_argument("--product", default="hyperv_vfup", help="an executable of Package.swift")
    parser.add_argument("--source", type=Path, help="a file of Swift in the place of the product's own")
    parser.add_argument("--output", type=Path, default=Path(".build-programs"))
    parser.add_argument("--own", action="store_true", help="for this machine's system")
    parser.add_argument("systems", nargs="*", metavar="SYSTEM", help=f"all, or of {', '.join(names)}")
    given = parser.parse_args()
    for name in given.systems:
        if name not in names:
            parser.error(f"{name}: not one of {', '.join(names)}")
    wanted = [s for s in ALL if s.name in given.systems] or ([own()] if given.own else ALL)
    package = Package()
    if given.product not in package.targets:
        parser.error(f"{given.product}: not in Package.swift")
    if given.source and not given.source.is_file():
        parser.error(f"{given.source}: no such file")
    builds = [Build(package, given.product, system, given.output, given.source) for system in wanted]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(Build.run, builds))
    for build in builds:
        for name in LINKS.get(given.product, []):
            link = build.program.with_name(name)
            link.unlink(missing_ok=True)
            os.link(build.program, link)
        print(f"{build.program}: {build.program.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
