"""A network manager runs the synthetic NIC: hyperv_vfup leaves all as it is, and says what hands it
over; that done, it works."""

import re

from scenario import expect, scenario

CATCH_ALL = "[Match]\nName=eth* en*\n\n[Network]\nDHCP=ipv4\n"


def start_network_manager(scene):
    """NetworkManager with its defaults, which are a profile for each Ethernet NIC, and DHCP."""
    scene.guest.agent.write(
        "/etc/NetworkManager/conf.d/lab.conf", "[main]\ndhcp=internal\n")
    scene.guest.agent.output("systemctl start NetworkManager", timeout=90)
    await_address(scene)


def start_networkd(scene):
    """systemd-networkd with a file that matches every NIC."""
    scene.guest.agent.write("/etc/systemd/network/50-all.network", CATCH_ALL)
    scene.guest.agent.output("systemctl start systemd-networkd", timeout=60)
    await_address(scene)


def await_address(scene, name="eth0"):
    """Waits for its lease."""
    scene.guest.agent.wait_for(f"ip -4 address show dev {name} | grep -q {scene.segment.guest}/")


@scenario("networkmanager-owns", systemd=True)
def network_manager_owns(scene):
    scene.guest.configure('ifconfig_eth0="DHCP"')
    start_network_manager(scene)
    vf = scene.guest.plug(scene.segment)
    said = scene.expect_refused(69)
    found = re.search(r"(\[keyfile\]) (unmanaged-devices=\S+) in (\S+) hands it over", said)
    expect(f"a remedy in '{said.strip()}'", bool(found), True)
    section, setting, path = found.groups()
    scene.guest.agent.write(path, f"{section}\n{setting}\n")
    scene.guest.agent.output("systemctl reload NetworkManager")
    take_over(scene, vf)


@scenario("networkd-owns", systemd=True)
def networkd_owns(scene):
    scene.guest.configure('ifconfig_eth0="DHCP"')
    start_networkd(scene)
    vf = scene.guest.plug(scene.segment)
    said = scene.expect_refused(69)
    found = re.search(r"in (\S+) with \[Match\] (Name=.*) and \[Link\] (\S+) hands it over", said)
    expect(f"a remedy in '{said.strip()}'", bool(found), True)
    folder, match, link = found.groups()
    scene.guest.agent.write(
        f"{folder}/10-hyperv-vf-pair.network", f"[Match]\n{match}\n\n[Link]\n{link}\n")
    scene.guest.agent.output("networkctl reload")
    take_over(scene, vf)


def take_over(scene, vf):
    """hyperv_vfup, as soon as the manager has let go."""
    scene.guest.agent.wait_for("/usr/libexec/hyperv/hyperv_vfup -n eth0 >/dev/null")
    scene.guest.vfup().check()
    await_address(scene, "bond0")
    scene.expect_bond(vf)
    scene.expect_default_route()
    scene.await_answers()


def boot_with_bond(scene, *services):
    """The bond of `hyperv_vfctl persist`, for the manager that runs eth0, after a boot without a VF.

    One that comes, leaves and comes back only joins."""
    agent = scene.guest.agent
    agent.output(f"systemctl --quiet enable {' '.join(services)}")
    agent.output("/usr/libexec/hyperv/hyperv_vfctl persist --write eth0")
    agent.output("systemctl reboot")
    agent.wait_until_ready(180)
    await_address(scene, "bond0")
    expect("members at boot", scene.guest.members(), ["eth0"])
    scene.expect_default_route()
    scene.await_answers()
    before = scene.guest.clients()
    with scene.steady():
        vf = scene.guest.plug(scene.segment)
        scene.guest.await_bond(vf)
        scene.expect_bond(vf)
        scene.guest.unplug(scene.segment)
        expect("members without a VF", scene.guest.members(), ["eth0"])
        vf = scene.guest.plug(scene.segment, slot=2)
        scene.guest.await_bond(vf)
    scene.expect_bond(vf)
    scene.expect_default_route()
    expect("clients", scene.guest.clients(), before)


@scenario("persist-networkd", systemd=True)
def persist_networkd(scene):
    scene.guest.configure()
    agent = scene.guest.agent
    agent.write(
        "/etc/systemd/network/50-eth0.network", "[Match]\nName=eth0\n\n[Network]\nDHCP=ipv4\n")
    agent.output("systemctl start systemd-networkd", timeout=60)
    await_address(scene)
    boot_with_bond(scene, "systemd-networkd")


@scenario("persist-networkmanager", systemd=True)
def persist_network_manager(scene):
    scene.guest.configure()
    # The VF of the lab is on no Hyper-V bus, by which our rule would keep NetworkManager off it.
    scene.guest.agent.write(
        "/etc/NetworkManager/conf.d/vf.conf", "[keyfile]\nunmanaged-devices=interface-name:en*\n")
    start_network_manager(scene)
    boot_with_bond(scene, "NetworkManager")


@scenario("persist-ifupdown", systemd=True)
def persist_ifupdown(scene):
    """interfaces(5) has lines about eth0: they have to go first."""
    scene.guest.configure()
    scene.guest.ifup()
    agent = scene.guest.agent
    refused = agent.run("/usr/libexec/hyperv/hyperv_vfctl persist --write eth0")
    expect("exit status", refused.status, 75)
    agent.output("rm /etc/network/interfaces.d/eth0")
    boot_with_bond(scene, "networking")
