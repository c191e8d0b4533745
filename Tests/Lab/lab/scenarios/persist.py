"""A bond from `hyperv_vfctl persist`: after a boot it has the whole configuration of the NIC, and a VF
only joins. After the undo, everything is as before.

Each network manager is a subclass of Files, with a scenario for each kind of configuration.
"""

import contextlib
import json
import re

from identifiers import Dhcpd
from network_managers import await_address
from scenario import expect, scenario
from traces import Ping

VFCTL = "/usr/libexec/hyperv/hyperv_vfctl"
# Files that the system itself writes while it runs.
VOLATILE = "-path /etc/resolv.conf -o -path /etc/rc.conf -o -path '/etc/.*'"


class Files:
    """The configuration of one NIC by one network manager."""

    # The systemd services that configure the interfaces at boot.
    services = ()

    def __init__(self, files, last=None):
        """`files` has the text of each file by its path. `last` is an address that is among the last to
        appear."""
        self._files = files
        self.last = last

    def more(self, scene, name):
        """Returns the values that only the manager knows of an interface, with NIC instead of its name."""
        return {}

    def configure(self, scene):
        """Writes the files."""
        scene.guest.configure()
        agent = scene.guest.agent
        for path, text in self._files.items():
            agent.write(path, text)
        agent.output(f"systemctl --quiet enable {' '.join(self.services)}")


class Ifupdown(Files):
    """interfaces(5) of Debian."""

    services = ("networking",)


def holdings(scene, name):
    """Returns addresses, routes, rules, VLANs, name servers and search domains, with NIC instead of a
    name."""
    output = scene.guest.agent.output

    def load(command):
        # ip(8) prints empty objects for entries that it leaves out.
        return [entry for entry in json.loads(output(command) or "[]") if entry]

    addresses = sorted(
        f"{link['ifname']} {entry['local']}/{entry['prefixlen']}"
        for link in load("ip -json address show") for entry in link["addr_info"]
        if entry.get("scope") == "global")
    routes = sorted(
        " ".join(f"{key} {entry[key]}" for key in ("dst", "gateway", "dev", "table", "metric", "prefsrc")
                 if key in entry)
        for family in (4, 6) for entry in load(f"ip -{family} -json route show table all")
        if entry.get("table") != "local" and not entry["dst"].startswith(("fe80:", "ff00:")))
    rules = sorted(line.split(":", 1)[1].strip() for family in (4, 6)
                   for line in output(f"ip -{family} rule show").splitlines())
    vlans = sorted(
        f"{link['ifname']} {link['link']} {link['linkinfo']['info_data']['id']}"
        for link in load("ip -details -json link show type vlan"))
    resolver = output("grep -E '^(nameserver|search|domain)' /etc/resolv.conf || true").splitlines()
    found = {"addresses": addresses, "routes": routes, "rules": rules, "vlans": vlans,
             "resolver": resolver}
    word = re.compile(rf"\b{name}\b")
    found = {key: [word.sub("NIC", line) for line in lines] for key, lines in found.items()}
    # The order counts among name servers alone.
    return {key: lines if key == "resolver" else sorted(lines) for key, lines in found.items()}


def settled(scene, name, files):
    """Waits for the address, and returns the same with the values of the manager."""
    await_address(scene.guest, scene.segment, name)
    if files.last:
        scene.guest.agent.wait_for(f"ip address show | grep -q '{files.last}'", timeout=60)
    scene.await_answers()
    return holdings(scene, name) | files.more(scene, name)


def expect_same(what, found, wanted):
    """Raises for the first value that differs."""
    for key in wanted:
        expect(f"{what}: {key}", found.get(key), wanted[key])


def etc(scene):
    """Returns a checksum of every file of the configuration."""
    return scene.guest.agent.output(
        f"find /etc -xdev \\( {VOLATILE} \\) -prune -o -type f -exec sha256sum {{}} + | sort -k 2")


def round_trip(scene, files, identifier=None):
    """Boots, writes the files, boots, lets a VF come and go, undoes, and boots again. With an identifier,
    the DHCP server gives the guest's address only to the client with it."""
    server = Dhcpd(scene.segment, scene.laboratory.folder, identifier) if identifier else \
        contextlib.nullcontext()
    guest, agent = scene.guest, scene.guest.agent
    with server:
        files.configure(scene)
        guest.reboot()
        before, files_before = settled(scene, "eth0", files), etc(scene)
        shown = agent.output(f"{VFCTL} persist eth0")
        agent.write("/tmp/shown", shown)
        expect("applied by hand", agent.run(
            "cd / && patch -p0 --dry-run -s -i /tmp/shown || ! command -v patch").status, 0)
        agent.output(f"{VFCTL} persist --write eth0")
        again = agent.output(f"{VFCTL} persist --write eth0")
        expect("a second time", "nothing to change" in again, True)
        guest.reboot()
        expect_same("after the boot with the bond", settled(scene, "bond0", files), before)
        expect("members at boot", guest.members(), ["eth0"])
        agent.output(f"{VFCTL} verify --quiet")
        come_and_go(scene)
        agent.output(f"{VFCTL} persist --undo")
        expect("files after the undo", etc(scene), files_before)
        guest.reboot()
        expect_same("after the boot without it", settled(scene, "eth0", files), before)


