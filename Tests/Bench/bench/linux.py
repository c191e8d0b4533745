"""The most frequent runs on a Linux guest: probe, at every event of a NIC, and status. Also the cost of an
interface that is no VF."""

import os

from table import Row, against_earlier
from timer import Contestant

VFCTL = "/usr/libexec/hyperv/hyperv_vfctl"
VFATTACH = "/usr/libexec/hyperv/hyperv_vfattach"
VMBUS = "devices/LNXSYSTM:00/LNXSYBUS:00/ACPI0004:00/VMBUS:00"
MANY = 64
# The files of every NIC. The kernel has more, but no program reads them.
FILES = {"type": "1", "addr_assign_type": "0", "flags": "0x1843", "mtu": "1500", "ifalias": ""}
RC_CONF = 'ifconfig_eth0="DHCP"\nhyperv_vf_transparent="NO"\n'
# A VF, a synthetic NIC, and a NIC without a pair.
PROBED = ("vf0", "eth0", "lan0")


def rows(machine, timer):
    """probe against /bin/true: with one pair, without and with rc.conf, and with many pairs. Then status
    with many pairs."""
    timer = timer.on("linux")
    made = _no_vf(machine, timer)
    # udev runs probe for one NIC at a time. Most machines have few NICs and no rc.conf.
    for count, rc_conf, limit in (1, "", 2), (1, RC_CONF, None), (MANY, RC_CONF, None):
        build(machine, count, rc_conf)
        true, *probes = timer.contest(
            [Contestant(["/bin/true"])] + [Contestant([VFCTL, "probe", nic]) for nic in PROBED])
        where = f"pairs: {count}" + (", rc.conf" if rc_conf else "")
        made += [
            Row(f"probe {nic}, {where}", probe.milliseconds, true.milliseconds, "ms",
                "/bin/true", limit) for nic, probe in zip(PROBED, probes)]
    name, command = f"status, pairs: {MANY}", [VFCTL, "status"]
    status, *earlier = timer.contest([Contestant(command), *machine.earlier(command)])
    return made + [Row(name, status.milliseconds, 20, "ms", "20 ms", 1),
                   *against_earlier(name, status, earlier)]


def _no_vf(machine, timer):
    build(machine, 1, "")
    name, command = "vfattach lo", [VFATTACH, "lo", "0"]
    true, ours, *earlier = timer.contest(
        [Contestant(["/bin/true"]), Contestant(command), *machine.earlier(command)])
    return [Row(name, ours.milliseconds, true.milliseconds, "ms", "/bin/true", 0.9),
            *against_earlier(name, ours, earlier)]


def build(machine, pairs, rc_conf=RC_CONF):
    """Makes the machine a guest of Hyper-V with these pairs, each in a bond, and a NIC without a pair."""
    tree = Tree(machine)
    for name in ("etc/defaults/rc.conf", "etc/rc.conf"):
        (machine.root / name).unlink(missing_ok=True)
    if rc_conf:
        machine.write("etc/rc.conf", rc_conf)
    machine.copy(machine.root / "sbin/ifconfig", "sbin/ip")
    tree.write("/sys/module/bonding/parameters/max_bonds", "0")
    for number in range(pairs):
        add_pair(tree, number)
    add_interface(tree, "lo", "00:00:00:00:00:00", "devices/virtual", {"type": "772"})
    add_nic(tree, "lan0", "02:00:00:00:00:01", "devices/pci0000:00/0000:00:0a.0", "pci", "e1000e")
    machine.write("machine/ip -oneline -batch -", answer(pairs))


def answer(pairs):
    """Returns the output of ip(8) for these pairs."""
    addresses = "".join(
        f"{number + 2}: bond{number}    inet 10.0.{number}.2/24 brd 10.0.{number}.255 "
        f"scope global bond{number}\\       valid_lft forever preferred_lft forever\n"
        for number in range(pairs))
    links = "".join(
        f"9: {kind}{number}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq master bond{number} "
        "state UP mode DEFAULT group default qlen 1000\\    "
        f"link/ether 00:15:5d:01:00:{number:02x} brd ff:ff:ff:ff:ff:ff\n"
        for number in range(pairs) for kind in ("eth", "vf", "bond"))
    return addresses + links


def add_pair(tree, number):
    """Adds a netvsc NIC, its VF behind Hyper-V's PCI bridge, and their bond."""
    mac = f"00:15:5d:01:00:{number:02x}"
    synthetic, vf, bond = f"eth{number}", f"vf{number}", f"bond{number}"
    bridge = f"{VMBUS}/47505500-{number:04x}-0000-3130-444531454238"
    domain = f"{number + 1:04x}:00"
    add_nic(tree, synthetic, mac, f"{VMBUS}/000d3a5e-{number:04x}-000d-3a5e-0b01000d3a5e", "vmbus",
            "hv_netvsc")
    add_nic(tree, vf, mac, f"{bridge}/pci{domain}/{domain}:02.0", "pci", "mlx5_core")
    tree.link(f"/sys/{bridge}/driver", "/sys/bus/vmbus/drivers/hv_pci")
    tree.link(f"/sys/bus/vmbus/drivers/hv_pci/{bridge.rsplit('/')[-1]}", f"/sys/{bridge}")
    tree.write(f"/sys/{bridge}/pci{domain}/{domain}:02.0/class", "0x020000")
    add_interface(tree, bond, mac, "devices/virtual")
    for name, text in (("mode", "active-backup 1"), ("slaves", f"{synthetic} {vf}"),
                       ("active_slave", vf), ("primary", vf)):
        tree.write(f"/sys/class/net/{bond}/bonding/{name}", text)
    for member in (synthetic, vf):
        tree.link(f"/sys/class/net/{member}/master", f"/sys/devices/virtual/net/{bond}")


def add_nic(tree, name, mac, device, bus, driver):
    """Adds a NIC and its device."""
    add_interface(tree, name, mac, device)
    tree.link(f"/sys/{device}/net/{name}/device", f"/sys/{device}")
    tree.link(f"/sys/{device}/subsystem", f"/sys/bus/{bus}")
    tree.link(f"/sys/{device}/driver", f"/sys/bus/{bus}/drivers/{driver}")


def add_interface(tree, name, mac, folder, special=None):
    """Adds the files that every interface has."""
    path = f"/sys/{folder}/net/{name}"
    for file, text in {**FILES, "address": mac, "ifindex": str(tree.next_number()),
                       **(special or {})}.items():
        tree.write(f"{path}/{file}", text)
    tree.link(f"/sys/class/net/{name}", path)


class Tree:
    """The folder /sys of the machine, built from scratch."""

    def __init__(self, machine):
        self._machine = machine
        self._count = 1

    def next_number(self):
        """Returns the number for the next interface."""
        self._count += 1
        return self._count

    def write(self, path, text):
        """Writes a line to a file."""
        self._parent(path)
        self._machine.write(path.lstrip("/"), text + "\n")

    def link(self, path, target):
        """Makes a relative link, as sysfs has them. The target need not exist."""
        link = self._parent(path)
        if not link.is_symlink():
            link.symlink_to(os.path.relpath(target, self._real_folder(path)))

    def _real_folder(self, path):
        folder = self._machine.root / path.lstrip("/")
        return "/" + str(folder.parent.resolve().relative_to(self._machine.root))

    def _parent(self, path):
        file = self._machine.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        return file
