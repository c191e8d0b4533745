"""Settings that an administrator gave the synthetic NIC besides addresses and routes. They are moved to
the bond, and back to the NIC by an undo."""

from scenario import expect, scenario
from .undo import breaks

FAR = "02:00:00:00:00:09"
GIVEN = f"""
ip rule add from 192.0.2.10 iif eth0 lookup 200 priority 1000
ip rule add not fwmark 0x10/0xff oif eth0 lookup 201 priority 1001
ip -6 rule add iif eth0 to 2001:db8:7::/48 lookup 200 priority 1002
ip -6 address add 2001:db8::10/64 dev eth0 nodad
ip route add 203.0.113.0/24 via 192.0.2.1 dev eth0 table 200
ip neighbour replace 192.0.2.9 lladdr {FAR} nud permanent dev eth0
ip neighbour replace 2001:db8::9 lladdr {FAR} nud permanent dev eth0
ip neighbour add proxy 192.0.2.77 dev eth0
ip token set ::1234 dev eth0
ip link set dev eth0 promisc on txqueuelen 500
ip maddress add 01:00:5e:00:00:fb dev eth0
echo uplink >/sys/class/net/eth0/ifalias
echo 2 >/proc/sys/net/ipv4/conf/eth0/rp_filter
echo 1 >/proc/sys/net/ipv4/conf/eth0/proxy_arp
echo 5 >/proc/sys/net/ipv6/neigh/eth0/ucast_solicit
""".strip().replace("\n", "; ")


def rules(scene):
    """Returns the rules of both families that name an interface."""
    text = scene.guest.agent.output("ip rule show; ip -6 rule show")
    return sorted(" ".join(line.split()) for line in text.splitlines()
                  if " iif " in line or " oif " in line)


def settings(scene, name):
    """Returns all other settings of an interface."""
    found = scene.guest.agent.output(
        f"ip neighbour show nud permanent dev {name}; ip neighbour show proxy dev {name}; "
        f"ip token get dev {name}; ip -o link show dev {name} | grep -o PROMISC; "
        f"cat /sys/class/net/{name}/tx_queue_len /sys/class/net/{name}/ifalias; "
        f"ip maddress show dev {name} | grep -o 01:00:5e:00:00:fb; "
        f"cat /proc/sys/net/ipv4/conf/{name}/rp_filter /proc/sys/net/ipv4/conf/{name}/proxy_arp "
        f"/proc/sys/net/ipv6/neigh/{name}/ucast_solicit")
    return [line.replace(f"dev {name}", "dev -").strip() for line in found.splitlines()]


@scenario("live-settings")
def live_settings(scene):
    """Rules, neighbours, a token and kernel settings are moved, and moved back."""
    vf = scene.begin()
    scene.guest.agent.output(GIVEN)
    wanted, before = settings(scene, "eth0"), rules(scene)
    expect("rules before", len(before), 3)
    scene.take_over()
    scene.expect_bond(vf)
    expect("settings", settings(scene, "bond0"), wanted)
    expect("rules", rules(scene), [line.replace("eth0", "bond0") for line in before])
    with scene.steady():
        scene.guest.agent.output("/usr/libexec/hyperv/hyperv_vfctl undo eth0")
    expect("settings after an undo", settings(scene, "eth0"), wanted)
    expect("rules after an undo", rules(scene), before)


@scenario("live-settings-broken")
def live_settings_broken(scene):
    """The same, while each ip(8) fails in turn: all settings are on the bond or on the NIC."""
    vf = scene.begin()
    scene.guest.agent.output(GIVEN)
    wanted, before = settings(scene, "eth0"), rules(scene)
    for number, result in breaks(scene, "exit 2"):
        name = "bond0" if result.status == 0 else "eth0"
        expect(f"rules when call {number} fails", rules(scene),
               [line.replace("eth0", name) for line in before])
        if result.status == 0:
            scene.guest.agent.output("/usr/libexec/hyperv/hyperv_vfctl undo eth0")
        expect(f"settings when call {number} failed", settings(scene, "eth0"), wanted)
        expect(f"rules when call {number} failed", rules(scene), before)
    scene.expect_bond(vf)


@scenario("live-settings-killed")
def live_settings_killed(scene):
    """The same, while hyperv_vfup is killed at each ip(8): the next run completes its work."""
    vf = scene.begin()
    scene.guest.agent.output(GIVEN)
    wanted, before = settings(scene, "eth0"), rules(scene)
    for number, _ in breaks(scene, "kill -9 $PPID"):
        scene.guest.vfup().check()
        scene.expect_bond(vf)
        expect(f"rules after a kill at call {number}", rules(scene),
               [line.replace("eth0", "bond0") for line in before])
        scene.guest.agent.output("/usr/libexec/hyperv/hyperv_vfctl undo eth0")
        expect(f"settings after a kill at call {number}", settings(scene, "eth0"), wanted)
        expect(f"rules after a kill at call {number} and an undo", rules(scene), before)