def come_and_go(scene):
    """A VF joins without a lost ping, and leaves.

    What reaches a VF while its driver opens it is lost, and emulation makes that moment 3 ms long. So if
    the first VF costs a ping, the next two must not cost one."""
    before = holdings(scene, "bond0")
    lost = lost_as_vf_came(scene, before)
    if lost != 0:
        print(f"      pings lost as the VF came: {lost}", flush=True)
        expect("lost pings as the VF came, most", max(lost, 1), 1)
        for turn in ("second", "third"):
            expect(f"lost pings as the {turn} VF came", lost_as_vf_came(scene, before), 0)


def lost_as_vf_came(scene, before):
    """Returns the number of pings that were lost while a VF came. Then the VF leaves, and the bond must
    have what it had before."""
    guest = scene.guest
    with Ping(scene.segment.guest, after=0.7) as ping:
        vf = guest.plug(scene.segment)
        guest.await_bond(vf)
    scene.expect_bond(vf)
    with scene.steady():
        guest.unplug(scene.segment)
    expect("members without a VF", guest.members(), ["eth0"])
    expect("after the VF has left", holdings(scene, "bond0"), before)
    return ping.trace.lost


def identifier_of(scene, files):
    """Returns the identifier that the NIC's client sends by default."""
    files.configure(scene)
    with Dhcpd(scene.segment, scene.laboratory.folder, b"nobody") as server:
        scene.guest.reboot()
        scene.guest.agent.wait_for("ip -4 address show dev eth0 | grep -q inet")
        return server.sent[-1]


MAIN = "/etc/network/interfaces"
LOOPBACK = "source /etc/network/interfaces.d/*\n\nauto lo\niface lo inet loopback\n"


@scenario("persist-ifupdown-static", systemd=True)
def ifupdown_static(scene):
    """Routes, rules and sysctls with the NIC's name, a second address, and IPv6, all in the main file."""
    host, guest = scene.segment.host, scene.segment.guest
    round_trip(scene, Ifupdown({MAIN: LOOPBACK + f"""
auto eth0
iface eth0 inet static
    address {guest}/24
    gateway {host}
    metric 50
    up ip address add 10.9.9.9/32 dev eth0
    up ip route add 203.0.113.0/24 via {host} dev eth0 table 7
    up ip rule add iif eth0 lookup 7
    up sysctl -q -w net.ipv4.conf.eth0.rp_filter=0
iface eth0 inet6 static
    address 2001:db8::10/64
    gateway 2001:db8::1
"""}))


@scenario("persist-ifupdown-dhcp", systemd=True)
def ifupdown_dhcp(scene):
    """The server knows the client by the identifier that dhclient generated for eth0."""
    files = Ifupdown({
        MAIN: LOOPBACK,
        f"{MAIN}.d/eth0": "allow-hotplug eth0\niface eth0 inet dhcp\n    metric 70\n"})
    round_trip(scene, files, identifier_of(scene, files))


@scenario("persist-ifupdown-options", systemd=True)
def ifupdown_options(scene):
    """The identifier is in a block for eth0 alone."""
    name = b"lab-machine-7"
    round_trip(scene, Ifupdown({
        MAIN: LOOPBACK + "\nauto eth0\niface eth0 inet dhcp\n",
        "/etc/dhcp/dhclient.conf":
            f'request routers;\ninterface "eth0" {{\n  send dhcp-client-identifier "{name.decode()}";\n}}\n',
    }), name)


@scenario("persist-ifupdown-vlan", systemd=True)
def ifupdown_vlan(scene):
    """One VLAN named after its NIC, and one named by a number."""
    vlans = "".join(f"""
auto {name}
iface {name} inet static
    pre-up ip link add link eth0 name {name} type vlan id {number} || true
    address 10.{number}.0.2/24
    post-down ip link delete {name}
""" for name, number in (("eth0.5", 5), ("vlan6", 6)))
    round_trip(scene, Ifupdown({MAIN: LOOPBACK + f"""
auto eth0
iface eth0 inet static
    address {scene.segment.guest}/24
    gateway {scene.segment.host}
""" + vlans}, last="10.6.0.2"))
