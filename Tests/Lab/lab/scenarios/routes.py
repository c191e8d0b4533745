"""Routes of every kind lead through the bond after a takeover."""

from scenario import expect, scenario


def shown(scene, family, *words):
    """Returns the words of a route as ip(8) shows it."""
    return scene.guest.agent.output(f"ip -{family} route show {' '.join(words)}").split()


@scenario("routes-shared", pairs=2)
def shared(scene):
    """Routes of both families with several next hops, some of them through another NIC."""
    vf = scene.begin()
    agent = scene.guest.agent
    agent.output(
        f"ip link set eth1 up; ip address add {scene.second.guest}/24 dev eth1; "
        "ip -6 address add 2001:db8::10/64 dev eth0 nodad; "
        "ip -6 address add 2001:db8:1::10/64 dev eth1 nodad; "
        "ip route add 203.0.113.0/24 metric 5 nexthop via 192.0.2.1 dev eth0 weight 3 "
        f"nexthop via {scene.second.host} dev eth1; "
        "ip -6 route add 2001:db8:5::/48 nexthop via 2001:db8::1 dev eth0 weight 2 "
        "nexthop via 2001:db8:1::1 dev eth1")
    scene.take_over()
    scene.expect_bond(vf)
    expect("route", shown(scene, 4, "203.0.113.0/24"),
           "203.0.113.0/24 metric 5 nexthop via 192.0.2.1 dev bond0 weight 3 "
           f"nexthop via {scene.second.host} dev eth1 weight 1".split())
    expect("IPv6 route", shown(scene, 6, "2001:db8:5::/48"),
           "2001:db8:5::/48 metric 1024 pref medium "
           "nexthop via 2001:db8::1 dev bond0 weight 2 "
           "nexthop via 2001:db8:1::1 dev eth1 weight 1".split())


@scenario("routes-by-object")
def by_object(scene):
    """Next hop objects are removed with the synthetic NIC, but their routes are kept."""
    vf = scene.begin()
    scene.guest.agent.output(
        "ip nexthop add id 7 via 192.0.2.1 dev eth0; ip nexthop add id 8 via 192.0.2.2 dev eth0; "
        "ip nexthop add id 9 group 7/8; ip route add 203.0.113.0/25 nhid 7; "
        "ip route add 203.0.113.128/25 nhid 9 proto static; "
        "ip -6 address add 2001:db8::10/64 dev eth0 nodad; "
        "ip nexthop add id 10 via 2001:db8::1 dev eth0; "
        "ip -6 route add 2001:db8:5::/48 nhid 10")
    scene.take_over()
    scene.expect_bond(vf)
    expect("single", shown(scene, 4, "203.0.113.0/25"),
           "203.0.113.0/25 via 192.0.2.1 dev bond0".split())
    expect("group", shown(scene, 4, "203.0.113.128/25"),
           "203.0.113.128/25 proto static nexthop via 192.0.2.1 dev bond0 weight 1 "
           "nexthop via 192.0.2.2 dev bond0 weight 1".split())
    expect("IPv6", shown(scene, 6, "2001:db8:5::/48"),
           "2001:db8:5::/48 via 2001:db8::1 dev bond0 metric 1024 pref medium".split())


@scenario("routes-attributes")
def attributes(scene):
    """All attributes of a route are set again."""
    vf = scene.begin()
    words = {
        "203.0.113.0/26": "via 10.9.9.9 dev {} onlink",
        "203.0.113.64/26": "dev {} proto static scope link src 192.0.2.10 metric 7 mtu lock 1400",
        "203.0.113.128/26": "via 192.0.2.1 dev {} table 77 metric 9 advmss 1200",
    }
    for network, rest in words.items():
        scene.guest.agent.output(f"ip route add {network} {rest.format('eth0')}")
    scene.guest.agent.output("ip rule add from 192.0.2.10 table 77 priority 500")
    scene.take_over()
    scene.expect_bond(vf)
    for network, rest in words.items():
        found = shown(scene, 4, "table all", network)
        expect(network, sorted(found), sorted(f"{network} {rest.format('bond0')}".split()))


@scenario("rcconf-both-families")
def both_families(scene):
    """Addresses, routers and static routes of both families, from three files of rc.conf."""
    scene.begin('ifconfig_eth0="inet 192.0.2.10/24"', 'defaultrouter="192.0.2.1"')
    agent = scene.guest.agent
    agent.write("/etc/rc.conf.local",
                'ifconfig_eth0_ipv6="inet6 2001:db8::10/64"\nipv6_defaultrouter="2001:db8::1"\n')
    agent.write("/etc/rc.conf.d/netif",
                'static_routes="lab"\nroute_lab="-net 203.0.113.0/24 192.0.2.7"\n'
                'ifconfig_eth0_alias0="inet 192.0.2.40/32"\n')
    scene.take_over()
    guest = scene.guest
    expect("addresses", guest.addresses("bond0"), ["192.0.2.10/24", "192.0.2.40/32"])
    expect("IPv6 addresses", guest.addresses("bond0", "inet6"), ["2001:db8::10/64"])
    expect("routes", guest.routes(),
           ["203.0.113.0/24 via 192.0.2.7 dev bond0", "default via 192.0.2.1 dev bond0"])
    expect("IPv6 routes", guest.routes(6), ["default via 2001:db8::1 dev bond0"])
