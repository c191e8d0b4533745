"""The guest's file system: an initramfs of Debian's own programs, and ours."""

import subprocess

from machine import System
from tree import REPOSITORY, Tree

# Uncompressed modules that the guest may load, with what they depend on.
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
    # dhclient-script asks it whether the root may be written to.
    "/etc/fstab": "rootfs / rootfs rw 0 0\n",
    "/etc/passwd": "root:x:0:0:root:/:/bin/sh\ndhcpcd:x:100:65534::/usr/lib/dhcpcd:/bin/false\n",
    "/etc/group": "root:x:0:\nnogroup:x:65534:\n",
    # Without it udev leaves a bond's MAC alone (MACAddressPolicy=persistent), and hides the trap.
    "/etc/machine-id": "0123456789abcdef0123456789abcdef\n",
    # As hv_netvsc's, which udev does not rename.
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
    """Gives the System that boots Debian's programs and ours, built in a folder."""
    tree = without_ours(folder / "root", parts, MODULES)
    tree.add_programs(parts.programs)
    # Kept aside: most scenarios call the programs themselves.
    for path in sorted((REPOSITORY / "etc").glob("udev/rules.d/*.rules")):
        tree.copy(path, f"/usr/libexec/lab/rules.d/{path.name}")
    return System(parts, tree.pack(folder / "initramfs"))


def without_ours(root, parts, modules):
    """Gives the Tree of a guest that has Debian's programs and the lab's."""
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
    """busybox for all that is not there already: its `ip` must not stand in for iproute2's."""
    listing = subprocess.run(["busybox", "--list"], capture_output=True, text=True, check=True)
    for applet in listing.stdout.split():
        if not any(tree.has(f"{folder}/{applet}") for folder in ("bin", "sbin", "usr/bin")):
            tree.link(f"bin/{applet}", "/bin/busybox")
