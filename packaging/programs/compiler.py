"""The C compiler and linker for a system: zig's, except for the FreeBSD of this machine."""

import sys
from pathlib import Path

from systems import System

TOOLS = Path(".build-tools/ziglang")


class Zig:
    """Clang and lld from the PyPI package ziglang, with headers and C libraries for all systems."""

    def __init__(self, system: System) -> None:
        (package,) = TOOLS.glob("lib/python3*/site-packages/ziglang")
        self.command = [str(package / "zig"), "cc", "-target", system.zig]
        self.headers = [str(package / "lib/libc/include" / folder) for folder in system.headers]
        if system.system == "linux":
            self.link = ["-static"]
        else:
            # There, the dynamic linker takes most of the time of a start. These options make it
            # look up symbols only when they are called, and in the faster hash table. Zig requests
            # a stack of 16 MB; without that, the kernel's own limit applies.
            self.link = ["-Wl,-z,lazy", "-Wl,--hash-style=gnu", "-Wl,--as-needed", "-Wl,-z,stack-size=0"]


class Own:
    """The C compiler of the FreeBSD that this runs on. Only FreeBSD itself has its static C library."""

    command = ["cc"]
    headers = ["/usr/include"]
    link = ["-static"]


def compiler(system: System) -> Zig | Own:
    if system.is_own and system.system == "freebsd":
        return Own()
    if not TOOLS.is_dir():
        sys.exit("packaging/programs: ziglang is missing: run packaging/build, which installs it")
    return Zig(system)
