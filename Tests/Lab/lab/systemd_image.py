"""The guest with systemd: a disk, and a small initramfs that first copies the project's files to it, or
packages that a scenario may install."""

import shutil
import subprocess

from image import MODULES
from machine import System
import packages
from tree import HERE, REPOSITORY, Tree

BOOT_PROGRAMS = ["/bin/busybox", "/bin/kmod"]
BOOT_LINKS = {
    "/init": "/usr/libexec/lab/switch-root", "/sbin/modprobe": "/bin/kmod",
    "/bin/sh": "/bin/busybox",
}
BOOT_APPLETS = ("mount", "umount", "tar", "switch_root", "test")
# Commands that the scenarios use and that the disk does not have.
APPLETS = ("ps", "pidof", "killall")
# systemd mounts a folder for credentials of these units, which sometimes fails on a busy machine.
CREDENTIAL_UNITS = (
    "systemd-sysctl", "systemd-sysusers", "systemd-tmpfiles-setup", "systemd-tmpfiles-setup-dev",
    # Units that have this since systemd 254.
    "systemd-journald", "systemd-network-generator", "systemd-networkd", "systemd-resolved",
    "systemd-tmpfiles-clean", "systemd-tmpfiles-setup-dev-early", "systemd-udev-load-credentials")
KERNEL_WORDS = "root=/dev/vda systemd.getty_auto=no"


def build(folder, parts, packaged=False):
    """Builds the System in a folder, and returns it. The disk is not changed."""
    folder = folder / ("packaged" if packaged else "installed")
    # An image that did not boot is built again.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    overlay = folder / "disk.qcow2"
    subprocess.run(
        ["qemu-img", "create", "-q", "-f", "qcow2", "-b", parts.disk, "-F", "raw", overlay],
        check=True)
    return System(
        parts, boot(folder, parts, ours(folder, parts, packaged)), 512, KERNEL_WORDS,
        disk_options(overlay))


def disk_options(file, *words):
    """Returns words for QEMU that make a file the guest's disk."""
    return ("-drive", ",".join((f"file={file},if=none,id=disk,cache=unsafe", *words)),
            "-device", "virtio-blk-pci,drive=disk")


def boot(folder, parts, archive):
    """Builds the initramfs."""
    tree = Tree(folder / "systemd", parts.origin)
    for name in ("proc", "sys", "dev", "disk"):
        tree.folder(name)
    for program in BOOT_PROGRAMS:
        tree.take_program(program)
    for applet in BOOT_APPLETS:
        tree.link(f"/bin/{applet}", "/bin/busybox")
    for path, target in BOOT_LINKS.items():
        tree.link(path, target)
    tree.add_modules(parts.kernel, ["virtio_pci", "virtio_blk", "virtio_net", "ext4"])
    tree.copy(HERE / "guest/switch-root", "/usr/libexec/lab/switch-root")
    tree.copy(archive, "/ours.tar")
    return tree.pack(folder / "systemd.initramfs")


def ours(folder, parts, packaged):
    """Builds an archive of the files for the disk: packages, or each file where a package would put it."""
    tree = Tree(folder / "ours", parts.origin)
    tree.add_lab()
    # /lib is a link on the disk.
    tree.add_modules(parts.kernel, MODULES, below="/usr")
    if packaged:
        for path in packages.build(folder / "packages", parts):
            tree.copy(path, f"{packages.PLACE}/{path.name}")
    else:
        add_installed(tree, parts.programs)
    for path in sorted((HERE / "guest/systemd").iterdir()):
        tree.copy(path, f"/etc/systemd/system/{path.name}")
        tree.link(f"/etc/systemd/system/multi-user.target.wants/{path.name}", f"../{path.name}")
    for unit in CREDENTIAL_UNITS:
        tree.write(f"/etc/systemd/system/{unit}.service.d/lab.conf",
                   "[Service]\nLoadCredential=\nImportCredential=\n")
    tree.write("/etc/systemd/system.conf.d/lab.conf", "[Manager]\nDefaultTimeoutStartSec=10min\n")
    tree.take("/bin/busybox", "/usr/libexec/lab/busybox")
    for applet in APPLETS:
        tree.link(f"/usr/local/bin/{applet}", "/usr/libexec/lab/busybox")
    archive = folder / "ours.tar"
    subprocess.run(["tar", "-c", "-C", tree.root, "-f", archive, "."], check=True)
    return archive


def add_installed(tree, programs):
    """Adds the files of a package for udev and systemd, and the programs."""
    tree.add_programs(programs)
    for pattern in ("udev/rules.d/*", "systemd/system/*", "systemd/network/*"):
        for path in sorted((REPOSITORY / "etc").glob(pattern)):
            tree.copy(path, f"/etc/{path.relative_to(REPOSITORY / 'etc')}")
