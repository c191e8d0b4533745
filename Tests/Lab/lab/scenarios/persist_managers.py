"""What `hyperv_vfctl persist` writes for networkd, netplan and NetworkManager, booted: all that the NIC had is
on the bond, by the same method, and a server that goes by identifiers knows the machine again."""

import contextlib
import json
import re

from identifiers import Dhcpd
from network_managers import await_address
from scenario import expect, scenario

PERSIST = "/usr/libexec/hyperv/hyperv_vfctl persist"
NETWORKS = "/etc/systemd/network"
KEYFILES = "/etc/NetworkManager/system-connections"
# What differs from boot to boot, or says nothing of the configuration.
IDLE = r" (expires \S+|proto \S+|linkdown|hoplimit \d+|pref \S+|error -?\d+)"
# The VF of the lab is on no Hyper-V bus, by which our rule would keep NetworkManager off it.
NO_VF = "[main]\ndhcp=internal\n[keyfile]\nunmanaged-devices=interface-name:en*\n"


def addresses(scene, name):
    """The addresses of an interface that are valid beyond its link."""
    text = scene.guest.agent.output(f"ip -json address show dev {name}")
    return sorted(
        f"{entry['local']}/{entry['prefixlen']}{' dynamic' if entry.get('dynamic') else ''}"
        for entry in json.loads(text)[0]["addr_info"]
        if entry["scope"] != "link" and not entry.get("temporary"))


def lines(scene, command, name):
    """What a command prints, without what differs from boot to boot and under a name for all."""
    text = re.sub(IDLE, "", scene.guest.agent.output(command))
    found = (re.sub(rf"\b{name}\b", "NIC", " ".join(line.split())) for line in text.splitlines())
    return sorted(line for line in found if "fe80::" not in line and "ff00::" not in line)


def seen(scene, name):
    """All that a manager gave an interface, and what is made on it."""
    agent = scene.guest.agent
    result = {
        "addresses": addresses(scene, name),
        "routes": [line for line in lines(scene, "ip -4 route show table all; "
                                          "ip -6 route show table all", name)
                   if "NIC" in line or "data" in line],
        "rules": lines(scene, "ip rule show; ip -6 rule show", name),
        "resolver": lines(scene, f"resolvectl dns {name}; resolvectl domain {name}", name),
        "mtu": scene.guest.links()[name]["mtu"],
    }
    for link in scene.guest.links().values():
        if link.get("linkinfo", {}).get("info_kind") == "vlan":
            result[link["ifname"]] = (
                link["link"].replace(name, "NIC"), link["linkinfo"]["info_data"]["id"],
                addresses(scene, link["ifname"]))
    if agent.run("systemctl is-active --quiet NetworkManager").status == 0:
        profile = f'"$(nmcli -g GENERAL.CONNECTION device show {name})"'
        result["profile"] = agent.output(
            f"nmcli -g connection.id,connection.zone,connection.mdns,connection.metered,"
            f"ipv4.method,ipv6.method connection show {profile}").split("\n")
    return result


def reboot(scene, name, until):
    """Boots, and waits until the interface has what it gets last."""
    scene.guest.reboot()
    scene.guest.agent.wait_for(f"ip address show dev {name} | grep -q '{until}'", timeout=90)
    scene.await_answers()


def expect_same(what, found, wanted):
    """Raises with what differs alone."""
    for key in sorted(found.keys() | wanted.keys()):
        expect(f"{what}: {key}", found.get(key), wanted.get(key))


def arrive(scene):
    """A VF comes, leaves and comes back, and no ping is lost when it comes."""
    guest = scene.guest
    for slot in (0, 2):
        with scene.steady() as ping:
            vf = guest.plug(scene.segment, slot=slot)
            guest.await_bond(vf)
        expect("members", guest.members(), sorted(["eth0", vf]))
        expect("active member", guest.active(), vf)
        expect("pings lost when the VF came", ping.trace.lost, 0)
        guest.unplug(scene.segment)
        expect("members without a VF", guest.members(), ["eth0"])


def files(scene):
    """The files of the managers and their contents."""
    return scene.guest.agent.output(
        f"cd /etc && find systemd/network NetworkManager netplan -type f | sort | xargs sha256sum")


