"""The synthetic NIC has its address from DHCP."""

from scenario import expect, scenario


def acknowledged(scene):
    """Returns the number of leases that the server has confirmed."""
    return scene.segment.log().count("DHCPACK(")


@scenario("dhcp-dhclient")
def dhclient(scene):
    vf = scene.begin('ifconfig_eth0="DHCP"', static=False)
    scene.take_over()
    scene.expect_bond(vf)
    scene.expect_default_route()
    expect("clients", scene.guest.clients(), ["bond0"])
    expect("leases given up", scene.releases(), 0)
    before = scene.guest.snapshot()
    scene.guest.vfup().check()
    expect("state after a second run", scene.guest.snapshot(), before)


@scenario("dhcp-rcconf-silent")
def silent(scene):
    """rc.conf does not mention the NIC, but a DHCP client runs for it."""
    vf = scene.begin(static=False)
    scene.take_over()
    scene.expect_bond(vf)
    expect("clients", scene.guest.clients(), ["bond0"])


@scenario("dhcp-sync")
def sync(scene):
    """SYNCDHCP: the lease is confirmed when hyperv_vfup ends, even by a slow server."""
    vf = scene.begin('ifconfig_eth0="SYNCDHCP"', static=False)
    scene.segment.serve(delay=1)
    before = acknowledged(scene)
    scene.take_over()
    expect("leases confirmed meanwhile", acknowledged(scene), before + 1)
    scene.expect_bond(vf)


@scenario("dhcp-slow")
def slow(scene):
    """DHCP: hyperv_vfup does not wait for a slow server, and the address works meanwhile."""
    vf = scene.begin('ifconfig_eth0="DHCP"', static=False)
    scene.segment.serve(delay=3)
    before = acknowledged(scene)
    with scene.steady(after=0):
        scene.guest.vfup().check()
    expect("leases confirmed meanwhile", acknowledged(scene), before)
    scene.expect_bond(vf)


@scenario("dhcp-udhcpc")
def udhcpc(scene):
    """busybox's client is replaced by the same client on the bond. Its script removes the address at its
    start, which must not happen on the bond."""
    scene.guest.configure('ifconfig_eth0="DHCP"')
    scene.guest.agent.output("ip link set eth0 up; udhcpc -b -p /run/udhcpc.eth0.pid -i eth0")
    scene.guest.agent.wait_for("ip -4 address show dev eth0 | grep -q inet")
    vf = scene.guest.plug(scene.segment)
    before = acknowledged(scene)
    scene.segment.serve(delay=1)
    with scene.steady(after=3):
        scene.guest.vfup().check()
    expect("leases confirmed meanwhile", acknowledged(scene), before + 1)
    scene.expect_bond(vf)
    scene.expect_default_route()
    expect("clients", scene.guest.clients(), ["bond0"])
