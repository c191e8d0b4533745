"""What Azure images bring for VFs, beside ours: azure-vm-utils and rules of older images, netplan's
files as cloud-init asks for them, networkd's and NetworkManager's as other distributions have them.

One mark with one meaning, one lease, and nobody waits at boot. The kernel joins the pair there, which
the lab's cannot: the VF is left to itself, and still nobody else may touch it.
"""

from network_managers import Networkd, NetworkManager
from packages import PLACE, THIS
from scenario import Skip, expect, scenario

from .shared_names import properties

BESIDE = "/var/lib/lab/beside"
THEIR_RULES = "/usr/lib/udev/rules.d/10-azure-unmanaged-sriov.rules"

# cloud-init's for Azure: by address and by driver, with the metric of the first NIC.
NETPLAN = """network:
  version: 2
  ethernets:
    eth0:
      match:
        macaddress: "{mac}"
        driver: "virtio_net"
      dhcp4: true
      dhcp4-overrides:
        route-metric: 100
      dhcp6: false
      set-name: "eth0"
"""
# cloud-init's where it writes for NetworkManager itself: by address alone, which the VF has too.
KEYFILE = """[connection]
id=cloud-init eth0
type=ethernet
autoconnect-priority=120

[ethernet]
mac-address={mac}

[ipv4]
method=auto
may-fail=false
"""
# As images of Azure Linux have it, for every Ethernet NIC (e*); the lab's second one has no cable, for
# which networkd would wait.
EVERY_NIC = "[Match]\nName=eth0 en*\n\n[Network]\nDHCP=yes\nIPv6AcceptRA=no\n"
# As images of RHEL and its like have it; hv_pci has the VF's slot there.
OLDER_RULE = 'SUBSYSTEM=="net", DRIVERS=="pcieport", ACTION=="add", ENV{NM_UNMANAGED}="1"\n'
# cloud-init's where it has been told to heed NICs that come later.
HOTPLUG = 'ACTION=="add|remove", SUBSYSTEM=="net", RUN+="/usr/libexec/lab/hook-hotplug"\n'
ONLINE = """[Unit]
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/bin/true
RemainAfterExit=yes

[Install]
WantedBy=multi-user.target
"""


def install_theirs(scene):
    """azure-vm-utils and netplan; the lab's driver is one of those that they know, then."""
    agent = scene.guest.agent
    if agent.run(f"ls {BESIDE}/azure-vm-utils_*.deb").status != 0:
        raise Skip("this Debian has no azure-vm-utils")
    agent.output(f"dpkg --install {BESIDE}/*.deb", timeout=300)
    agent.output(f"sed -i 's/\"mana|/\"vmxnet3|mana|/' {THEIR_RULES}; grep -q vmxnet3 {THEIR_RULES}; "
                 "udevadm control --reload")


def install_ours(scene):
    scene.guest.agent.output(f"dpkg --install {PLACE}/{THIS}", timeout=300)


def prepare(scene, *installations):
    """Both packages, in that order, and the VF."""
    for install in installations:
        install(scene)
    scene.guest.configure('hyperv_vf_transparent="YES"')
    agent = scene.guest.agent
    agent.write("/etc/udev/rules.d/90-cloud-init-hook-hotplug.rules", HOTPLUG)
    agent.write("/usr/libexec/lab/hook-hotplug", "#!/bin/sh\n")
    agent.output("chmod 755 /usr/libexec/lab/hook-hotplug")
    agent.write("/etc/systemd/system/lab-online.service", ONLINE)
    agent.output("systemctl daemon-reload; systemctl --quiet enable lab-online")


