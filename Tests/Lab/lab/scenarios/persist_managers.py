"""Complete cycles of `hyperv_vfctl persist` for networkd, netplan and NetworkManager."""

import re

from scenario import Skip, expect, scenario

from .persist import VFCTL, Files, identifier_of, round_trip

NETWORKS = "/etc/systemd/network"
KEYFILES = "/etc/NetworkManager/system-connections"
BESIDE = "/var/lib/lab/beside"
VLAN = "198.18.7.2/24"


def named(text, name):
    """Returns the lines of a program's output, with NIC instead of a name."""
    return [re.sub(rf"\b{name}\b", "NIC", re.sub(r"Link \d+ ", "", " ".join(line.split())))
            for line in text.splitlines()]


class Networkd(Files):
    """Files of systemd-networkd."""

    services = ("systemd-networkd", "systemd-resolved")

    def more(self, scene, name):
        agent = scene.guest.agent
        return {"servers": named(agent.output(f"resolvectl dns {name}"), name),
                "domains": named(agent.output(f"resolvectl domain {name}"), name),
                "mtu": scene.guest.links()[name]["mtu"]}


class NetworkManager(Files):
    """Profiles of NetworkManager."""

    services = ("NetworkManager", "systemd-resolved")
    asked = ("connection.zone", "connection.mdns", "connection.metered", "ipv4.method", "ipv6.method")

    def configure(self, scene):
        # The lab's VF is on no Hyper-V bus, so the project's rule does not keep NetworkManager off
        # it.
        scene.guest.agent.write(
            "/etc/NetworkManager/conf.d/lab.conf",
            "[main]\ndhcp=internal\n[keyfile]\nunmanaged-devices=interface-name:en*\n")
        super().configure(scene)
        for path in self._files:
            scene.guest.agent.output(f"chmod 600 {path}")

    def more(self, scene, name):
        agent = scene.guest.agent
        profile = agent.output(f"nmcli -g GENERAL.CONNECTION device show {name}").strip()
        return {"profile": agent.output(
                    f"nmcli -g {','.join(self.asked)} connection show '{profile}'").split("\n"),
                "servers": named(agent.output(f"resolvectl dns {name}"), name),
                "domains": named(agent.output(f"resolvectl domain {name}"), name),
                "mtu": scene.guest.links()[name]["mtu"]}


def trip_by_lease(scene, files):
    """A complete cycle with a server that knows the machine by the identifier that its client sends for
    eth0."""
    round_trip(scene, files, identifier_of(scene, files))


@scenario("persist-networkd", systemd=True)
def networkd(scene):
    """A lease, name servers, search domains, a rule, a route, a VLAN and a drop-in. Part of the identifier
    is derived from the name that udev has for eth0."""
    trip_by_lease(scene, Networkd({
        f"{NETWORKS}/50-eth0.network": f"""# the uplink
[Match]
Name=eth0

[Network]
DHCP=ipv4
IPv6AcceptRA=no
Address=2001:db8::10/64
Domains=lab.example ~example.org
VLAN=data

[Route]
Destination=203.0.113.0/24
Gateway={scene.segment.host}
Metric=77

[RoutingPolicyRule]
IncomingInterface=eth0
Table=100
Priority=100
""",
        f"{NETWORKS}/50-eth0.network.d/dns.conf": "[Network]\nDNS=192.0.2.53\n",
        f"{NETWORKS}/data.netdev": "[NetDev]\nName=data\nKind=vlan\n\n[VLAN]\nId=7\n",
        f"{NETWORKS}/data.network": f"[Match]\nName=data\n\n[Network]\nAddress={VLAN}\n",
    }, last=VLAN))


@scenario("persist-networkd-shared-file", systemd=True)
def networkd_shared(scene):
    """The file belongs to a package and is for every NIC. It has a smaller MTU and no lease."""
    round_trip(scene, Networkd({"/usr/lib/systemd/network/60-all.network": f"""[Match]
Name=eth* en*
Kind=!*

[Link]
MTUBytes=1400

[Network]
IPv6AcceptRA=no
Address={scene.segment.guest}/24
Gateway={scene.segment.host}
DNS=192.0.2.53
"""}))


