"""The verb `random`: takeovers of machines that were set up at random. Nothing may be less than before."""

import json
import random


VFCTL = "/usr/libexec/hyperv/hyperv_vfctl"
FAR = "02:00:00:00:00:09"
REFUSED = 75

# Commands that set up a machine. `{n}` is a number of the machine's own.
ADDRESSES = [
    "ip address add 192.0.2.{n}/24 brd + dev eth0",
    "ip address add 192.0.2.{n}/32 dev eth0",
    "ip address add 198.51.100.{n}/24 dev eth0",
    "ip address add 198.51.100.{n}/25 dev eth0 label eth0:{n}",
    "ip address add 198.51.100.{n}/24 dev eth0 noprefixroute",
    "ip address add 203.0.113.{n}/28 dev eth0 scope link",
    "ip address add 203.0.113.{n}/28 dev eth0 metric 300",
    "ip address add 10.9.{n}.1 peer 10.9.{n}.2/32 dev eth0",
    "ip address add 10.8.{n}.1/24 dev eth0 valid_lft 86400 preferred_lft 3600",
    "ip -6 address add 2001:db8::{n}/64 dev eth0 nodad",
    "ip -6 address add 2001:db8::{n}/128 dev eth0 nodad",
    "ip -6 address add 2001:db8:2::{n}/64 dev eth0 nodad noprefixroute",
    "ip -6 address add 2001:db8:3::{n}/64 dev eth0 nodad preferred_lft 0",
    "ip -6 address add fe80::{n}/64 dev eth0 nodad",
]
ROUTES = [
    "ip route add 10.1.{n}.0/24 via 192.0.2.1",
    "ip route add 10.2.{n}.0/24 via 192.0.2.1 metric 50 mtu 1400 advmss 1300",
    "ip route add 10.3.{n}.0/24 dev eth0 scope link src 192.0.2.10",
    "ip route add 10.4.{n}.0/24 via 192.0.2.1 table 100 proto static",
    "ip route add 10.5.{n}.1/32 dev eth0; ip route add 10.6.{n}.0/24 via 10.5.{n}.1 dev eth0",
    "ip route add 10.7.{n}.0/24 via 172.16.{n}.1 dev eth0 onlink",
    "ip route add blackhole 10.10.{n}.0/24",
    "ip route add local 10.11.{n}.0/24 dev eth0",
    "ip route add multicast 239.{n}.0.0/16 dev eth0",
    "ip route add broadcast 10.12.{n}.255/32 dev eth0",
    "ip route add 10.13.{n}.0/24 nexthop via 192.0.2.1 dev eth0 weight 2 nexthop via 192.0.2.2 dev eth0",
    "ip route add default via 192.0.2.2 dev eth0 metric {n}",
    "ip route add default via 192.0.2.2 dev eth0 table 101",
    "ip route add 10.14.{n}.0/24 via 192.0.2.1 tos 0x10 initcwnd 20 initrwnd 30",
    "ip route add 10.15.{n}.0/24 via 192.0.2.1 proto bgp",
    "ip route add 10.16.{n}.0/24 via 192.0.2.1 quickack 1 congctl cubic",
    "ip route add 10.17.{n}.0/24 via inet6 fe80::99 dev eth0",
    "ip -6 route add 2001:db8:{n}::/48 via fe80::99 dev eth0",
    "ip -6 route add 2001:db8:{n}::/48 dev eth0 metric 77",
    "ip -6 route add default via fe80::99 dev eth0 metric {n}",
    "ip -6 route add 2001:db8:{n}::/48 via fe80::99 dev eth0 table 100 mtu 1400 pref low",
]
RULES = [
    "ip rule add iif eth0 lookup 100 priority 5{n}",
    "ip rule add oif eth0 to 10.20.{n}.0/24 lookup 101 priority 6{n}",
    "ip rule add from 192.0.2.10 lookup 101 priority 7{n}",
    # Rules of IPv6 are looked for if the NIC has an address of IPv6.
    "ip -6 address add 2001:db8:9::{n}/64 dev eth0 nodad; "
    "ip -6 rule add iif eth0 fwmark 0x{n} lookup 100 priority 8{n}",
    "ip -6 address add 2001:db8:9::{n}/64 dev eth0 nodad; "
    "ip -6 rule add oif eth0 lookup 100 priority 9{n} suppress_prefixlength 0",
]
SETTINGS = [
    f"ip neighbour replace 192.0.2.9 lladdr {FAR} nud permanent dev eth0",
    f"ip neighbour replace 2001:db8::9 lladdr {FAR} nud permanent dev eth0",
    "ip neighbour add proxy 192.0.2.77 dev eth0",
    "ip link set eth0 txqueuelen 500",
    "ip link set eth0 alias uplink",
    "ip link set eth0 allmulticast on",
    "ip maddress add 01:00:5e:00:00:fb dev eth0",
    "echo 2 >/proc/sys/net/ipv4/conf/eth0/rp_filter",
    "echo 1 >/proc/sys/net/ipv4/conf/eth0/arp_ignore",
    "echo 1 >/proc/sys/net/ipv4/conf/eth0/forwarding",
    "echo 0 >/proc/sys/net/ipv6/conf/eth0/accept_ra",
    "echo 1 >/proc/sys/net/ipv6/conf/eth0/use_tempaddr",
]
VLANS = [
    "ip link add link eth0 name eth0.{n} type vlan id {n}; ip link set eth0.{n} up; "
    "ip address add 10.30.{n}.1/24 dev eth0.{n}",
    "ip link add link eth0 name blue{n} type vlan id {n}; ip link set blue{n} up mtu 1400; "
    "ip address add 10.31.{n}.1/24 dev blue{n}; ip route add 10.32.{n}.0/24 via 10.31.{n}.2",
    "ip link add link eth0 name eth0.{n} type vlan id {n} ingress-qos-map 1:2 egress-qos-map 3:4; "
    "ip link set eth0.{n} up alias lab; ip -6 address add 2001:db8:30::{n}/64 dev eth0.{n} nodad; "
    "ip rule add iif eth0.{n} lookup 100 priority 40{n}; echo 2 >/proc/sys/net/ipv4/conf/eth0.{n}/rp_filter",
    "ip link add link eth0 name eth0.{n} type vlan id {n}; ip link set eth0.{n} up; "
    "ip link add link eth0.{n} name qq{n} type vlan id 7; ip link set qq{n} up; "
    "ip address add 10.33.{n}.1/24 dev qq{n}",
    "ip link add link eth0 name eth0.{n} type vlan id {n}; ip link set eth0.{n} up; "
    "ip link add link eth0.{n} name mv{n} type macvlan mode bridge; ip link set mv{n} up; "
    "ip address add 10.34.{n}.1/24 dev mv{n}",
    "ip link add link eth0 name eth0.{n} type vlan id {n}; ip link add br{n} type bridge; "
    "ip link set eth0.{n} up master br{n}; ip link set br{n} up; ip address add 10.35.{n}.1/24 dev br{n}",
]
TUNNELS = [
    "ip link add gre{n} type gre remote 192.0.2.9 local 192.0.2.10 dev eth0; ip link set gre{n} up; "
    "ip address add 10.40.{n}.1/30 dev gre{n}",
    "ip link add vx{n} type vxlan id {n} remote 192.0.2.9 dstport 4789 dev eth0; ip link set vx{n} up; "
    "ip address add 10.41.{n}.1/24 dev vx{n}",
    "ip tunnel add tun{n} mode ipip remote 192.0.2.9 local 192.0.2.10 dev eth0; ip link set tun{n} up; "
    "ip address add 10.42.{n}.1/30 dev tun{n}",
]
OF_VF = [
    "ip address add 192.0.2.{n}/24 dev VF",
    "ip address add 198.51.100.{n}/24 dev VF; ip route add 10.50.{n}.0/24 via 198.51.100.1 dev VF",
    "ip address add 198.51.100.{n}/24 dev VF; ip route add default via 198.51.100.1 dev VF metric 5{n}",
    "ip -6 address add 2001:db8::{n}/64 dev VF nodad",
    "ip route add 172.17.{n}.1 dev VF; ip route add 10.51.{n}.0/24 via 172.17.{n}.1 dev VF",
    "ip route add 10.52.{n}.0/24 via 172.18.{n}.1 dev VF onlink",
]
KINDS = ((ADDRESSES, 3), (ROUTES, 4), (RULES, 2), (SETTINGS, 3), (VLANS, 1), (TUNNELS, 1))