def boot(scene, manager, waiting):
    """Boots with the VF there: nobody touches it, and nobody waits for it."""
    agent = scene.guest.agent
    before = scene.segment.log().count("DHCPACK(")
    scene.guest.reboot()
    agent.run("systemctl is-system-running --wait", timeout=300)
    failed = agent.output("systemctl --failed --plain --no-legend --no-pager")
    expect("failed units", failed, "")
    expect("who waited", agent.output(f"systemctl is-active {waiting} lab-online").split(),
           ["active", "active"])
    vf = agent.output("ls /sys/class/net | grep ^en").strip()
    expect("profile of the VF", manager.profiles(scene.guest, [vf]), [""])
    expect("addresses of the VF", scene.guest.addresses(vf) + scene.guest.addresses(vf, "inet6"), [])
    expect("addresses of eth0", scene.guest.addresses("eth0"), [f"{scene.segment.guest}/24"])
    expect("leases", scene.segment.log().count("DHCPACK(") - before, 1)
    scene.await_answers()
    return vf


def marks(scene, vf):
    """What udev has of the VF: ours, the two words for managers, theirs."""
    names = ("HYPERV_VF", "NM_UNMANAGED", "ID_NET_MANAGED_BY", "AZURE_UNMANAGED_SRIOV")
    return [properties(scene, vf, name) for name in names]


def expect_marks(scene, vf):
    """Ours is there at once. Theirs comes with the flag that the kernel gives a NIC that has been joined,
    and says the same."""
    agent = scene.guest.agent
    expect("marks", marks(scene, vf), ["1", "1", "unmanaged", ""])
    agent.output(f"ip link add lab type bond; ip link set {vf} master lab; "
                 f"udevadm trigger --settle --action=change /sys/class/net/{vf}")
    expect("marks once it is joined", marks(scene, vf), ["1", "1", "unmanaged", "1"])
    agent.output(f"ip link set {vf} nomaster; ip link del lab; ip link set {vf} down")


def start_netplan(scene):
    """As Ubuntu's images boot: netplan writes files for networkd, and rules for names."""
    agent = scene.guest.agent
    agent.write("/etc/netplan/50-cloud-init.yaml", NETPLAN.format(mac=scene.segment.mac))
    agent.output("chmod 600 /etc/netplan/50-cloud-init.yaml")


@scenario("azure-netplan", packaged=True)
def netplan(scene):
    """Ubuntu: theirs are there first."""
    prepare(scene, install_theirs, install_ours)
    start_netplan(scene)
    scene.guest.plug(scene.segment)
    vf = boot(scene, Networkd(), "systemd-networkd-wait-online")
    scene.guest.agent.output("grep -q eth0 /run/udev/rules.d/99-netplan-eth0.rules")
    expect_marks(scene, vf)


@scenario("azure-networkd", packaged=True)
def networkd(scene):
    """Azure Linux: one file for every Ethernet NIC, of which the VF is one; ours are there first."""
    prepare(scene, install_ours, install_theirs)
    agent = scene.guest.agent
    agent.write("/etc/systemd/network/99-dhcp-en.network", EVERY_NIC)
    agent.output("systemctl --quiet enable systemd-networkd systemd-networkd-wait-online")
    scene.guest.plug(scene.segment)
    vf = boot(scene, Networkd(), "systemd-networkd-wait-online")
    expect_marks(scene, vf)


@scenario("azure-networkmanager", packaged=True)
def network_manager(scene):
    """Fedora and RHEL: theirs are there first, and once more when ours are."""
    prepare(scene, install_theirs, install_ours)
    agent = scene.guest.agent
    profile = "/etc/NetworkManager/system-connections/cloud-init-eth0.nmconnection"
    agent.write(profile, KEYFILE.format(mac=scene.segment.mac))
    agent.write("/etc/udev/rules.d/68-azure-sriov-nm-unmanaged.rules", OLDER_RULE)
    agent.output(f"chmod 600 {profile}; "
                 "systemctl --quiet enable NetworkManager NetworkManager-wait-online")
    scene.guest.plug(scene.segment)
    vf = boot(scene, NetworkManager(), "NetworkManager-wait-online")
    expect_marks(scene, vf)
    agent.output("dpkg --purge azure-vm-utils", timeout=300)
    install_theirs(scene)
    expect_marks(scene, boot(scene, NetworkManager(), "NetworkManager-wait-online"))
