"""The final configuration of the bond: the settings of rc.conf, or the former configuration of the
synthetic NIC."""

from scenario import expect, scenario


@scenario("rcconf-silent")
def silent(scene):
    """All manual settings are moved: addresses of both families, and routes of all tables."""
    vf = scene.begin()
    scene.guest.agent.output(
        "ip address add 192.0.2.77/24 dev eth0; "
        "ip -6 address add 2001:db8::10/64 dev eth0 nodad; "
        "ip route add 198.51.100.0/24 via 192.0.2.1 dev eth0 metric 50; "
        "ip route add 203.0.113.0/24 via 192.0.2.1 dev eth0 table 7; "
        "ip -6 route add 2001:db8:1::/48 via 2001:db8::1 dev eth0")
    scene.take_over()
    scene.expect_bond(vf)
    scene.expect_default_route()
    guest = scene.guest
    expect("addresses", guest.addresses("bond0"), ["192.0.2.10/24", "192.0.2.77/24"])
    expect("IPv6 addresses", guest.addresses("bond0", "inet6"), ["2001:db8::10/64"])
    table = guest.agent.output("ip route show table 7").split()
    expect("table 7", table, "203.0.113.0/24 via 192.0.2.1 dev bond0".split())
    metric = guest.agent.output("ip route show 198.51.100.0/24").split()
    expect("metric", metric, "198.51.100.0/24 via 192.0.2.1 dev bond0 metric 50".split())
    expect("IPv6 routes", [r for r in guest.routes(6) if r.startswith("2001")],
           ["2001:db8:1::/48 via 2001:db8::1 dev bond0"])


@scenario("rcconf-static")
def static(scene):
    """The bond gets the address and the router of rc.conf, and an alias that was not set before."""
    vf = scene.begin(
        'ifconfig_eth0="inet 192.0.2.10 netmask 255.255.255.0"',
        'ifconfig_eth0_alias0="inet 192.0.2.30 netmask 255.255.255.255"',
        'defaultrouter="192.0.2.1"')
    scene.take_over()
    scene.expect_bond(vf)
    scene.expect_default_route()
    expect("addresses", scene.guest.addresses("bond0"), ["192.0.2.10/24", "192.0.2.30/32"])


@scenario("rcconf-other-address")
def other_address(scene):
    """rc.conf has changed since: the bond gets the address of rc.conf first, and keeps the live address
    too (D28)."""
    scene.begin('ifconfig_eth0="inet 192.0.2.20/24"', 'defaultrouter="192.0.2.1"')
    scene.guest.vfup().check()
    scene.expect_default_route()
    expect("addresses", scene.guest.addresses("bond0"),
           ["192.0.2.20/24", f"{scene.segment.guest}/24"])
    scene.guest.agent.output(f"ping -c 1 -W 2 -I 192.0.2.20 {scene.segment.host}")


@scenario("mtu")
def mtu(scene):
    """The bond and the VF get the MTU of the synthetic NIC."""
    vf = scene.begin()
    scene.guest.agent.output("ip link set eth0 mtu 1400")
    scene.take_over()
    links = scene.guest.links()
    found = {name: links[name]["mtu"] for name in ("bond0", "eth0", vf)}
    expect("MTUs", found, dict.fromkeys(found, 1400))


@scenario("two-pairs", pairs=2)
def two_pairs(scene):
    """Two pairs at the same time: each gets its own bond, without the VF of the other."""
    guest = scene.guest
    guest.configure()
    guest.static(scene.segment)
    guest.agent.output(
        f"ip link set eth1 up; ip address add {scene.second.guest}/24 brd + dev eth1")
    first = guest.plug(scene.segment, slot=0)
    second = guest.plug(scene.second, slot=1)
    with scene.steady():
        guest.agent.output(
            "p=/usr/libexec/hyperv/hyperv_vfup; $p eth0 & one=$!; $p eth1 & two=$!; "
            "wait $one && wait $two", timeout=60)
    scene.expect_bond(first)
    scene.expect_bond(second, "bond1", "eth1", scene.second)
    scene.expect_default_route()


@scenario("vlan")
def vlan(scene):
    """A VLAN on the synthetic NIC is moved to the bond, with its addresses."""
    vf = scene.begin()
    scene.guest.agent.output(
        "ip link add link eth0 name eth0.5 type vlan id 5; ip link set eth0.5 up; "
        "ip address add 10.5.0.10/24 dev eth0.5")
    scene.take_over()
    scene.expect_bond(vf)
    below = {name: link.get("link") for name, link in scene.guest.links().items()}
    found = [name for name, link in below.items() if link == "bond0"]
    expect("VLANs on bond0", len(found), 1)
    expect("addresses of the VLAN", scene.guest.addresses(found[0]), ["10.5.0.10/24"])


@scenario("override-template")
def template(scene):
    """The script from `hyperv_vfctl template`, in the place of hyperv_vfup, has the same result. It leaves
    a VF that returns to hyperv_vfup."""
    vf = scene.begin('ifconfig_eth0="DHCP"', static=False)
    scene.guest.agent.output(
        "cd /usr/libexec/hyperv; ./hyperv_vfctl template eth0 >hyperv_vfup.eth0; "
        "chmod 755 hyperv_vfup.eth0")
    scene.take_over()
    scene.expect_bond(vf)
    scene.expect_default_route()
    expect("clients", scene.guest.clients(), ["bond0"])
    scene.guest.unplug(scene.segment)
    vf = scene.guest.plug(scene.segment, slot=1)
    scene.take_over()
    scene.expect_bond(vf)
    scene.expect_default_route()
