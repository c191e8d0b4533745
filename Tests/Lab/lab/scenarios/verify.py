"""hyperv_vfctl verify: each finding is caused, found, and removed by its remedy."""

import json

from hotplug import VF_DRIVER
from network_managers import Networkd, NetworkManager, remove_rules, restore_rules
from scenario import Mismatch, expect, scenario
from scenarios.verbs import VFCTL
from traces import Ping

# The place of Hyper-V's PCI bridge of a VF in sysfs. The lab does not have its driver.
BRIDGE = "vmbus/drivers/hv_pci/47505500-0001-0000-3130-444531454238/pci0001:00"

# The code of each finding, and the commands that cause it in a guest with bond0 of eth0 and VF.
FAULTS = [
    ("own-address", "ip address add 198.51.100.9/24 dev VF"),
    ("route-of-member",
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


# Findings that are outages themselves, or whose remedy sets a VF up: then the host moves the data path.
INTERRUPTING = {"carries-nothing", "foreign-address", "leftover-bond", "not-joined", "no-driver", "managed"}


def findings(scene):
    """Returns the findings of verify: remedies by code."""
    result = scene.guest.agent.run(f"{VFCTL} verify --json", 60)
    answer = json.loads(result.output)
    expect("exit status", result.status, 0 if answer["ok"] else 1)
    return {entry["code"]: entry["remedy"] for entry in answer["findings"]}


def follow(scene, code):
    """Follows the remedy of one finding. The finding must disappear, and leave no other one."""
    found = findings(scene)
    others = set(found) - {code}
    if code not in found or (others and "client" not in code):
        raise Mismatch(f"{code}: found {found}")
    result = None
    # A client has added an address and a route by then, which are separate findings.
    for _ in range(len(found)):
        remedies = findings(scene)
        first = code if code in remedies else next(iter(remedies), None)
        if first:
            result = do(scene, first, remedies[first])
    scene.guest.agent.wait_for(f"{VFCTL} verify --quiet")
    expect(f"{code}: findings after '{found[code]}' ({result.output.strip()})", findings(scene), {})


def do(scene, code, remedy):
    """Runs the remedy of a finding as an administrator with the usual PATH would, under a ping."""
    with Ping(scene.segment.guest, after=1) as ping:
        result = scene.guest.agent.run(f"PATH=$PATH:/usr/libexec/hyperv; {remedy}", 60)
    print(f"      {code}: {remedy}: {ping.trace.line()}", flush=True)
    if code not in INTERRUPTING and ping.trace.lost > 1:
        raise Mismatch(f"{code}: {ping.trace.lost} pings lost by '{remedy}'")
    return result


def follow_all(scene, code):
    """Follows the remedy of one finding, which must disappear. The remedies of the others, in turn, must
    leave none."""
    remedy = findings(scene)[code]
    said = do(scene, code, remedy).output.strip()
    scene.guest.agent.wait_for(f"! {VFCTL} verify --json | grep -q '\"{code}\"'")
    for _ in range(5):
        others = findings(scene)
        if not others:
            return
        other = next(iter(others))
        do(scene, other, others[other])
    raise Mismatch(f"{code}: left after '{remedy}' ({said}): {findings(scene)}")


@scenario("verify-bond")
def bond(scene):
    """The possible findings about a bond."""
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
    """A bond without its VF is found. The VF's return is the remedy."""
    scene.begin()
    scene.take_over()
    scene.guest.unplug(scene.segment)
    expect("findings", list(findings(scene)), ["no-vf"])
    scene.guest.plug(scene.segment)
    scene.guest.vfup().check()
    expect("findings", findings(scene), {})


@scenario("verify-leftover", standby=True)
def leftover(scene):
    """A bond is left over although the kernel joins the pair."""
    scene.guest.configure()
    scene.guest.static(scene.segment)
    scene.guest.plug(scene.segment)
    expect("findings", findings(scene), {})
    scene.guest.agent.output("ip link add bond0 type bond mode active-backup miimon 100")
    follow(scene, "leftover-bond")


@scenario("verify-leftover-member", standby=True)
def leftover_member(scene):
    """The same with a bond that has the synthetic NIC as a member, and its address."""
    scene.guest.configure()
    scene.guest.static(scene.segment)
    vf = scene.guest.plug(scene.segment)
    expect("findings", findings(scene), {})
    scene.guest.agent.output(
        f"ip link add bond0 address {scene.segment.mac} type bond mode active-backup miimon 100; "
        "ip address flush dev eth0; ip link set eth0 down; ip link set eth0 master bond0; "
        "ip link set bond0 up; "
        f"ip address add {scene.segment.guest}/24 brd + dev bond0; "
        f"ip route add default via {scene.segment.host} dev bond0")
    scene.await_answers()
    follow_all(scene, "leftover-bond")
    links = scene.guest.links()
    expect("bonds", [name for name in links if name.startswith("bond")], [])
    expect("master of the VF", links[vf].get("master"), "eth0")
    expect("addresses of eth0", scene.guest.addresses("eth0"), [f"{scene.segment.guest}/24"])
    scene.expect_default_route("eth0")
    scene.await_answers()


@scenario("verify-not-joined", pairs=2, standby=True)
def not_joined(scene):
    """A VF that the kernel did not join: it has no room for a second VF with that address, and does not
    retry when the first one leaves."""
    scene.guest.configure()
    scene.guest.static(scene.segment)
    scene.guest.plug(scene.segment)
    vf = scene.guest.plug(scene.second, slot=1, mac=scene.segment.mac)
    scene.guest.unplug(scene.segment)
    expect("master", scene.guest.links()[vf].get("master"), None)
    expect("findings", list(findings(scene)), ["not-joined"])
    follow_all(scene, "not-joined")
    expect("master", scene.guest.links()[vf].get("master"), "eth0")


def show_bridge(scene, device):
    """Makes a PCI function also appear below a bridge of Hyper-V."""
    scene.guest.agent.output(
        "mkdir -p /tmp/bus; mount -t tmpfs bus /tmp/bus; "
        "for bus in /sys/bus/*; do b=/tmp/bus/${bus##*/}; mkdir $b; mount --bind $bus $b; done; "
        f"mkdir -p /tmp/bus/{BRIDGE}; "
        f"ln -s /sys/bus/pci/devices/{device} /tmp/bus/{BRIDGE}/; mount --rbind /tmp/bus /sys/bus")


@scenario("verify-no-driver")
def no_driver(scene):
    """A VF without a driver: the module is still loaded, or was never loaded."""
    vf = scene.begin()
    agent = scene.guest.agent
    device = agent.output(f"readlink /sys/class/net/{vf}/device").strip().split("/")[-1]
    show_bridge(scene, device)
    scene.take_over()
    expect("findings", findings(scene), {})
    for taking in (f"echo {device} >{VF_DRIVER}/unbind", "rmmod vmxnet3"):
        agent.output(taking)
        expect("findings", list(findings(scene)), ["no-driver", "no-vf"])
        follow_all(scene, "no-driver")
        scene.expect_bond(vf)


def managed(scene, manager):
    """A manager took the VF before the project's rules were installed."""
    scene.guest.configure('ifconfig_eth0="DHCP"')
    scene.guest.ifup()
    remove_rules(scene.guest)
    manager.start(scene.guest, only="en*")
    vf = scene.guest.plug(scene.segment)
    scene.guest.agent.wait_for(f"ip -4 address show dev {vf} | grep -q inet")
    restore_rules(scene.guest)
    expect("the VF is found managed", "managed" in findings(scene), True)
    follow_all(scene, "managed")
    scene.guest.await_bond(vf)
    scene.expect_bond(vf)
    expect("profiles", manager.profiles(scene.guest, [vf]), [""])


@scenario("verify-managed-networkmanager", systemd=True)
def managed_by_network_manager(scene):
    managed(scene, NetworkManager())


@scenario("verify-managed-networkd", systemd=True)
def managed_by_networkd(scene):
    managed(scene, Networkd())
