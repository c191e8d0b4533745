"""Packages of pkg(8), looked into and installed in a folder.

  check FILE VERSION MAJOR PROCESSOR TIME   prints what does not hold; exit status 1 then
  round FILE ROOT [outside]                 installs it in ROOT, upgrades, deletes it; from outside
                                            as pkg -r ROOT does
  model FILE PARITY                         the programs of FILE on a recorded FreeBSD machine
"""

import pathlib
import sys

import check
import journey
from machine import Machine
from package import Package

PORT = pathlib.Path(__file__).resolve().parents[3] / "packaging/freebsd"


def main(verb, file, *words):
    package = Package(file)
    if verb == "check":
        version, major, processor, time = words
        found = list(check.faults(package, version, major, processor, int(time), PORT))
    elif verb == "round":
        root, *outside = words
        found = list(journey.faults(package, Machine(root, outside=bool(outside))))
    else:
        found = journey.model_faults(package, *words)
    for fault in found:
        print(fault)
    return 1 if found else 0


sys.exit(main(*sys.argv[1:]))
