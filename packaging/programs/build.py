"""Compiles the sources as Embedded Swift: swiftc once a module, lowest first, then C and the link."""

import hashlib
import os
import shutil
import subprocess
from functools import cached_property
from pathlib import Path

from compiler import compiler
from package import Package, Target
from systems import System

RUNTIME = Path(__file__).parent / "runtime.c"


class Build:
    """An executable of the package, for one system; `source` takes the place of its own Swift."""

    def __init__(
        self, package: Package, executable: str, system: System, output: Path, source: Path | None = None
    ) -> None:
        self.package, self.system, self.source = package, system, source
        self.executable = source.stem if source else executable
        modules = package.modules(executable)
        self.swift = [target for target in modules if target.is_swift]
        self.c = [target for target in modules if not target.is_swift]
        self.compiler = compiler(system)
        self.program = output / system.name / self.executable
        self.work = output / "modules" / system.name

    def run(self) -> None:
        """Builds it, unless what it was built of is the same."""
        note = self.work / f"{self.executable}.inputs"
        if self.program.exists() and note.exists() and note.read_text() == self.inputs:
            return
        self.work.mkdir(parents=True, exist_ok=True)
        self.program.parent.mkdir(parents=True, exist_ok=True)
        note.unlink(missing_ok=True)
        for module in self.swift[:-1]:
            self.compile(module, "-emit-module", "-emit-module-path", str(self.work / f"{module.name}.swiftmodule"))
        # All code is generated here: what a program needs of other modules is specialised into it.
        self.compile(self.swift[-1], "-c", "-o", str(self.work / f"{self.executable}.o"))
        self.link()
        note.write_text(self.inputs)

    @cached_property
    def toolchain(self) -> Path:
        """The folder `usr` of the Swift toolchain."""
        swiftc = shutil.which("swiftc")
        return Path(os.path.realpath(swiftc)).parent.parent

    def compile(self, module: Target, *what: str) -> None:
        clang = self.toolchain / "lib/swift/clang/include"
        words = ["swiftc", "-target", self.system.swift, "-enable-experimental-feature", "Embedded"]
        # Small comes first, and is as fast here: a run is too short for loops to count.
        words += ["-wmo", "-parse-as-library", "-Osize", "-warnings-as-errors"]
        words += ["-package-name", self.package.name, "-swift-version", self.package.language]
        words += module.swift_flags() + ["-module-name", module.name, "-I", str(self.work)]
        for target in self.c:
            words += ["-I", str(target.folder / "include")]
        for word in ["-nostdinc", *self.system.macros]:
            words += ["-Xcc", word]
        for folder in [str(clang), *self.compiler.headers]:
            words += ["-Xcc", "-isystem", "-Xcc", folder]
        own = self.source is not None and module is self.swift[-1]
        call([*words, *what, *([str(self.source)] if own else module.files(".swift"))])

    def link(self) -> None:
        unicode = self.toolchain / "lib/swift/embedded" / self.system.swift / "libswiftUnicodeDataTables.a"
        words = [*self.compiler.command, "-Os", "-s", "-Wl,--gc-sections", *self.compiler.link]
        for target in self.c:
            words += target.c_flags() + target.files(".c")
            if (target.folder / "include").is_dir():
                words += ["-I", str(target.folder / "include")]
        words += [str(RUNTIME), str(self.work / f"{self.executable}.o"), str(unicode)]
        call([*words, "-o", str(self.program)])

    @cached_property
    def inputs(self) -> str:
        """The sum of all that the program is made of."""
        files = [Path(name) for target in self.swift + self.c for name in target.files("")]
        files = sorted({path for path in files + list(RUNTIME.parent.iterdir()) if path.is_file()})
        sums = hashlib.sha256(subprocess.run(["swiftc", "--version"], check=True, capture_output=True).stdout)
        own = [self.source] if self.source else []
        for path in [Path("Package.swift"), *own, *files]:
            sums.update(f"{path}\0".encode() + path.read_bytes())
        return sums.hexdigest()


def call(words: list[str]) -> None:
    """Runs a command; what it says is shown only if it fails."""
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        raise SystemExit(f"packaging/programs: exit {result.returncode}: {' '.join(words[:3])} …\n{result.stdout}")
