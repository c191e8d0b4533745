"""hyperv_vfctl report: it has all its parts, and nothing that identifies the guest."""

import re

from network_managers import Networkd, NetworkManager, await_address
from scenario import expect, scenario

VFCTL = "/usr/libexec/hyperv/hyperv_vfctl"
SECTIONS = ["versions", "system", "configuration", "pairs", "status", "plan", "check", "verify",
            "state and record", "rules and units", "log", "network"]
# Addresses that every machine has, or a whole network.
COMMON = {"127.0.0.1", "::1", "255.255.255.255", "0.0.0.0", "::"}


def real_names(scene):
    """Returns the guest's addresses of all kinds, in all notations, and its name."""
    agent = scene.guest.agent
    words = agent.output("ip -o addr; ip -4 route; ip -6 route; ip neigh; cat /etc/resolv.conf")
    found = set(re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", words))
    found |= {word for word in re.findall(r"[0-9a-f:]*::[0-9a-f:]+", words)}
    found = {name for name in found - COMMON
             if not re.match(r"(255|127|22[4-9])\.|ff", name)}
    found -= {"fe80::", "ff00::"}
    for address in set(agent.output("cat /sys/class/net/*/address").split()) - {"00:00:00:00:00:00"}:
        bare = address.replace(":", "")
        found |= {address, address.replace(":", "-"), bare, f"{bare[:4]}.{bare[4:8]}.{bare[8:]}"}
    return found


def left(text, names):
    """Returns the names that are in the text as whole words, in upper or lower case."""
    return sorted(
        name for name in names
        if re.search(rf"(?<![0-9a-z.:]){re.escape(name)}(?![0-9a-z:]|\.[0-9])", text.lower()))


def examine(scene, *, unprivileged=True):
    """Checks the report of the guest in its present state, and the one with --plain. Returns the report."""
    agent = scene.guest.agent
    names = real_names(scene)
    report = agent.output(f"{VFCTL} report", timeout=300)
    expect("sections", re.findall(r"^==== (.*)$", report, re.MULTILINE), SECTIONS)
    expect("real addresses in the report", left(report, names), [])
    expect("longer than 200 KB", len(report.encode()) > 200_000, False)
    expect("commands that hung", "took too long" in report, False)
    for heading in ("$ hyperv_vfctl status", "$ hyperv_vfctl plan eth0", "$ hyperv_vfctl check",
                    "$ hyperv_vfctl verify", "$ /sbin/ip -d addr show", "/sys/class/net/*:"):
        expect(f"'{heading}' in the report", heading in report, True)
    plain = agent.output(f"{VFCTL} report --plain", timeout=300)
    expect("the address in --plain", left(plain, {scene.segment.guest}), [scene.segment.guest])
    if unprivileged:
        mine = agent.output(
            f"setpriv --reuid 65534 --regid 65534 --clear-groups {VFCTL} report", timeout=300)
        expect("sections without root", re.findall(r"^==== (.*)$", mine, re.MULTILINE), SECTIONS)
        expect("real addresses without root", left(mine, names), [])
        expect("says that it lacks something", "run without root" in mine, True)
    return report


@scenario("report-busybox")
def report_busybox(scene):
    """A bond from rc.conf, in a guest without systemd."""
    scene.begin()
    scene.take_over()
    report = examine(scene, unprivileged=False)
    expect("the record in the report", "/run/hyperv_vf/events" in report, True)


@scenario("report-ifupdown", systemd=True)
def report_ifupdown(scene):
    scene.guest.configure('ifconfig_eth0="DHCP"')
    scene.guest.ifup()
    scene.guest.await_bond(scene.guest.plug(scene.segment))
    await_address(scene.guest, scene.segment, "bond0")
    report = examine(scene)
    expect("units in the report", "hyperv-vfup@.service" in report, True)


def managed(scene, manager):
    """A manager has the NIC, so the takeover is refused: the report says why."""
    scene.guest.configure('ifconfig_eth0="DHCP"')
    manager.start(scene.guest)
    await_address(scene.guest, scene.segment)
    scene.guest.plug(scene.segment)
    report = examine(scene)
    expect("the manager in the report", f"{manager.title} configures it" in report, True)


@scenario("report-networkd", systemd=True)
def report_networkd(scene):
    managed(scene, Networkd())


@scenario("report-networkmanager", systemd=True)
def report_network_manager(scene):
    managed(scene, NetworkManager())