def round_trip(scene, until, advice=()):
    """Before and after, with a VF in between, and back."""
    agent = scene.guest.agent
    reboot(scene, "eth0", until)
    before, was = seen(scene, "eth0"), files(scene)
    shown = agent.output(f"{PERSIST} -n eth0")
    for words in advice:
        expect(f"'{words}' in the advice", words in shown, True)
    agent.output(f"{PERSIST} --write eth0")
    again = agent.run(f"{PERSIST} -n eth0").output
    expect("the bond is made already", "nothing to change" in again, True)
    reboot(scene, "bond0", until)
    expect("members at boot", scene.guest.members(), ["eth0"])
    expect_same("after the boot", seen(scene, "bond0"), before)
    expect("addresses of eth0", addresses(scene, "eth0"), [])
    arrive(scene)
    expect_same("after the VF", seen(scene, "bond0"), before)
    agent.output(f"{PERSIST} --undo eth0")
    expect("files after the undo", files(scene), was)
    reboot(scene, "eth0", until)
    expect_same("after the undo", seen(scene, "eth0"), before)


@contextlib.contextmanager
def known(scene, identifier):
    """A server that knows the machine by that identifier alone."""
    with Dhcpd(scene.segment, scene.laboratory.folder, identifier) as server:
        yield
        expect("identifiers", set(server.sent), {identifier})


def networkd_identifier(scene):
    """What networkd sends, from the lease that it has."""
    text = scene.guest.agent.output(
        "sed -n s/^CLIENTID=//p /run/systemd/netif/leases/$(cat /sys/class/net/eth0/ifindex)")
    return bytes.fromhex(text.strip())


@scenario("persist-networkd", systemd=True)
def networkd(scene):
    """A lease, name servers, search domains, a rule, a route, a VLAN and what is dropped in; the server
    goes by the identifier, of which a part is made of the name that udev has for eth0."""
    scene.guest.configure()
    agent = scene.guest.agent
    agent.write(f"{NETWORKS}/50-eth0.network", f"""# the uplink
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
""")
    agent.write(f"{NETWORKS}/50-eth0.network.d/dns.conf", "[Network]\nDNS=192.0.2.53\n")
    agent.write(f"{NETWORKS}/data.netdev", "[NetDev]\nName=data\nKind=vlan\n\n[VLAN]\nId=7\n")
    agent.write(
        f"{NETWORKS}/data.network", "[Match]\nName=data\n\n[Network]\nAddress=198.18.7.2/24\n")
    agent.output("systemctl --quiet enable --now systemd-networkd systemd-resolved", timeout=60)
    await_address(scene.guest, scene.segment)
    with known(scene, networkd_identifier(scene)):
        round_trip(scene, f"{scene.segment.guest}/24")


@scenario("persist-networkd-shared-file", systemd=True)
def networkd_shared(scene):
    """The file is a package's, for every NIC; larger packets, and nothing by a lease."""
    scene.guest.configure()
    agent = scene.guest.agent
    agent.write("/usr/lib/systemd/network/60-all.network", f"""[Match]
Name=eth* en*
Kind=!*

[Link]
MTUBytes=1400

[Network]
Address={scene.segment.guest}/24
Gateway={scene.segment.host}
DNS=192.0.2.53
""")
    agent.output("systemctl --quiet enable systemd-networkd systemd-resolved")
    round_trip(scene, f"{scene.segment.guest}/24")


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
      addresses: ["198.18.7.2/24"]
"""


def netplan(scene, renderer):
    """netplan's own files stay; it makes the others again at each boot."""
    scene.guest.configure()
    scene.guest.agent.write(
        "/etc/netplan/50-lab.yaml", YAML.format(renderer=renderer, host=scene.segment.host))
    scene.guest.agent.output("chmod 600 /etc/netplan/50-lab.yaml; netplan generate", timeout=60)


@scenario("persist-netplan", systemd=True)
def netplan_networkd(scene):
    netplan(scene, "networkd")
    agent = scene.guest.agent
    agent.output("systemctl --quiet enable --now systemd-networkd systemd-resolved", timeout=60)
    await_address(scene.guest, scene.segment)
    with known(scene, networkd_identifier(scene)):
        round_trip(scene, f"{scene.segment.guest}/24", ["bonds:", "'link: bond0' for the VLAN data"])