class RandomMachine:
    """The commands that set up one machine."""

    def __init__(self, seed):
        choice = random.Random(seed)
        numbers = iter(choice.sample(range(20, 90), 40))
        self.commands = []
        self.has_lease = choice.random() < 0.3
        for kind, most in KINDS:
            count = choice.randint(0, most)
            self.commands += choice.sample(kind, min(count, len(kind)))
        self.of_vf = choice.sample(OF_VF, choice.choice([0, 0, 0, 1, 2]))
        self.commands = [command.replace("{n}", str(next(numbers))) for command in self.commands]
        self.of_vf = [command.replace("{n}", str(next(numbers))) for command in self.of_vf]


class RandomMachines:
    """A number of machines, each in a guest of its own."""

    def __init__(self, laboratory, first, count, verbose=False):
        self._laboratory = laboratory
        self._segment = laboratory.segments[0]
        self._seeds = range(first, first + count)
        self._verbose = verbose

    def run(self):
        """Prints a line for each machine that has less than before. Returns the exit status."""
        counts = {"taken over": 0, "refused": 0, "FAIL": 0}
        for seed in self._seeds:
            verdict, words = self.attempt(seed)
            counts[verdict] += 1
            if verdict == "FAIL" or self._verbose:
                print(f"{verdict}  machine {seed}: {words}", flush=True)
        print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
        return 1 if counts["FAIL"] else 0

    def attempt(self, seed):
        """Returns how the takeover of one machine ended, and what differs or why it was refused."""
        machine = RandomMachine(seed)
        self._laboratory.reset()
        with self._laboratory.guest() as guest:
            if machine.has_lease:
                guest.configure('ifconfig_eth0="DHCP"')
                guest.lease()
            else:
                guest.configure()
                guest.static(self._segment)
            vf = guest.plug(self._segment)
            done = [command for command in machine.commands + machine.of_vf
                    if guest.agent.run(command.replace("VF", vf)).status == 0]
            found = self._check(guest, vf)
            return found if found[0] != "FAIL" else ("FAIL", f"{found[1]}\n      " + "\n      ".join(done))

    @staticmethod
    def _check(guest, vf):
        before = configuration(guest, "eth0", vf)
        result = guest.vfup()
        if result.status == REFUSED:
            lost = less(before, configuration(guest, "eth0", vf))
            return ("FAIL", f"refused, but {lost}") if lost else ("refused", result.output.strip())
        if result.status:
            return "FAIL", f"exit {result.status}: {result.output.strip()}"
        named = result.output
        lost = less(before, configuration(guest, "bond0"))
        left = [entry for name in ("eth0", vf) for entry in addresses(guest.agent, name)]
        if lost or left:
            return "FAIL", f"lost {lost}, left {left}; said {named.strip()!r}"
        undone = guest.agent.run(f"{VFCTL} undo eth0", 60)
        lost = less(before, configuration(guest, "eth0"))
        if undone.status or lost:
            return "FAIL", f"undo: exit {undone.status}, lost {lost}; said {undone.output.strip()!r}"
        return "taken over", named.strip()


