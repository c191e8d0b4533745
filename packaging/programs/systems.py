"""The systems that programs are built for, with the names that the tools have for them."""

import os
import platform
from dataclasses import dataclass


@dataclass(frozen=True)
class System:
    """A system with an architecture: `freebsd-amd64`."""

    system: str
    architecture: str

    @property
    def name(self) -> str:
        return f"{self.system}-{self.architecture}"

    @property
    def is_own(self) -> bool:
        """True if programs for it run on this machine."""
        return self == own()

    @property
    def swift(self) -> str:
        """The target triple that selects Embedded Swift's library. It names no operating system."""
        return {"amd64": "x86_64-unknown-none-elf", "arm64": "aarch64-none-none-elf"}[self.architecture]

    @property
    def zig(self) -> str:
        """The target triple for the C compiler. For FreeBSD it names the oldest supported release."""
        machine = {"amd64": "x86_64", "arm64": "aarch64"}[self.architecture]
        return f"{machine}-{'freebsd.14.0' if self.system == 'freebsd' else 'linux-musl'}"

    @property
    def headers(self) -> list[str]:
        """Zig's folders with headers of the C library, the most specific one first."""
        machine, family = {"amd64": ("x86_64", "x86"), "arm64": ("aarch64", "aarch64")}[self.architecture]
        if self.system == "freebsd":
            return unique(f"{machine}-freebsd-none", f"{family}-freebsd-none", "generic-freebsd")
        return unique(
            f"{machine}-linux-musl", f"{family}-linux-musl", "generic-musl", f"{family}-linux-any", "any-linux-any"
        )

    @property
    def macros(self) -> list[str]:
        """The macros that the system's own compiler would define: the triple names no operating system."""
        if self.system == "freebsd":
            return ["-D__FreeBSD__=14", "-D__FreeBSD_cc_version=1400000", "-D__unix__"]
        return ["-D__linux__=1", "-D__unix__"]


def unique(*names: str) -> list[str]:
    return list(dict.fromkeys(names))


ALL = [System(system, architecture) for system in ("freebsd", "linux") for architecture in ("amd64", "arm64")]


def own() -> System:
    """The system of this machine."""
    machine = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}[os.uname().machine]
    return System(platform.system().lower(), machine)