YAML = """network:
  version: 2
  renderer: {renderer}
  ethernets:
    eth0:
      dhcp4: true
      dhcp6: false
      accept-ra: false
      addresses: ["2001:db8::10/64"]
      nameservers:
        addresses: [192.0.2.53]
        search: [lab.example]
      routes:
      - to: 203.0.113.0/24
        via: {host}
        metric: 77
  vlans:
    data:
      id: 7
      link: eth0
      addresses: ["{vlan}"]
"""


def netplan(scene, renderer):
    """Writes a file of netplan, which makes the manager's files from it at each boot. Without the Python
    part of its package."""
    agent = scene.guest.agent
    if agent.run(f"ls {BESIDE}/*netplan*.deb").status != 0:
        raise Skip("no netplan for this guest")
    # /lib is a link to usr/lib, and must stay one.
    agent.output(f"for deb in {BESIDE}/*netplan*.deb {BESIDE}/libyaml*.deb; do "
                 "dpkg-deb --fsys-tarfile $deb | tar -x --keep-directory-symlink -C /; done; ldconfig",
                 timeout=120)
    return {"/etc/netplan/50-lab.yaml": YAML.format(
        renderer=renderer, host=scene.segment.host, vlan=VLAN)}


def expect_advice(scene):
    """Checks that persist prints the text that netplan would need."""
    shown = scene.guest.agent.output(f"{VFCTL} persist eth0")
    for words in ("#   bonds:", "#       dhcp4: true", "'link: bond0' for the VLAN data"):
        expect(f"'{words}' in the advice", words in shown, True)


@scenario("persist-netplan", systemd=True)
def netplan_networkd(scene):
    files = Networkd(netplan(scene, "networkd"), last=VLAN)
    identifier = identifier_of(scene, files)
    expect_advice(scene)
    round_trip(scene, files, identifier)


@scenario("persist-netplan-networkmanager", systemd=True)
def netplan_network_manager(scene):
    files = NetworkManager(netplan(scene, "NetworkManager"), last=VLAN)
    identifier = identifier_of(scene, files)
    expect_advice(scene)
    round_trip(scene, files, identifier)


OFFICE = """[connection]
id=office
uuid=6b5c0e3a-0000-4000-8000-00000000000a
type=ethernet
interface-name=eth0
zone=internal
mdns=2
metered=1

[ethernet]
mtu=1400

[ipv4]
{method}dns=192.0.2.53;
dns-search=lab.example;
route1=203.0.113.0/24,{host},77
routing-rule1=priority 100 from 0.0.0.0/0 iif eth0 table 100

[ipv6]
method=manual
address1=2001:db8::10/64
"""
DATA = f"""[connection]
id=data
type=vlan
interface-name=data

[vlan]
id=7
parent=eth0

[ipv4]
method=manual
address1={VLAN}
"""


def office(scene, method):
    """Returns the administrator's profiles for eth0 and for a VLAN on it."""
    return NetworkManager({
        f"{KEYFILES}/office.nmconnection": OFFICE.format(method=method, host=scene.segment.host),
        f"{KEYFILES}/data.nmconnection": DATA}, last=VLAN)


@scenario("persist-networkmanager", systemd=True)
def manual(scene):
    """A static address."""
    address = f"address1={scene.segment.guest}/24,{scene.segment.host}"
    round_trip(scene, office(scene, f"method=manual\n{address}\n"))


@scenario("persist-networkmanager-dhcp", systemd=True)
def by_lease(scene):
    """Part of the client's identifier is derived from the interface's name."""
    trip_by_lease(scene, office(scene, "method=auto\ndhcp-client-id=duid\n"))


@scenario("persist-networkmanager-automatic", systemd=True)
def automatic(scene):
    """No profile except the one that NetworkManager makes for a NIC without a profile."""
    trip_by_lease(scene, NetworkManager({}))


@scenario("persist-networkmanager-vendor", systemd=True)
def vendor(scene):
    """A package's profile, for a NIC without its own one."""
    trip_by_lease(scene, NetworkManager({
        "/usr/lib/NetworkManager/system-connections/cloud.nmconnection":
            "[connection]\nid=cloud\nuuid=6b5c0e3a-0000-4000-8000-00000000000b\ntype=ethernet\n"
            "zone=trusted\n\n[ipv4]\nmethod=auto\nmay-fail=false\n"}))
