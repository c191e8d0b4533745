"""To a server that knows clients by their identifier, the client on the bond is the same as before."""

import re

from identifiers import Dhcpd
from scenario import expect, scenario

from .verbs import run

NAME = b"lab-machine-7"
UDHCPC = "udhcpc -b -p /run/udhcpc.eth0.pid -i eth0"
DHCLIENT = ("dhclient -4 -1 -pf /run/dhclient.eth0.pid -lf /var/lib/dhcp/dhclient.eth0.leases "
            "-e IF_METRIC=200 eth0")
DHCPCD = "/usr/sbin/dhcpcd -4 -p -w -t 30"
INCLUDED = f'interface "eth0" {{\n  send dhcp-client-identifier "{NAME.decode()}";\n}}\n'
BLOCK = ("interface eth0", f"clientid {NAME.decode()}")


def default_route(scene, name):
    """Returns the gateway of the default route through an interface, and its metric. A metric of 1000 or
    more is dhcpcd's own, which contains the interface's number, and is left out."""
    text = scene.guest.agent.output(f"ip -4 route show default dev {name}")
    return [word for word in re.findall(r"(?:via|metric) (\S+)", text)
            if not re.fullmatch(r"1\d{3}", word)]


def await_lease(scene):
    scene.guest.agent.wait_for(
        f"ip -4 address show dev eth0 | grep -q {scene.segment.guest}/24", timeout=40)


def stays(scene, command, identifier, metric, echoes=False):
    """Checks that the client gets the guest's address, and keeps it during a takeover and its undo."""
    guest = scene.guest
    guest.configure('ifconfig_eth0="DHCP"')
    with Dhcpd(scene.segment, scene.laboratory.folder, identifier, echoes) as server:
        guest.agent.output(f"ip link set eth0 up; {command}", timeout=60)
        await_lease(scene)
        before = default_route(scene, "eth0")
        expect("default route", before, [scene.segment.host, *metric])
        vf = guest.plug(scene.segment)
        acknowledged = server.acknowledged()
        with scene.steady(after=6):
            guest.vfup().check()
        scene.expect_bond(vf)
        expect("addresses", guest.addresses("bond0"), [f"{scene.segment.guest}/24"])
        expect("default route", default_route(scene, "bond0"), before)
        expect("leases confirmed meanwhile", server.acknowledged() > acknowledged, True)
        acknowledged = server.acknowledged()
        with scene.steady(after=6):
            run(scene, "undo eth0")
        expect("addresses after the undo", guest.addresses("eth0"), [f"{scene.segment.guest}/24"])
        expect("default route after the undo", default_route(scene, "eth0"), before)
        expect("leases confirmed after the undo", server.acknowledged() > acknowledged, True)
        expect("identifiers", set(server.sent), {identifier})
        expect("leases given up", "DHCPRELEASE" in server.log(), False)


@scenario("identity-dhclient")
def dhclient(scene):
    """The identifier is in a block for eth0, in a file that dhclient.conf includes. The metric of the
    routes is an argument."""
    agent = scene.guest.agent
    agent.write("/etc/dhcp/nic.conf", INCLUDED)
    agent.output("echo 'include \"/etc/dhcp/nic.conf\";' >>/etc/dhcp/dhclient.conf")
    stays(scene, DHCLIENT, NAME, ["200"])
    expect("clients", scene.guest.clients(), ["eth0"])


@scenario("identity-dhcpcd")
def dhcpcd(scene):
    """The identifier is in a block for eth0. dhcpcd hides its own arguments."""
    for line in BLOCK:
        scene.guest.agent.output(f"echo '{line}' >>/etc/dhcpcd.conf")
    stays(scene, f"{DHCPCD} eth0", b"\0" + NAME, [])


@scenario("identity-dhcpcd-argument")
def dhcpcd_argument(scene):
    """The identifier is an argument, and is in the lease of a server that sends it back."""
    stays(scene, f"{DHCPCD} -I {NAME.decode()} eth0", b"\0" + NAME, [], echoes=True)


@scenario("identity-udhcpc")
def udhcpc(scene):
    """The identifier is an argument, and so is the option to send no identifier of its own."""
    identifier = b"\0" + NAME
    stays(scene, f"{UDHCPC} -C -x 0x3d:{identifier.hex()}", identifier, [])


@scenario("identity-ifupdown-dhcpcd", systemd=True)
def ifupdown_dhcpcd(scene):
    """Debian's ifupdown uses dhcpcd if there is no dhclient, as on a new Debian 13. One client serves both
    families, with the identifier and the metric as arguments."""
    agent = scene.guest.agent
    agent.output("mv /sbin/dhclient /sbin/dhclient.aside")
    agent.write("/etc/network/interfaces.d/eth0", "allow-hotplug eth0\niface eth0 inet dhcp\n"
                f"  client {NAME.decode()}\n  metric 200\n")
    stays(scene, "systemctl start ifup@eth0", b"\0" + NAME, ["200"], echoes=True)
