"""The VF arrives, and nobody runs hyperv_vfup by hand."""

from scenario import Skip, expect, scenario

RULES = "/usr/libexec/lab/rules.d"


def await_bond(scene, vf):
    """Waits for the bond, which is made after hyperv_vf_delay seconds, and checks it."""
    scene.guest.await_bond(vf)
    scene.expect_bond(vf)
    scene.expect_default_route()


@scenario("attach-without-udev")
def without_udev(scene):
    """hyperv_vfattach returns at once, and the bond is made later."""
    vf = scene.begin()
    scene.guest.agent.output("killall systemd-udevd; rm -rf /run/udev")
    with scene.steady():
        result = scene.guest.agent.run(f"/usr/libexec/hyperv/hyperv_vfattach {vf} 0")
        result.check()
        expect("returns before the delay is over", result.seconds < 2, True)
        await_bond(scene, vf)


@scenario("attach-by-udev")
def by_udev(scene):
    """The rules alone handle the first arrival, the departure, and the return."""
    guest = scene.guest
    if guest.agent.run(f"ls {RULES}/*.rules").status != 0:
        raise Skip("no etc/udev/rules.d")
    guest.configure()
    guest.static(scene.segment)
    guest.agent.output(f"cp {RULES}/* /etc/udev/rules.d; udevadm control --reload")
    with scene.steady():
        vf = guest.plug(scene.segment)
        await_bond(scene, vf)
        guest.unplug(scene.segment)
        vf = guest.plug(scene.segment, slot=1)
        await_bond(scene, vf)
