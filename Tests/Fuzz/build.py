"""Compiles a fuzz target as Embedded Swift, with libFuzzer and AddressSanitizer.

    build.py PROGRAM MODULE SOURCE...    MODULE of Package.swift is the highest that is imported

As packaging/programs does for what is installed, but for the Linux of the toolchain, whose sanitizers
need glibc. All code is generated with the last module, so that all of it is watched.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, "packaging/programs")
from package import Package  # noqa: E402

TRIPLE = "x86_64-unknown-linux-gnu"
# Less than -sanitize=fuzzer has: without comparisons, which would take half of the time. The seeds
# contain the important words.
COVERAGE = "edge,inline-8bit-counters,pc-table"


def main(program: str, module: str, *sources: str) -> None:
    package = Package()
    work = Path(program).with_suffix(".modules")
    work.mkdir(parents=True, exist_ok=True)
    words = ["swiftc", "-target", TRIPLE, "-enable-experimental-feature", "Embedded", "-wmo", "-O"]
    words += ["-parse-as-library", "-warnings-as-errors", "-sanitize=address", f"-sanitize-coverage={COVERAGE}"]
    words += ["-package-name", package.name, "-swift-version", package.language, "-I", str(work)]
    for target in package.modules(module):
        path = work / f"{target.name}.swiftmodule"
        call([*words, *target.swift_flags(), "-module-name", target.name, "-emit-module", "-emit-module-path", path,
              *target.files(".swift")])
    object_file = f"{program}.o"
    call([*words, "-gline-tables-only", "-module-name", "FuzzTarget", "-c", "-o", object_file, *sources])
    toolchain = Path(os.path.realpath(shutil.which("swiftc"))).parent
    tables = toolchain.parent / "lib/swift/embedded" / TRIPLE / "libswiftUnicodeDataTables.a"
    call([toolchain / "clang", "-fsanitize=address,fuzzer", "-fuse-ld=lld", "-o", program, object_file, tables])


def call(words: list) -> None:
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        raise SystemExit(f"Tests/Fuzz: {words[0]}: exit {result.returncode}\n{result.stdout}")


if __name__ == "__main__":
    main(*sys.argv[1:])
