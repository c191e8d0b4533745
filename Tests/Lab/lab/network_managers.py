"""The network managers of the guest with systemd. Each is set to manage every Ethernet NIC."""

import re

ALL = "eth* en*"
RULES = ("/etc/udev/rules.d/*-hyperv-vf.rules", "/etc/systemd/network/*-hyperv-vf.network")
ASIDE = "/run/hyperv-vf-rules.tar"


class NetworkManager:
    """NetworkManager with its defaults: a profile for each NIC, and its own DHCP client."""

    title = "NetworkManager"

    def start(self, guest, only="", but=""):
        """Starts it: for the NICs in `only`, or for all except those in `but`, if given."""
        names = f"except:interface-name:{only}" if only else f"interface-name:{but}"
        unmanaged = f"[keyfile]\nunmanaged-devices={names}\n" if only or but else ""
        guest.agent.write(
            "/etc/NetworkManager/conf.d/lab.conf", f"[main]\ndhcp=internal\n{unmanaged}")
        guest.agent.output("systemctl start NetworkManager")

    def profiles(self, guest, names):
        """Waits until it knows all NICs, and returns the profile of each; empty if it has none."""
        found = " && ".join(f"echo \"$l\" | grep -q ^{name}:" for name in names)
        text = guest.agent.wait_for(
            f"l=$(nmcli -t -f DEVICE,CONNECTION device) && {found} && echo \"$l\"")
        known = dict(line.split(":", 1) for line in text.splitlines())
        return [known[name] for name in names]


class Networkd:
    """systemd-networkd with a file that matches every NIC."""

    title = "systemd-networkd"

    def start(self, guest, only="", but=""):
        """Starts it: for the NICs in `only`, or for all except those in `but`, if given."""
        names = only or (f"!{but} !lo" if but else ALL)
        guest.agent.write("/etc/systemd/network/50-all.network",
                          f"[Match]\nName={names}\n\n[Network]\nDHCP=ipv4\n")
        guest.agent.output("systemctl start systemd-networkd")

    def profiles(self, guest, names):
        """Waits until it has handled all NICs, and returns the .network file of each; empty if it has
        none."""
        paths = " ".join(
            f"/run/systemd/netif/links/$(cat /sys/class/net/{name}/ifindex)" for name in names)
        text = guest.agent.wait_for(
            f"for f in {paths}; do cat $f && echo END && "
            "! grep -qE '^ADMIN_STATE=(pending|init)' $f || exit; done")
        return [self._profile(link) for link in text.split("END\n")[:len(names)]]

    @staticmethod
    def _profile(text):
        found = re.search(r"^NETWORK_FILE=(.+)$", text, re.MULTILINE)
        return found[1] if found and "ADMIN_STATE=unmanaged" not in text else ""


MANAGERS = (NetworkManager(), Networkd())


def await_address(guest, segment, name="eth0"):
    """Waits for the lease that a manager gets for a NIC."""
    guest.agent.wait_for(f"ip -4 address show dev {name} | grep -q {segment.guest}/")


def remove_rules(guest):
    """Removes the project's rules from the guest."""
    guest.agent.output(
        f"tar -c -f {ASIDE} {' '.join(RULES)} 2>/dev/null; rm {' '.join(RULES)}; "
        "udevadm control --reload")


def restore_rules(guest):
    """Restores what `remove_rules` has removed."""
    guest.agent.output(f"tar -x -C / -f {ASIDE}; udevadm control --reload")
