"""A file that names NICs by hardware address alone, which the VF and the bond have too."""

from network_managers import MANAGERS, await_address
from scenario import expect, scenario
from .systemd import begin, expect_well

LINK = """[Match]
MACAddress={mac}

[Link]
Name=eth0
"""
RULE = 'SUBSYSTEM=="net", ACTION=="add", ATTR{{address}}=="{mac}", NAME="eth0"\n'


def name_by_address(scene, path="/etc/systemd/network/10-lab.link", text=LINK):
    """Writes the administrator's file."""
    scene.guest.agent.write(path, text.format(mac=scene.segment.mac))
    scene.guest.agent.output("udevadm control --reload")


def expect_named(scene, vf):
    """Checks that udev gave the VF the name of its path, and failed to rename no other NIC."""
    expect("name of the VF", vf, "enp1s0")
    expect("failures", scene.guest.agent.output(
        "journalctl --no-pager -o cat | grep 'Failed to rename' || true"), "")
    expect("mark of the VF", properties(scene, vf, "HYPERV_VF"), "1")


def properties(scene, name, key):
    """Returns a udev property of this NIC."""
    return scene.guest.agent.output(
        f"udevadm info --query=property --value --property={key} /sys/class/net/{name}").strip()


def take_over(scene):
    """Checks a takeover by rules and units, together with Debian's ifupdown."""
    begin(scene)
    with scene.steady():
        vf = scene.guest.plug(scene.segment)
        expect_well(scene, vf)
        expect_named(scene, vf)
        scene.guest.unplug(scene.segment)
        vf = scene.guest.plug(scene.segment)
        expect_well(scene, vf)
    expect_named(scene, vf)
    expect("mark of the bond", properties(scene, "bond0", "HYPERV_VF_BOND"), "1")
    scene.expect_default_route()
    expect("clients", scene.guest.clients(), ["bond0"])


@scenario("names-link-ifupdown", systemd=True)
def link(scene):
    """A file of systemd.link(5)."""
    name_by_address(scene)
    take_over(scene)


@scenario("names-rule-ifupdown", systemd=True)
def rule(scene):
    """A rule of the kind that udev once generated."""
    name_by_address(scene, "/etc/udev/rules.d/70-persistent-net.rules", RULE)
    take_over(scene)


@scenario("names-late-ifupdown", systemd=True)
def late(scene):
    """A rule that comes after all others, as netplan writes it for a NIC that is matched by its address
    alone."""
    name_by_address(scene, "/etc/udev/rules.d/99-netplan-eth0.rules", RULE)
    take_over(scene)


@scenario("names-link-reboot", systemd=True)
def reboot(scene):
    """Both NICs are present when the guest boots, and either may be named first."""
    name_by_address(scene)
    begin(scene)
    scene.guest.agent.output("systemctl --quiet enable networking")
    expect_well(scene, scene.guest.plug(scene.segment))
    scene.guest.reboot()
    vf = scene.guest.agent.wait_for("ls /sys/class/net | grep ^en").strip()
    expect_well(scene, vf)
    expect_named(scene, vf)


def beside(manager):
    """The kernel joins the pair, and the manager has eth0: it leaves the VF alone."""
    def run(scene):
        name_by_address(scene)
        scene.guest.configure('hyperv_vf_transparent="YES"')
        manager.start(scene.guest)
        await_address(scene.guest, scene.segment)
        vf = scene.guest.plug(scene.segment)
        expect_named(scene, vf)
        expect("profile of the VF", manager.profiles(scene.guest, [vf]), [""])
        expect("addresses of the VF", scene.guest.addresses(vf), [])
    return run


for each in MANAGERS:
    scenario(f"names-link-{each.title}", systemd=True)(beside(each))
