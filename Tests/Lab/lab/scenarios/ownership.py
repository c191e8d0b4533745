"""A network manager manages the synthetic NIC. hyperv_vfup changes nothing, and its message says how the
manager can release the NIC. After that, the takeover works. If the kernel does the failover, managers
leave the VF alone."""

import re

from managers import ORDERS, prepare
from network_managers import Networkd, NetworkManager, await_address
from scenario import expect, scenario


def begin(scene, manager):
    """Gets a lease for eth0 by the manager, and plugs in a VF."""
    scene.guest.configure('ifconfig_eth0="DHCP"')
    manager.start(scene.guest)
    await_address(scene.guest, scene.segment)
    return scene.guest.plug(scene.segment)


@scenario("networkmanager-owns", systemd=True)
def network_manager_owns(scene):
    vf = begin(scene, NetworkManager())
    said = scene.expect_refused(69)
    found = re.search(r"(\[keyfile\]) (unmanaged-devices=\S+) in (\S+) hands it over", said)
    expect(f"a remedy in '{said.strip()}'", bool(found), True)
    section, setting, path = found.groups()
    scene.guest.agent.write(path, f"{section}\n{setting}\n")
    scene.guest.agent.output("systemctl reload NetworkManager")
    take_over(scene, vf)


@scenario("networkd-owns", systemd=True)
def networkd_owns(scene):
    vf = begin(scene, Networkd())
    said = scene.expect_refused(69)
    found = re.search(r"in (\S+) with \[Match\] (Name=.*) and \[Link\] (\S+) hands it over", said)
    expect(f"a remedy in '{said.strip()}'", bool(found), True)
    folder, match, link = found.groups()
    scene.guest.agent.write(
        f"{folder}/10-hyperv-vf-pair.network", f"[Match]\n{match}\n\n[Link]\n{link}\n")
    scene.guest.agent.output("networkctl reload")
    take_over(scene, vf)


def take_over(scene, vf):
    """Runs hyperv_vfup as soon as the manager has released the NIC."""
    scene.guest.agent.wait_for("/usr/libexec/hyperv/hyperv_vfup -n eth0 >/dev/null")
    scene.guest.vfup().check()
    await_address(scene.guest, scene.segment, "bond0")
    scene.expect_bond(vf)
    scene.expect_default_route()
    scene.await_answers()


def leave_alone(scene, manager):
    """Checks that the manager leaves VFs alone, whichever NIC of the pair arrives first. A VF that is
    alone for a while is an ordinary NIC until its synthetic NIC arrives."""
    segments = scene.laboratory.segments
    hotplug = prepare(scene.guest, segments, manager)
    for order, run in ORDERS.items():
        touched = run(hotplug, 6)
        expect(order, touched, touched.clean())
    expect("profiles when the synthetic NIC came late", hotplug.twin_late(), ["", ""])


@scenario("networkmanager-leaves-vf", pairs=2, systemd=True)
def network_manager_leaves(scene):
    leave_alone(scene, NetworkManager())


@scenario("networkd-leaves-vf", pairs=2, systemd=True)
def networkd_leaves(scene):
    leave_alone(scene, Networkd())


def leave_bond_alone(scene, manager):
    """The manager would manage every interface except eth0, which Debian's ifupdown manages. It must then
    leave the bond alone too."""
    scene.guest.configure('ifconfig_eth0="DHCP"')
    scene.guest.ifup()
    manager.start(scene.guest, but="eth0")
    with scene.steady(after=5):
        vf = scene.guest.plug(scene.segment)
        scene.guest.await_bond(vf)
    scene.expect_bond(vf)
    scene.expect_default_route()
    expect("clients", scene.guest.clients(), ["bond0"])
    return vf


@scenario("networkmanager-leaves-bond", systemd=True)
def network_manager_leaves_bond(scene):
    """NetworkManager shows the bond as managed by others. Since version 1.52, it also obeys the udev
    property that tells systemd-networkd to leave the bond alone. Then it ignores the bond."""
    leave_bond_alone(scene, NetworkManager())
    agent = scene.guest.agent
    version = agent.output("NetworkManager --version").split("-")[0].split(".")
    heeds = [int(word) for word in version[:2]] >= [1, 52]
    state = agent.output("nmcli -g GENERAL.STATE device show bond0")
    expect("state", state.strip(), "10 (unmanaged)" if heeds else "100 (connected (externally))")


@scenario("networkd-leaves-bond", systemd=True)
def networkd_leaves_bond(scene):
    """networkd does not take the bond at any later event either."""
    vf = leave_bond_alone(scene, Networkd())
    agent = scene.guest.agent
    with scene.steady(after=5):
        agent.output("udevadm trigger --settle --subsystem-match=net; networkctl reload")
    scene.expect_bond(vf)
    expect("profiles", Networkd().profiles(scene.guest, ["bond0", vf]), ["", ""])
