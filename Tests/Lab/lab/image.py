"""The guest's file system: an initramfs with Debian's own programs and the project's."""

import subprocess

from machine import System
from tree import REPOSITORY, Tree

# Uncompressed modules that the guest may load, with the modules that they need.
MODULES = [
    "virtio_pci", "virtio_net", "vmxnet3", "bonding", "veth", "8021q", "net_failover", "dummy",
    "macvlan", "macvtap", "ipvlan", "bridge", "vrf", "vxlan", "sit", "sch_tbf", "sch_ingress",
]
PROGRAMS = [
    "/bin/dash", "/sbin/ip", "/bin/kmod", "/bin/udevadm", "/sbin/dhclient", "/usr/bin/strace",
    "/bin/run-parts", "/bin/busybox", "/usr/sbin/dhcpcd", "/sbin/tc", "/sbin/bridge",
]
FILES = [
    "/sbin/dhclient-script", "/etc/dhcp/dhclient.conf",
    "/lib/udev/rules.d/50-udev-default.rules", "/lib/udev/rules.d/75-net-description.rules",
    "/lib/udev/rules.d/80-drivers.rules", "/lib/udev/rules.d/80-net-setup-link.rules",
    "/lib/systemd/network/99-default.link",
    "/etc/dhcpcd.conf", "/usr/lib/dhcpcd/dhcpcd-run-hooks",
]
LINKS = {
    "/bin/sh": "dash", "/init": "/bin/busybox", "/sbin/modprobe": "/bin/kmod",
    "/sbin/lsmod": "/bin/kmod", "/lib/systemd/systemd-udevd": "/bin/udevadm",
    "/var/run": "/run", "/sbin/udhcpc": "/bin/busybox",
    "/etc/inittab": "/usr/libexec/lab/inittab",
    "/etc/udhcpc/default.script": "/usr/libexec/lab/udhcpc-script",
}
TEXTS = {
    "/etc/modprobe.d/bonding.conf": "options bonding max_bonds=0\n",
    # dhclient-script reads it to find out whether the root is writable.
    "/etc/fstab": "rootfs / rootfs rw 0 0\n",
    "/etc/passwd": "root:x:0:0:root:/:/bin/sh\ndhcpcd:x:100:65534::/usr/lib/dhcpcd:/bin/false\n",
    "/etc/group": "root:x:0:\nnogroup:x:65534:\n",
    # Without an ID, udev keeps a bond's MAC (MACAddressPolicy=persistent), which would hide this
    # problem.
    "/etc/machine-id": "0123456789abcdef0123456789abcdef\n",
    # Like hv_netvsc's NICs, which udev does not rename.
    "/etc/systemd/network/10-synthetic.link":
        "[Match]\nDriver=virtio_net net_failover\n\n[Link]\nNamePolicy=keep\n",
    "/etc/resolv.conf": "",
}
FOLDERS = [
    "proc", "sys", "dev", "run", "tmp", "root", "var/lib/dhcp", "var/lib/dhcpcd", "etc/rc.conf.d",
    "etc/dhcp/dhclient-enter-hooks.d", "etc/dhcp/dhclient-exit-hooks.d", "etc/udev/rules.d",
    "usr/libexec/hyperv",
]


def build(folder, parts):
    """Returns the System that boots Debian's programs and the project's, built in a folder."""
    tree = without_ours(folder / "root", parts, MODULES)
    tree.add_programs(parts.programs)
    # Not installed: most scenarios call the programs themselves.
    for path in sorted((REPOSITORY / "etc").glob("udev/rules.d/*.rules")):
        tree.copy(path, f"/usr/libexec/lab/rules.d/{path.name}")
    return System(parts, tree.pack(folder / "initramfs"))


def without_ours(root, parts, modules):
    """Returns the Tree of a guest that has Debian's programs and the lab's."""
    tree = Tree(root, parts.origin)
    tree.merge_usr()
    for name in FOLDERS:
        tree.folder(name)
    for source in PROGRAMS:
        tree.take_program(source)
    for source in FILES:
        tree.take(source)
    for path, text in TEXTS.items():
        tree.write(path, text)
    link_applets(tree)
    for path, target in LINKS.items():
        tree.link(path, target)
    tree.add_modules(parts.kernel, modules)
    tree.add_lab()
    return tree


def link_applets(tree):
    """Adds busybox for all commands that are missing. Its `ip` must not replace iproute2's."""
    listing = subprocess.run(["busybox", "--list"], capture_output=True, text=True, check=True)
    for applet in listing.stdout.split():
        if not any(tree.has(f"{folder}/{applet}") for folder in ("bin", "sbin", "usr/bin")):
            tree.link(f"bin/{applet}", "/bin/busybox")
