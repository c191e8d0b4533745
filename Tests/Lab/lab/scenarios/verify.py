"""hyperv_vfctl verify: each finding is produced, found, and gone after its remedy."""

import json

from scenario import Mismatch, expect, scenario
from scenarios.verbs import VFCTL

# Code, and how it is brought about in a guest with bond0 of eth0 and VF.
FAULTS = [
    ("own-address", "ip address add 198.51.100.9/24 dev VF"),
    ("own-default-route",
     "ip address add 198.51.100.9/24 dev VF; ip route add default via 198.51.100.1 dev VF metric 9; "
     "ip address del 198.51.100.9/24 dev VF; "
     "ip route replace default dev VF metric 9"),
    ("own-dhcp-client",
     "dhclient -4 -nw -pf /run/dhclient.VF.pid -lf /var/lib/dhcp/dhclient.VF.leases VF; sleep 1"),
    ("client-of-member",
     "dhclient -4 -nw -pf /run/dhclient.eth0.pid -lf /var/lib/dhcp/dhclient.eth0.leases eth0; sleep 1"),
    ("configured-beside", "ip address add 198.51.100.9/24 dev eth0"),
    ("wrong-primary", "echo eth0 >/sys/class/net/bond0/bonding/primary"),
    ("carries-nothing", "ip link set VF down; sleep 1"),
    ("foreign-address", "ip link set bond0 address 02:00:00:00:00:99"),
    ("member-missing", "ip link set VF nomaster; sleep 1"),
    ("mtu", "ip link set VF mtu 1400"),
]


def findings(scene):
    """What verify finds: remedies by code."""
    result = scene.guest.agent.run(f"{VFCTL} verify --json", 60)
    answer = json.loads(result.output)
    expect("exit status", result.status, 0 if answer["ok"] else 1)
    return {entry["code"]: entry["remedy"] for entry in answer["findings"]}


def follow(scene, code):
    """Does what the remedy of one finding says; it must be gone, and leave no other."""
    found = findings(scene)
    others = set(found) - {code}
    if code not in found or (others and "client" not in code):
        raise Mismatch(f"{code}: found {found}")
    result = None
    # A client has brought an address and a route by then, which are findings of their own.
    for _ in range(len(found)):
        remedies = findings(scene)
        remedy = remedies.get(code) or next(iter(remedies.values()), None)
        if remedy:
            result = scene.guest.agent.run(f"PATH=$PATH:/usr/libexec/hyperv; {remedy}", 60)
    scene.guest.agent.wait_for(f"{VFCTL} verify --quiet")
    expect(f"{code}: findings after '{found[code]}' ({result.output.strip()})", findings(scene), {})


@scenario("verify-bond")
def bond(scene):
    """What can be wrong with a bond."""
    vf = scene.begin()
    expect("findings without a bond", list(findings(scene)), ["no-bond"])
    follow(scene, "no-bond")
    complaints = []
    for code, commands in FAULTS:
        scene.guest.agent.run(commands.replace("VF", vf), 60)
        try:
            follow(scene, code)
        except (Mismatch, TimeoutError) as reason:
            complaints.append(f"{code}: {reason}: {findings(scene)}")
            scene.guest.agent.run("ip link del bond0", 60)
            break
    if complaints:
        raise Mismatch("\n".join(complaints))
    scene.expect_bond(vf)


@scenario("verify-no-vf")
def no_vf(scene):
    """A bond without its VF is found, and the VF's return is the remedy."""
    scene.begin()
    scene.take_over()
    scene.guest.unplug(scene.segment)
    expect("findings", list(findings(scene)), ["no-vf"])
    scene.guest.plug(scene.segment)
    scene.guest.vfup().check()
    expect("findings", findings(scene), {})


@scenario("verify-leftover", standby=True)
def leftover(scene):
    """A bond that is left over where the kernel joins the pair."""
    scene.guest.configure()
    scene.guest.static(scene.segment)
    scene.guest.plug(scene.segment)
    expect("findings", findings(scene), {})
    scene.guest.agent.output("ip link add bond0 type bond mode active-backup miimon 100")
    follow(scene, "leftover-bond")
