"""The VF leaves and returns."""

from scenario import expect, scenario


def leave(scene):
    """Unplugs the VF; the synthetic NIC takes over."""
    with scene.steady():
        scene.guest.unplug(scene.segment)
    expect("members", scene.guest.members(), ["eth0"])
    expect("active member", scene.guest.active(), "eth0")


def come_back(scene, **device):
    """Plugs the VF in again and joins it. Returns its name."""
    with scene.steady():
        vf = scene.guest.plug(scene.segment, **device)
        scene.guest.vfup().check()
    return vf


@scenario("replug-same-name")
def same_name(scene):
    first = scene.begin('ifconfig_eth0="DHCP"', static=False)
    scene.take_over()
    leave(scene)
    vf = come_back(scene)
    expect("name", vf, first)
    scene.expect_bond(vf)
    scene.expect_default_route()


@scenario("replug-other-name")
def other_name(scene):
    """In another slot, the VF has another name."""
    first = scene.begin()
    scene.take_over()
    leave(scene)
    vf = come_back(scene, slot=2)
    expect("has another name", vf != first, True)
    scene.expect_bond(vf)


@scenario("replug-twenty-times")
def twenty_times(scene):
    scene.begin('ifconfig_eth0="DHCP"', static=False)
    scene.take_over()
    for _ in range(20):
        scene.guest.unplug(scene.segment)
        expect("members", scene.guest.members(), ["eth0"])
        vf = scene.guest.plug(scene.segment)
        scene.guest.vfup().check()
        expect("members", scene.guest.members(), sorted(["eth0", vf]))
    with scene.steady():
        pass
    scene.expect_bond(vf)
    scene.expect_default_route()


@scenario("link-down", both_paths=True)
def link_down(scene):
    """The VF stays, but its link goes down: the synthetic NIC takes over until the link is back, if the
    host allows it."""
    vf = scene.begin()
    scene.take_over()
    with scene.steady():
        scene.guest.machine.set_link(scene.segment.vf, False)
    expect("active member", scene.guest.active(), "eth0")
    with scene.steady():
        scene.guest.machine.set_link(scene.segment.vf, True)
    expect("active member", scene.guest.active(), vf)