def start_network_manager(scene):
    """NetworkManager, at each boot, and systemd-resolved."""
    scene.guest.configure()
    agent = scene.guest.agent
    agent.write("/etc/NetworkManager/conf.d/lab.conf", NO_VF)
    agent.output("systemctl --quiet enable NetworkManager systemd-resolved")


def network_manager_identifier(scene):
    """What NetworkManager sends unless a profile says otherwise: the hardware address."""
    return b"\1" + bytes.fromhex(scene.segment.mac.replace(":", ""))


@scenario("persist-netplan-networkmanager", systemd=True)
def netplan_network_manager(scene):
    start_network_manager(scene)
    netplan(scene, "NetworkManager")
    with known(scene, network_manager_identifier(scene)):
        round_trip(scene, f"{scene.segment.guest}/24", ["bonds:"])


def profile(scene, folder, name, text):
    """Writes a keyfile, which others may not read."""
    scene.guest.agent.write(f"{folder}/{name}", text)
    scene.guest.agent.output(f"chmod 600 '{folder}/{name}'")


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
method={method}
{addresses}dns=192.0.2.53;
dns-search=lab.example;
route1=203.0.113.0/24,{host},77
routing-rule1=priority 100 from 0.0.0.0/0 iif eth0 table 100

[ipv6]
method=manual
address1=2001:db8::10/64
"""
DATA = """[connection]
id=data
type=vlan
interface-name=data

[vlan]
id=7
parent=eth0

[ipv4]
method=manual
address1=198.18.7.2/24
"""


@scenario("persist-networkmanager", systemd=True)
def manual(scene):
    """A profile of the administrator's with a static address, and one of a VLAN."""
    start_network_manager(scene)
    own = f"address1={scene.segment.guest}/24,{scene.segment.host}\n"
    profile(scene, KEYFILES, "office.nmconnection",
            OFFICE.format(method="manual", addresses=own, host=scene.segment.host))
    profile(scene, KEYFILES, "data.nmconnection", DATA)
    round_trip(scene, f"{scene.segment.guest}/24")


@scenario("persist-networkmanager-dhcp", systemd=True)
def by_lease(scene):
    """The same by a lease; the server goes by an identifier with a part made of the interface's name."""
    start_network_manager(scene)
    text = OFFICE.format(
        method="auto", addresses="dhcp-client-id=duid\n", host=scene.segment.host)
    profile(scene, KEYFILES, "office.nmconnection", text)
    scene.guest.agent.output("systemctl start NetworkManager systemd-resolved", timeout=60)
    await_address(scene.guest, scene.segment)
    sent = network_manager_duid(scene)
    with known(scene, sent):
        round_trip(scene, f"{scene.segment.guest}/24")


def network_manager_duid(scene):
    """What a profile with dhcp-client-id=duid sends, as the device says it."""
    text = scene.guest.agent.output("nmcli -f DHCP4 device show eth0")
    return bytes.fromhex(re.search(r"dhcp_client_identifier = (\S+)", text)[1].replace(":", ""))


@scenario("persist-networkmanager-automatic", systemd=True)
def automatic(scene):
    """No profile but the one that NetworkManager makes for a NIC without."""
    start_network_manager(scene)
    with known(scene, network_manager_identifier(scene)):
        round_trip(scene, f"{scene.segment.guest}/24")


@scenario("persist-networkmanager-vendor", systemd=True)
def vendor(scene):
    """A package's profile, for every NIC without one."""
    start_network_manager(scene)
    profile(scene, "/usr/lib/NetworkManager/system-connections", "cloud.nmconnection",
            "[connection]\nid=cloud\nuuid=6b5c0e3a-0000-4000-8000-00000000000b\ntype=ethernet\n"
            "zone=trusted\n\n[ipv4]\nmethod=auto\nmay-fail=false\n")
    with known(scene, network_manager_identifier(scene)):
        round_trip(scene, f"{scene.segment.guest}/24")
