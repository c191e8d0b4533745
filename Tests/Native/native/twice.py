"""Programs that are built again in another folder must be the same to the byte."""

import os
import shutil
import subprocess
from pathlib import Path

SYSTEMS = ("freebsd-amd64", "freebsd-arm64", "linux-amd64", "linux-arm64")


def compare(programs, folder, full):
    """Builds and compares. Returns a title and the problems of each system. The package tests compare the
    content of packages; this tests the compiler and the linker."""
    found = []
    elsewhere = folder / "a/clone/elsewhere"
    _copy(elsewhere)
    # This machine's programs are built most often, so by default another system's are compared.
    for system in SYSTEMS if full else SYSTEMS[:1]:
        built = subprocess.run(
            ["packaging/build", "programs", system], cwd=elsewhere, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        ours, other = (path / system / "hyperv_vfup" for path in (programs, elsewhere / ".build-programs"))
        problems = built.stdout.splitlines() if built.returncode else _difference(ours, other)
        found.append((f"{system}: built twice, equal to the byte", problems))
    return found


def _copy(folder):
    """Copies the files under version control as they are now, and the tools, which are not under version
    control."""
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, stdout=subprocess.PIPE, text=True)
    for name in listed.stdout.split("\0"):
        if os.path.isfile(name):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(name, path, follow_symlinks=False)
    (folder / ".build-tools").symlink_to(Path(".build-tools").resolve())


def _difference(ours, other):
    if ours.read_bytes() == other.read_bytes():
        return []
    return [f"{ours} and {other} differ"]
