"""A VF that is present but used elsewhere: the pair has no error, and `status` says where the VF is."""

from scenario import expect, scenario

from .verbs import look, run


def give_away(scene, vf):
    """Moves the VF to another network namespace, during pings that must not be interrupted."""
    with scene.steady():
        scene.guest.agent.output(f"ip netns add other; ip link set {vf} netns other; udevadm settle")


@scenario("elsewhere-namespace")
def namespace(scene):
    """A container gets the VF of a bond, and gives it back."""
    vf = scene.begin()
    scene.take_over()
    function = scene.guest.agent.output(f"readlink /sys/class/net/{vf}/device").strip()
    function = function.split("/")[-1]
    give_away(scene, vf)
    expect("members", scene.guest.members(), ["eth0"])
    used = [{"device": function, "use": "namespace", "by": None}]
    expect("VF", look(scene)["vf"], None)
    expect("where the VF is", look(scene)["vf_used"], used)
    expect("what verify says", run(scene, "verify"), "")
    text = run(scene, "status")
    expect("status", f"{function}, whose NIC is in another network namespace" in text, True)
    scene.expect_refused(0)
    with scene.steady():
        scene.guest.agent.output("ip netns del other; sleep 0.5; udevadm settle")
    expect("where the VF is", look(scene)["vf_used"], [])
    scene.take_over()
    scene.expect_bond(vf)


@scenario("elsewhere-before-takeover")
def before(scene):
    """The VF was given away before there was a bond: there is nothing to do, and no error."""
    vf = scene.begin()
    give_away(scene, vf)
    expect("where the VF is", [entry["use"] for entry in look(scene)["vf_used"]], ["namespace"])
    expect("what verify says", run(scene, "verify"), "")
    scene.expect_refused(0)
