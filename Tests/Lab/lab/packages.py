"""The package for Debian, as it is built, and the same package as the next version."""

import os
import subprocess

from tree import REPOSITORY

# The folder of the packages in a guest.
PLACE = "/usr/libexec/lab/packages"
THIS, NEXT = "this.deb", "next.deb"


def build(folder, parts):
    """Builds both packages in a folder, with the project's programs, and returns their paths."""
    name = parts.architecture.name
    # The build needs a folder with a subfolder for each system.
    systems = folder / "programs"
    systems.mkdir(parents=True)
    (systems / f"linux-{name}").symlink_to(parts.programs.resolve())
    subprocess.run(
        [REPOSITORY / "packaging/build", "deb", name], check=True, stdout=subprocess.DEVNULL,
        env=os.environ | {"PROGRAMS": str(systems), "OUTPUT": str(folder)})
    this = next(folder.glob("*.deb")).rename(folder / THIS)
    return [this, again(this, folder / NEXT)]


def again(package, target):
    """Makes the package with a newer version, and returns its path."""
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
