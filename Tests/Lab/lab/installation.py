"""The disk of a guest with another architecture. Only such a guest can configure its packages."""

from image import MODULES, without_ours
from machine import Machine, System
from systemd_image import disk_options

STEPS = (
    "modprobe -a virtio_blk ext4; mkdir /disk; mount -t ext4 /dev/vda /disk",
    "mount -t proc proc /disk/proc; mount -t sysfs sysfs /disk/sys; mount --bind /dev /disk/dev",
    "chroot /disk /bin/sh </usr/libexec/lab/install",
    "chroot /disk /bin/sh </usr/libexec/lab/settle",
    "umount /disk/dev /disk/sys /disk/proc /disk",
)
MINUTES = 10


def install(folder, parts):
    """Boots the small guest without the project's programs, and makes it install the packages on the disk."""
    tree = without_ours(folder / "root", parts, [*MODULES, "virtio_blk", "ext4"])
    system = System(
        parts, tree.pack(folder / "initramfs"), 512,
        options=disk_options(parts.disk, "format=raw"))
    with Machine(system, [], folder) as machine:
        for step in STEPS:
            machine.agent.output(step, 60 * MINUTES)
