"""Files for VFs in Azure images, together with the project's: azure-vm-utils and rules of older images,
netplan's files as cloud-init requests them, and files for networkd and NetworkManager from other
distributions.

There must be one mark with one meaning and one lease, and the boot must wait for nothing. On Azure, the
kernel joins the pair, which the lab's kernel cannot: the VF stays alone, and still no manager may touch
it.
"""

from network_managers import Networkd, NetworkManager
from packages import PLACE, THIS
from scenario import Skip, expect, scenario

from .shared_names import properties

BESIDE = "/var/lib/lab/beside"
THEIR_RULES = "/usr/lib/udev/rules.d/10-azure-unmanaged-sriov.rules"

# cloud-init's file for Azure: it matches by address and by driver, with the metric of the first
# NIC.
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
# cloud-init's file if it writes for NetworkManager: it matches by address alone, which the VF has
# too.
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
# A file of Azure Linux images, for every Ethernet NIC (e*). Here without the lab's second NIC,
# which has no cable: networkd would wait for it.
EVERY_NIC = "[Match]\nName=eth0 en*\n\n[Network]\nDHCP=yes\nIPv6AcceptRA=no\n"
# A rule of images of RHEL and similar ones. There, hv_pci is the driver of the VF's slot.
OLDER_RULE = 'SUBSYSTEM=="net", DRIVERS=="pcieport", ACTION=="add", ENV{NM_UNMANAGED}="1"\n'
# cloud-init's rule if it is configured to handle NICs that arrive later.
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
    """Installs azure-vm-utils and netplan, with the lab's driver added to the ones that they know."""
    agent = scene.guest.agent
    if agent.run(f"ls {BESIDE}/azure-vm-utils_*.deb").status != 0:
        raise Skip("this Debian has no azure-vm-utils")
    agent.output(f"dpkg --install {BESIDE}/*.deb", timeout=300)
    agent.output(f"sed -i 's/\"mana|/\"vmxnet3|mana|/' {THEIR_RULES}; grep -q vmxnet3 {THEIR_RULES}; "
                 "udevadm control --reload")


def install_ours(scene):
    scene.guest.agent.output(f"dpkg --install {PLACE}/{THIS}", timeout=300)


def prepare(scene, *installations):
    """Runs the installations in this order. Sets rc.conf, and adds cloud-init's rule and a unit that waits
    for the network."""
    for install in installations:
        install(scene)
    scene.guest.configure('hyperv_vf_transparent="YES"')
    agent = scene.guest.agent
    agent.write("/etc/udev/rules.d/90-cloud-init-hook-hotplug.rules", HOTPLUG)
    agent.write("/usr/libexec/lab/hook-hotplug", "#!/bin/sh\n")
    agent.output("chmod 755 /usr/libexec/lab/hook-hotplug")
    agent.write("/etc/systemd/system/lab-online.service", ONLINE)
    agent.output("systemctl daemon-reload; systemctl --quiet enable lab-online")


def reboot(scene, what):
    """Reboots, waits until the boot is complete, and prints how long it took: until nothing is left to
    start, and until the target was reached. The project's unit waits for the kernel, and nothing waits for
    the unit."""
    agent = scene.guest.agent
    scene.guest.reboot()
    agent.run("systemctl is-system-running --wait", timeout=300)
    for line in agent.output("systemd-analyze time").splitlines():
        print(f"      {what}: {line.strip()}", flush=True)


def reboot_without(scene):
    """Removes the project's package and reboots, for the time that a boot takes without it."""
    scene.guest.agent.output("dpkg --purge hyperv-vf", timeout=300)
    reboot(scene, "without hyperv-vf")


def boot(scene, manager, waiting):
    """Boots with the VF present: no manager touches it, and the boot does not wait for it."""
    agent = scene.guest.agent
    before = scene.segment.log().count("DHCPACK(")
    reboot(scene, "with hyperv-vf")
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
    """Returns udev's properties of the VF: the project's mark, the two words for managers, and the mark of
    azure-vm-utils."""
    names = ("HYPERV_VF", "NM_UNMANAGED", "ID_NET_MANAGED_BY", "AZURE_UNMANAGED_SRIOV")
    return [properties(scene, vf, name) for name in names]


def expect_marks(scene, vf):
    """Checks the marks. The project's mark is there at once. The mark of azure-vm-utils comes with the
    flag that the kernel sets on a NIC that was joined, and has the same meaning."""
    agent = scene.guest.agent
    expect("marks", marks(scene, vf), ["1", "1", "unmanaged", ""])
    agent.output(f"ip link add lab type bond; ip link set {vf} master lab; "
                 f"udevadm trigger --settle --action=change /sys/class/net/{vf}")
    expect("marks once it is joined", marks(scene, vf), ["1", "1", "unmanaged", "1"])
    agent.output(f"ip link set {vf} nomaster; ip link del lab; ip link set {vf} down")


def start_netplan(scene):
    """Boots as Ubuntu's images do: netplan writes files for networkd, and rules for names."""
    agent = scene.guest.agent
    agent.write("/etc/netplan/50-cloud-init.yaml", NETPLAN.format(mac=scene.segment.mac))
    agent.output("chmod 600 /etc/netplan/50-cloud-init.yaml")


@scenario("azure-netplan", packaged=True)
def netplan(scene):
    """Ubuntu: azure-vm-utils and netplan are installed before the project's package."""
    prepare(scene, install_theirs, install_ours)
    start_netplan(scene)
    scene.guest.plug(scene.segment)
    vf = boot(scene, Networkd(), "systemd-networkd-wait-online")
    scene.guest.agent.output("grep -q eth0 /run/udev/rules.d/99-netplan-eth0.rules")
    expect_marks(scene, vf)
    reboot_without(scene)


@scenario("azure-networkd", packaged=True)
def networkd(scene):
    """Azure Linux: one file for every Ethernet NIC, also for the VF. The project's package is installed
    first."""
    prepare(scene, install_ours, install_theirs)
    agent = scene.guest.agent
    agent.write("/etc/systemd/network/99-dhcp-en.network", EVERY_NIC)
    agent.output("systemctl --quiet enable systemd-networkd systemd-networkd-wait-online")
    scene.guest.plug(scene.segment)
    vf = boot(scene, Networkd(), "systemd-networkd-wait-online")
    expect_marks(scene, vf)
    reboot_without(scene)


@scenario("azure-networkmanager", packaged=True)
def network_manager(scene):
    """Fedora and RHEL: azure-vm-utils is installed first, and again after the project's package."""
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
    reboot_without(scene)
