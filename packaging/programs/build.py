"""Compiles the sources as Embedded Swift: runs swiftc once for each module, lowest first, then the C
compiler and the linker."""

import hashlib
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from compiler import TOOLS, compiler
from package import Package, Target
from systems import System

RUNTIME = Path(__file__).parent / "runtime.c"


@cache
def toolchain() -> Path:
    """The folder `usr` of the Swift toolchain."""
    swiftc = shutil.which("swiftc")
    if not swiftc:
        raise SystemExit("packaging/programs: swiftc: not found: put Swift 6.3 or newer in PATH")
    return Path(os.path.realpath(swiftc)).parent.parent


@cache
def swift_version() -> bytes:
    return subprocess.run(["swiftc", "--version"], check=True, capture_output=True).stdout


class Build:
    """An executable of the package for one system. With `source`, that file replaces its own Swift
    sources."""

    def __init__(
        self, package: Package, executable: str, system: System, output: Path, source: Path | None = None
    ) -> None:
        self.package, self.system, self.source = package, system, source
        modules = package.modules(executable)
        self.swift = [target for target in modules if target.is_swift]
        self.c = [target for target in modules if not target.is_swift]
        self.compiler = compiler(system)
        self.name = source.stem if source else executable
        self.program = output / system.name / self.name
        self.work = output / "modules" / system.name
        self.object = self.work / f"{self.name}.o"

    def run(self) -> None:
        """Builds what does not exist yet, or was built from other inputs."""
        self.work.mkdir(parents=True, exist_ok=True)
        self.program.parent.mkdir(parents=True, exist_ok=True)
        swift = [Path(name) for target in self.swift for name in self.files(target)]
        c = [Path(name) for target in self.c for name in target.files("")]
        fresh = self.make(self.object, [self.compilation(module) for module in self.swift], swift + c)
        self.make(self.program, [self.link()], [self.object, RUNTIME, *c], unless=fresh)

    def make(self, product: Path, commands: list[list[str]], inputs: list[Path], unless: bool = True) -> bool:
        """Runs the commands, unless the product exists and a note says that they made it from the same
        inputs. Returns True if there was nothing to do."""
        sums = hashlib.sha256(swift_version() + repr(commands).encode())
        for path in sorted(inputs):
            if path.exists():
                sums.update(f"{path}\0".encode() + path.read_bytes())
        note = self.work / f"{product.name}.inputs"
        if unless and product.exists() and note.exists() and note.read_text() == sums.hexdigest():
            return True
        note.unlink(missing_ok=True)
        for words in commands:
            call(words)
        note.write_text(sums.hexdigest())
        return False

    def files(self, module: Target) -> list[str]:
        own = self.source is not None and module is self.swift[-1]
        return [str(self.source)] if own else module.files(".swift")

    def compilation(self, module: Target) -> list[str]:
        """Returns the command that compiles a module. All code is generated with the last module, so that
        generic code of the others can be specialised for the program."""
        words = ["swiftc", "-target", self.system.swift, "-enable-experimental-feature", "Embedded"]
        # A run is too short for loops to matter: the smallest code starts fastest.
        words += ["-wmo", "-parse-as-library", "-Osize", "-warnings-as-errors"]
        words += ["-package-name", self.package.name, "-swift-version", self.package.language]
        words += [*module.swift_flags(), "-module-name", module.name, "-I", str(self.work)]
        for target in self.c:
            words += ["-I", str(target.folder / "include")]
        for word in ["-nostdinc", *self.system.macros]:
            words += ["-Xcc", word]
        for folder in [str(toolchain() / "lib/swift/clang/include"), *self.compiler.headers]:
            words += ["-Xcc", "-isystem", "-Xcc", folder]
        if module is self.swift[-1]:
            words += ["-c", "-o", str(self.object)]
        else:
            words += ["-emit-module", "-emit-module-path", str(self.work / f"{module.name}.swiftmodule")]
        return words + self.files(module)

    def link(self) -> list[str]:
        library = toolchain() / "lib/swift/embedded" / self.system.swift
        words = [*self.compiler.command, "-Os", "-s", "-Wl,--gc-sections", *self.compiler.link]
        for target in self.c:
            words += target.c_flags() + target.files(".c")
            if (target.folder / "include").is_dir():
                words += ["-I", str(target.folder / "include")]
        words += [str(RUNTIME), str(self.object), str(library / "libswiftUnicodeDataTables.a")]
        return [*words, "-o", str(self.program)]


def call(words: list[str]) -> None:
    """Runs a command. Its output is shown only if it fails."""
    # The cache of zig for compiled C libraries. It is kept here, and not in the user's home.
    environment = os.environ | {"ZIG_GLOBAL_CACHE_DIR": str(TOOLS / "cache"), "ZIG_LOCAL_CACHE_DIR": str(TOOLS / "cache")}
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    if result.returncode != 0:
        raise SystemExit(f"packaging/programs: exit {result.returncode}: {' '.join(words[:3])} …\n{result.stdout}")
