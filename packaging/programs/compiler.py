"""The C compiler and linker for a system: zig's for every one that this machine is not."""

import sys
from pathlib import Path

from systems import System

TOOLS = Path(".build-tools/ziglang")


class Zig:
    """Clang and lld of the PyPI package ziglang, with headers and C libraries of all systems."""

    def __init__(self, system: System) -> None:
        (package,) = TOOLS.glob("lib/python3*/site-packages/ziglang")
        self.command = [str(package / "zig"), "cc", "-target", system.zig]
        self.headers = [str(package / "lib/libc/include" / folder) for folder in system.headers]
        if system.system == "linux":
            self.link = ["-static"]
        else:
            # The dynamic linker is what a start costs there: it finds symbols when they are called, and
            # by the quicker table. Zig asks for a stack of 16 MB; without, the kernel's own limit counts.
            self.link = ["-Wl,-z,lazy", "-Wl,--hash-style=gnu", "-Wl,--as-needed", "-Wl,-z,stack-size=0"]


class Own:
    """The C compiler of the FreeBSD that this runs on: only there is its static C library."""

    command = ["cc"]
    headers = ["/usr/include"]
    link = ["-static"]


def compiler(system: System) -> Zig | Own:
    if system.is_own and system.system == "freebsd":
        return Own()
    if not TOOLS.is_dir():
        sys.exit("packaging/programs: ziglang is missing: run packaging/build, which installs it")
    return Zig(system)