def less(before, now):
    """Returns what `before` has and `now` lacks."""
    return [f"{kind}: {item}" for kind in before for item in before[kind] if item not in now[kind]]


def configuration(guest, *names):
    """Returns what is configured on interfaces of these names and what is built on them, with `NIC` in
    place of their names."""
    agent = guest.agent

    def text(command):
        return [replaced(line) for line in agent.run(command).output.splitlines()]

    def replaced(line):
        words = [("NIC" if word in names else word) for word in line.split()]
        return " ".join(word for word in words if word not in ("linkdown", "dead"))

    links = {link["ifname"]: link for link in json.loads(agent.output("ip -json -details link show"))}
    uppers = {name: link for name, link in links.items()
              if name not in names and name not in ("eth0", "lo") and "bond0" != name
              and (link.get("link") or link.get("linkinfo"))}
    found = {"addresses": [], "routes": [], "rules": [], "settings": [], "uppers": []}
    for name in names:
        found["addresses"] += addresses(agent, name)
    found["settings"] = settings(agent, names[0])
    for name, link in uppers.items():
        if link.get("linkinfo", {}).get("info_kind") in ("vlan", "gre", "ipip", "vxlan", "bridge", "macvlan"):
            lower = link.get("link")
            found["uppers"].append((name, "NIC" if lower in names else lower, link.get("mtu"), link.get("master"),
                                    link.get("ifalias"), str(link["linkinfo"].get("info_data", {}).get("id"))))
            found["addresses"] += [(name, *entry) for entry in addresses(agent, name)]
    for family in "46":
        for line in text(f"ip -{family} route show table all"):
            made = " proto kernel" in line and (line.split()[0] in ("local", "broadcast", "multicast", "anycast")
                                                or " NIC " in f" {line} ")
            if not made and not line.startswith(("fe80::/64", "ff00::/8", "multicast ff00")):
                found["routes"].append(line.replace("expires", "").strip())
        found["rules"] += text(f"ip -{family} rule show")
    found["routes"] = [route for route in found["routes"]
                       if "NIC" in route.split() or any(f" dev {name} " in f" {route} " for name in uppers)]
    return {kind: sorted(map(str, set(items))) for kind, items in found.items()}


