"""A takeover that fails on its way: everything is as it was, and another run succeeds."""

from scenario import Mismatch, scenario

# The programs call ip(8) by its path: this one fails at the call whose number /tmp/fail holds.
BROKEN_IP = """#!/bin/sh
count=$(($(cat /tmp/count) + 1))
echo $count >/tmp/count
if [ $count = "$(cat /tmp/fail)" ]; then
  echo "made to fail: $*" >&2
  exit 2
fi
exec /sbin/ip.real "$@"
"""


@scenario("undo-no-bonding")
def no_bonding(scene):
    """The kernel has no bonding."""
    scene.begin()
    scene.guest.agent.output(
        "rmmod bonding; echo 'install bonding /bin/false' >/etc/modprobe.d/none.conf")
    scene.expect_refused(75)


@scenario("undo-vf-refused")
def vf_refused(scene):
    """The VF is in use: what has a macvlan on it joins no bond."""
    vf = scene.begin()
    scene.guest.agent.output(f"modprobe macvlan; ip link add mv0 link {vf} type macvlan")
    scene.expect_refused(75)
    scene.guest.agent.output("ip link del mv0")
    scene.take_over()
    scene.expect_bond(vf)


@scenario("undo-each-command")
def each_command(scene):
    """Every ip(8) of a takeover fails once."""
    vf = scene.begin()
    before = scene.guest.snapshot()
    break_ip(scene)
    complaints = []
    for number in range(1, 40):
        scene.guest.agent.output(f"echo 0 >/tmp/count; echo {number} >/tmp/fail")
        result = scene.guest.vfup("-v", "eth0")
        scene.guest.agent.output("echo 0 >/tmp/fail")
        if "made to fail" not in result.output:
            break
        if result.status == 0:
            # A step without which the rest is worth having.
            scene.expect_bond(vf)
        elif scene.guest.snapshot() != before:
            complaints.append(f"exit {result.status} when ip(8) fails at call {number}, and not "
                              f"undone: {result.output.strip().splitlines()[-1]}")
        if scene.guest.snapshot() != before:
            start_again(scene)
    if complaints:
        raise Mismatch("\n".join(complaints))
    result.check()
    scene.expect_bond(vf)


def break_ip(scene):
    """Puts the failing ip(8) into the place of the real one."""
    scene.guest.agent.output("mv /sbin/ip /sbin/ip.real")
    scene.guest.agent.write("/sbin/ip", BROKEN_IP)
    scene.guest.agent.output("chmod +x /sbin/ip; echo 0 >/tmp/count; echo 0 >/tmp/fail")


def start_again(scene):
    """Takes a takeover back by hand."""
    scene.guest.agent.output("ip link del bond0")
    for name in scene.guest.links():
        if name != "lo":
            scene.guest.agent.output(f"ip link set {name} down; ip address flush dev {name}")
    scene.guest.static(scene.segment)
