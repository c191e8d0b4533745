"""The actions and the observations of a user in the guest."""

import json
import shlex

VFUP = "/usr/libexec/hyperv/hyperv_vfup"
RC_CONF = 'hyperv_vf_synthetic_drivers="virtio_net"\n'


class Guest:
    """A booted machine, seen as NICs and programs."""

    def __init__(self, machine, switch=None):
        self.machine = machine
        self.agent = machine.agent
        # The switch of the host; None if both NICs of a pair carry traffic.
        self.switch = switch

    def configure(self, *lines):
        """Writes rc.conf. QEMU's virtio NIC is the synthetic NIC."""
        self.agent.write("/etc/rc.conf", RC_CONF + "".join(f"{line}\n" for line in lines))

    def lease(self, name="eth0"):
        """Starts the DHCP client as a distribution does, and waits for the lease."""
        self.agent.output(f"ip link set {name} up")
        self.agent.output(
            f"dhclient -4 -1 -pf /run/dhclient.{name}.pid "
            f"-lf /var/lib/dhcp/dhclient.{name}.leases {name}", timeout=40)

    def ifup(self, name="eth0"):
        """Gets the lease with Debian's ifupdown, also after a reboot. Only for the guest with systemd."""
        self.agent.write(
            f"/etc/network/interfaces.d/{name}", f"allow-hotplug {name}\niface {name} inet dhcp\n")
        self.agent.output(f"systemctl start ifup@{name}", timeout=60)
        self.agent.wait_for(f"ip -4 address show dev {name} | grep -q inet")

    def static(self, segment, name="eth0"):
        """Configures a NIC by hand, with a static address."""
        self.agent.output(
            f"ip link set {name} up; ip address add {segment.guest}/24 brd + dev {name}; "
            f"ip route add default via {segment.host} dev {name}")
        self.agent.wait_for(f"grep -q 1 /sys/class/net/{name}/carrier")

    def plug(self, segment, slot=0, **device):
        """Plugs in a VF, and returns the name that udev gave it."""
        before = set(self.links())
        # Another driver may set the offloads before it opens the VF.
        if self.switch and "model" not in device:
            self.switch.expect_vf(segment)
        self.machine.plug(segment, slot, **device)
        # udev renames the VF: its name is final when udev's queue is empty.
        self.agent.wait_for(
            f"test $(ls /sys/class/net | grep -vc bonding_masters) -gt {len(before)}")
        self.agent.output("udevadm settle")
        new = set(self.links()) - before
        assert len(new) == 1, f"one new NIC expected, not {new}"
        return new.pop()

    def reboot(self):
        """Restarts the guest, and waits until it has booted."""
        # The answer must be out before systemd ends the agent.
        self.agent.output("{ sleep 1; systemctl reboot; } >/dev/null 2>&1 &")
        self.machine.await_reset()
        if self.switch:
            self.switch.reset()
        self.agent.wait_until_ready(180)

    def unplug(self, segment):
        """Unplugs a VF."""
        self.machine.unplug(segment)

    def vfup(self, *words, timeout=60):
        """Runs hyperv_vfup, and returns its Result."""
        return self.agent.run(" ".join([VFUP, *(words or ("eth0",))]), timeout)

    def links(self):
        """Returns all interfaces by name, in the form of `ip -json -details link`."""
        text = self.agent.output("ip -json -details link show")
        return {link["ifname"]: link for link in json.loads(text)}

    def addresses(self, name, family="inet"):
        """Returns the addresses of an interface with their prefix lengths."""
        text = self.agent.output(f"ip -json address show dev {shlex.quote(name)}")
        return [
            f"{entry['local']}/{entry['prefixlen']}"
            for entry in json.loads(text)[0]["addr_info"]
            if entry.get("family") == family and entry.get("scope") != "link"
        ]

    def routes(self, family=4):
        """Returns the routes that the kernel did not make itself, as `DESTINATION via GATEWAY dev
        INTERFACE`."""
        text = self.agent.output(f"ip -{family} -json route show")
        found = [entry for entry in json.loads(text) if entry.get("protocol") != "kernel"]
        return sorted(
            " ".join(
                [entry["dst"]] + (["via", entry["gateway"]] if "gateway" in entry else [])
                + ["dev", entry["dev"]])
            for entry in found)

    def await_bond(self, vf, bond="bond0", synthetic="eth0"):
        """Waits until the rules and units have made the bond, after hyperv_vf_delay seconds."""
        self.agent.wait_for(
            f"grep -q {vf} /sys/class/net/{bond}/bonding/slaves && "
            f"grep -q {synthetic} /sys/class/net/{bond}/bonding/slaves", timeout=30)
        # The program that made it has ended.
        self.agent.wait_for("! pidof hyperv_vfup hyperv_vfattach")

    def members(self, bond="bond0"):
        """Returns the members of a bond, sorted."""
        return sorted(self.agent.output(f"cat /sys/class/net/{bond}/bonding/slaves").split())

    def active(self, bond="bond0"):
        """Returns the member that carries the traffic."""
        return self.agent.output(f"cat /sys/class/net/{bond}/bonding/active_slave").strip()

    def snapshot(self):
        """Returns the state that must not change if there is nothing to do, with links by name."""
        links = self.links()
        state = {
            name: (
                link["address"], link["mtu"], "UP" in link["flags"], link.get("master"),
                sorted(self.addresses(name) + self.addresses(name, "inet6")))
            for name, link in links.items()
        }
        tables = self.agent.output(
            "ip route show table all proto boot; ip -6 route show table all proto boot; "
            "ip route show table all proto static; ip -6 route show table all proto static")
        return state | {"routes": sorted(tables.splitlines()), "clients": self.clients()}

    def clients(self):
        """Returns the interfaces with a running DHCP client, sorted."""
        listing = self.agent.output("ps -o args | grep -E '^[a-z/]*(dhclient|udhcpc) ' || true")
        return sorted(line.split()[-1] for line in listing.splitlines())
