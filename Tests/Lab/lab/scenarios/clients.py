"""DHCP clients other than dhclient, and DHCPv6."""

import contextlib
import subprocess

from scenario import Skip, expect, scenario

DHCPCD = "/usr/sbin/dhcpcd"


def acknowledged(scene):
    """Returns the number of leases that the server has confirmed."""
    return scene.segment.log().count("DHCPACK(")


def await_address(scene, name):
    scene.guest.agent.wait_for(f"ip -4 address show dev {name} | grep -q 'inet 192'", timeout=40)


@scenario("dhcp-dhcpcd")
def dhcpcd(scene):
    """A dhcpcd for each interface: the client of the synthetic NIC ends without removing its address."""
    scene.guest.configure('ifconfig_eth0="DHCP"')
    if scene.guest.agent.run(f"test -x {DHCPCD}").status != 0:
        raise Skip("no dhcpcd")
    scene.guest.agent.output(f"ip link set eth0 up; {DHCPCD} -4 -p -w -t 30 eth0", timeout=60)
    await_address(scene, "eth0")
    vf = scene.guest.plug(scene.segment)
    before = acknowledged(scene)
    with scene.steady(after=4):
        scene.guest.vfup().check()
    scene.guest.agent.wait_for("test -e /run/dhcpcd/bond0-4.pid")
    scene.expect_bond(vf)
    expect("leases given up", scene.releases(), 0)
    expect("leases confirmed meanwhile", acknowledged(scene) > before, True)
    expect("clients of eth0", scene.guest.agent.output(
        "cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep '^dhcpcd: .*eth0' || true"), "")


def start_manager(agent):
    """Starts a dhcpcd for all interfaces, in the foreground: otherwise it would exit in the lab's guest."""
    agent.output(f"{DHCPCD} -B >/tmp/dhcpcd.log 2>&1 & sleep 2; kill -0 $!", timeout=60)


@scenario("dhcp-dhcpcd-manager", systemd=True)
def manager(scene):
    """A dhcpcd for all interfaces would configure the VF and the bond itself, until it is told to ignore
    them."""
    agent = scene.guest.agent
    if agent.run(f"test -x {DHCPCD}").status != 0:
        raise Skip("no dhcpcd")
    scene.guest.configure()
    scene.guest.static(scene.segment)
    start_manager(agent)
    vf = scene.guest.plug(scene.segment)
    said = scene.guest.vfup()
    expect(f"exit status ({said.output.strip()})", said.status, 69)
    for word in ("denyinterfaces", "eth0", "bond0", vf):
        expect(f"'{word}' in '{said.output.strip()}'", word in said.output, True)
    expect("bonds", agent.output("ls /sys/class/net | grep ^bond || true"), "")


@contextlib.contextmanager
def serving_ipv6(scene):
    """Runs a DHCPv6 server on the segment."""
    bridge = scene.segment.bridge
    subprocess.run(
        ["ip", "-6", "address", "add", "2001:db8:6::1/64", "dev", bridge, "nodad"], check=True)
    server = subprocess.Popen([
        "/usr/sbin/dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0",
        "--user=root", f"--interface={bridge}", "--bind-interfaces", "--no-ping",
        f"--pid-file={scene.laboratory.folder}/dnsmasq6.pid", "--enable-ra",
        f"--dhcp-leasefile={scene.laboratory.folder}/leases6",
        "--dhcp-range=2001:db8:6::100,2001:db8:6::1ff,64,1h",
        f"--log-facility={scene.laboratory.folder}/dnsmasq6.log", "--log-dhcp",
    ], stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        server.terminate()
        server.wait(10)
        subprocess.run(
            ["ip", "-6", "address", "del", "2001:db8:6::1/64", "dev", bridge], check=False)


@scenario("dhcp-ipv6")
def dhcp_ipv6(scene):
    """dhclient -6 is moved like the client for IPv4, and requests its address again."""
    guest = scene.guest
    with serving_ipv6(scene):
        guest.configure('ifconfig_eth0="DHCP"')
        guest.lease()
        guest.agent.wait_for("ip -6 address show dev eth0 scope link | grep -q 'inet6 fe80' && "
                             "! ip -6 address show dev eth0 | grep -q tentative")
        guest.agent.output(
            "dhclient -6 -1 -pf /run/dhclient6.eth0.pid "
            "-lf /var/lib/dhcp/dhclient6.eth0.leases eth0", timeout=60)
        leased = [a for a in guest.addresses("eth0", "inet6") if "/128" in a]
        expect("leases for IPv6", len(leased), 1)
        vf = guest.plug(scene.segment)
        scene.take_over()
        scene.expect_bond(vf)
        found = [a for a in guest.addresses("bond0", "inet6") if "/128" in a]
        expect("addresses for IPv6", found, leased)
        expect("clients", guest.clients(), ["bond0", "bond0"])
        guest.agent.output(f"ping -6 -c 1 -W 5 -I {leased[0].split('/')[0]} 2001:db8:6::1")


@scenario("dhcp-silent")
def silent(scene):
    """The server is silent for 10 s. The old address works meanwhile, and is confirmed when the server is
    back."""
    vf = scene.begin('ifconfig_eth0="DHCP"', static=False)
    before = acknowledged(scene)
    scene.segment.stop_serving()
    with scene.steady(after=10):
        scene.guest.vfup().check()
    scene.expect_bond(vf)
    expect("leases confirmed meanwhile", acknowledged(scene), before)
    scene.segment.serve()
    scene.expect_default_route()
