"""Many runs for one NIC at the same time."""

from guest import VFUP
from scenario import expect, scenario

COUNT = 1000


@scenario("thousand-at-once", megabytes=768)
def thousand(scene):
    """One run does the work and one waits. All others have nothing to do, and none fails."""
    vf = scene.begin('ifconfig_eth0="DHCP"', static=False)
    scene.guest.agent.output(
        f"for n in $(seq {COUNT}); do "
        f"{{ {VFUP} -v eth0 2>>/tmp/said; echo $? >>/tmp/ends; }} & done; wait", timeout=600)
    ends = scene.guest.agent.output("sort /tmp/ends | uniq -c").split()
    expect("how many ended how", ends, [str(COUNT), "0"])
    made = scene.guest.agent.output("grep -c 'ip link add bond0' /tmp/said").strip()
    expect("bonds made", made, "1")
    scene.expect_bond(vf)
    scene.expect_default_route()
    scene.await_answers()