@scenario("live-named")
def live_named(scene):
    """A queueing discipline and filters are not moved, and a message names them, also in a dry run."""
    vf = scene.begin()
    scene.guest.agent.output(
        "tc qdisc add dev eth0 root tbf rate 100mbit burst 32k latency 50ms; "
        "tc qdisc add dev eth0 clsact")
    for words in (["-n", "eth0"], ["eth0"]):
        said = scene.guest.vfup(*words).check()
        for phrase in ("queueing discipline (tbf)", "tc filter show dev eth0 ingress"):
            expect(f"'{phrase}' in '{said}'", phrase in said, True)
    scene.expect_bond(vf)


@scenario("live-checked")
def live_checked(scene):
    """`check` names the same settings before a takeover, and not after it."""
    scene.begin()
    agent = scene.guest.agent
    agent.output("tc qdisc add dev eth0 root tbf rate 100mbit burst 32k latency 50ms")
    check = "/usr/libexec/hyperv/hyperv_vfctl check || true"
    expect("'tbf' before", "queueing discipline (tbf)" in agent.output(check), True)
    scene.take_over()
    expect("'tbf' after", "tbf" in agent.output(check), False)


@scenario("live-vrf")
def live_vrf(scene):
    """The bond takes the synthetic NIC's place in a VRF, with its routes. An undo gives the place back."""
    vf = scene.begin(static=False)
    agent = scene.guest.agent
    agent.output(
        "modprobe vrf; ip link add blue type vrf table 10; ip link set blue up; "
        f"ip link set eth0 master blue; ip address replace {scene.segment.guest}/24 dev eth0; "
        f"ip route replace default via {scene.segment.host} dev eth0 table 10")
    scene.await_answers()
    scene.take_over()
    scene.expect_bond(vf)
    expect("master of bond0", scene.guest.links()["bond0"].get("master"), "blue")
    default = f"default via {scene.segment.host} dev "
    expect("default", agent.output("ip route show table 10 exact default").strip(), default + "bond0")
    with scene.steady():
        agent.output("/usr/libexec/hyperv/hyperv_vfctl undo eth0")
    expect("master of eth0", scene.guest.links()["eth0"].get("master"), "blue")
    expect("default after an undo", agent.output("ip route show table 10 exact default").strip(),
           default + "eth0")


@scenario("live-tunnel")
def live_tunnel(scene):
    """A vxlan and a sit tunnel, whose packets leave through the NIC, use the bond afterwards."""
    vf = scene.begin()
    agent = scene.guest.agent
    agent.output(
        "modprobe vxlan; modprobe sit; "
        f"ip link add vx0 type vxlan id 42 remote {scene.segment.host} dstport 4789 dev eth0; "
        f"ip link add six0 type sit remote {scene.segment.host} local {scene.segment.guest} dev eth0; "
        "ip link set vx0 up; ip link set six0 up; ip address add 10.9.0.1/24 dev vx0")

    def underlays():
        found = agent.output("ip -d -o link show dev vx0; ip -d -o link show dev six0")
        flood = agent.output("bridge fdb show dev vx0 | grep ^00:00:00:00:00:00")
        words = [line.split(" dev ", 1)[1].split()[0] for line in found.splitlines()]
        return words, [" ".join(line.split()[:5]) for line in flood.splitlines()]

    for name, change in (("bond0", scene.take_over),
                         ("eth0", lambda: agent.output("/usr/libexec/hyperv/hyperv_vfctl undo eth0"))):
        change()
        expect(f"after a takeover or its undo, {name}", underlays(), (
            [name, name], [f"00:00:00:00:00:00 dst {scene.segment.host} via {name}"]))


@scenario("live-refused")
def live_refused(scene):
    """For an interface on top of the NIC, or a holder of it, a message shows the commands that make it on
    the bond."""
    vf = scene.begin()
    agent = scene.guest.agent
    agent.output("modprobe macvlan; modprobe ipvlan")
    for kind in ("macvlan", "macvtap", "ipvlan"):
        agent.output(f"modprobe {kind}; ip link add up0 link eth0 type {kind}")
        said = scene.expect_refused(75)
        for phrase in (f"up0 ({kind})", f"ip link add link bond0 name up0 type {kind}"):
            expect(f"'{phrase}' in '{said}'", phrase in said, True)
        expect("a dry run says so too", "up0" in scene.guest.vfup("-n", "eth0").output, True)
        agent.output("ip link del up0")
    agent.output("modprobe bridge; ip link add br0 type bridge; ip link set eth0 master br0; "
                 f"ip address flush dev eth0; ip address add {scene.segment.guest}/24 dev br0; "
                 "ip link set br0 up")
    scene.await_answers()
    said = scene.expect_refused(75)
    expect(f"commands in '{said}'", "ip link set dev bond0 master br0" in said, True)
    expect("VF", "UP" in scene.guest.links()[vf]["flags"], False)