def addresses(agent, name):
    """Returns the addresses of an interface with what belongs to each."""
    shown = json.loads(agent.run(f"ip -json address show dev {name}").output or "[]")
    found = []
    for entry in (shown[0]["addr_info"] if shown else []):
        if entry.get("scope") == "link" and entry["local"].startswith("fe80::") and "ff:fe" in entry["local"]:
            continue
        label = entry.get("label", "").replace(name, "NIC", 1)
        found.append((entry["local"], entry["prefixlen"], entry.get("address"), entry["scope"], entry.get("broadcast"),
                      label, bool(entry.get("noprefixroute")), bool(entry.get("deprecated")), entry.get("metric"),
                      entry.get("valid_life_time", 0) < 4294967295 and not entry.get("dynamic", False)))
    return found


def settings(agent, name):
    """Returns other settings of an interface."""
    lines = agent.run(
        f"ip neighbour show nud permanent dev {name}; ip -6 neighbour show nud permanent dev {name}; "
        f"ip neighbour show proxy dev {name}; cat /sys/class/net/{name}/ifalias; "
        f"ip -o link show dev {name} | grep -o ALLMULTI; ip maddress show dev {name} | grep -o 01:00:5e:00:00:fb; "
        f"cd /proc/sys/net; grep . ipv4/conf/{name}/rp_filter ipv4/conf/{name}/arp_ignore ipv4/conf/{name}/forwarding "
        f"ipv6/conf/{name}/use_tempaddr ipv6/conf/{name}/accept_ra").output.splitlines()
    # A bond has 2 where the NIC has 1: it accepts advertisements even if it forwards packets.
    return [line.replace(f"/{name}/", "/NIC/").replace(f"dev {name}", "dev NIC").replace("accept_ra:2", "accept_ra:1")
            .strip() for line in lines if line]
