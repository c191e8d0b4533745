"""Small Swift programs that use the modules of the sources, built like the installed programs."""

import pathlib
import subprocess
import sys

sys.path.insert(0, "packaging/programs")
from build import Build  # noqa: E402
from package import Package, Target  # noqa: E402
from systems import own  # noqa: E402

HERE = pathlib.Path("Tests/Bench")


def build(folder, name, modules):
    """Compiles Tests/Bench/NAME.swift, which imports these modules. Returns the program's path."""
    package = Package()
    settings = package.targets[modules[0]].settings
    package.targets["BenchEntry"] = Target(
        "BenchEntry", "regular", HERE, modules, settings, (f"{name}.swift",), ())
    # The main.c is the one of all programs.
    main = pathlib.Path("Sources/hyperv_vfup")
    package.targets[name] = Target(
        name, "executable", main, ("BenchEntry", "CSystem"), (), ("main.c",), ())
    built = Build(package, name, own(), folder)
    built.run()
    return built.program


def build_with_foundation(folder, name):
    """Compiles Tests/Bench/NAME.swift as is usual with Foundation. Returns the program's path."""
    path = folder / name
    built = subprocess.run(
        ["swiftc", "-O", "-swift-version", "6", "-parse-as-library", "-static-executable",
         "-use-ld=lld", "-Xlinker", "-s", "-Xlinker", "--gc-sections", "-o", path, HERE / f"{name}.swift"],
        capture_output=True, text=True)
    if built.returncode != 0:
        raise SystemExit(f"bench: swiftc: {built.stderr}")
    return path
