"""The package for Debian, as it is built, and the same as the next version."""

import os
import subprocess

from tree import REPOSITORY

# Where a guest has them.
PLACE = "/usr/libexec/lab/packages"
THIS, NEXT = "this.deb", "next.deb"


def build(folder, parts):
    """Gives the paths of both, built in a folder of our programs."""
    name = parts.architecture.name
    # The build wants a folder with one for each system.
    systems = folder / "programs"
    systems.mkdir(parents=True)
    (systems / f"linux-{name}").symlink_to(parts.programs.resolve())
    subprocess.run(
        [REPOSITORY / "packaging/build", "deb", name], check=True, stdout=subprocess.DEVNULL,
        env=os.environ | {"PROGRAMS": str(systems), "OUTPUT": str(folder)})
    this = next(folder.glob("*.deb")).rename(folder / THIS)
    return [this, again(this, folder / NEXT)]


def again(package, target):
    """The package with a newer version; gives its path."""
    unpacked = target.with_suffix("")
    subprocess.run(["dpkg-deb", "--raw-extract", package, unpacked], check=True)
    control = unpacked / "DEBIAN/control"
    lines = control.read_text().splitlines(keepends=True)
    control.write_text("".join(
        line.rstrip() + "+next\n" if line.startswith("Version:") else line for line in lines))
    subprocess.run(
        ["dpkg-deb", "-Zgzip", "--root-owner-group", "--build", unpacked, target],
        check=True, stdout=subprocess.DEVNULL)
    return target
