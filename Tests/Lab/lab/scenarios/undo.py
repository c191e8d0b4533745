"""A takeover fails at some step: everything is as before, and another run succeeds."""

from scenario import Mismatch, Skip, expect, scenario

# The programs call ip(8) by its path. This replacement runs /tmp/how at the call with the number in
# /tmp/when.
BROKEN_IP = """#!/bin/sh
count=$(($(cat /tmp/count) + 1))
echo $count >/tmp/count
if [ $count = "$(cat /tmp/when)" ]; then
  # Only once, also where two of them count at the same time.
  echo done >/tmp/when
  echo "broken: $*" >&2
  . /tmp/how
fi
exec /sbin/ip.real "$@"
"""

# Runs only the first two lines of a batch.
HALF = "head -n 2 | /sbin/ip.real -batch -"


@scenario("undo-no-bonding")
def no_bonding(scene):
    """The kernel has no bonding."""
    scene.begin()
    scene.guest.agent.output(
        "rmmod bonding; echo 'install bonding /bin/false' >/etc/modprobe.d/none.conf")
    scene.expect_refused(75)


@scenario("undo-vf-refused")
def vf_refused(scene):
    """The VF is in use: an interface with a macvlan on it cannot join a bond."""
    vf = scene.begin()
    scene.guest.agent.output(f"modprobe macvlan; ip link add mv0 link {vf} type macvlan")
    scene.expect_refused(75)
    scene.guest.agent.output("ip link del mv0")
    scene.take_over()
    scene.expect_bond(vf)


def cut_off(scene, vf):
    """Sets the VF up, so that the host sends only to it."""
    scene.guest.agent.output(f"ip link set {vf} up")
    scene.guest.agent.wait_for("grep -q 0 /sys/class/net/eth0/carrier")


@scenario("undo-vf-up")
def vf_up(scene):
    """The VF was up before a takeover that fails, and before one that is refused: the guest answers
    afterwards."""
    vf = scene.begin()
    agent = scene.guest.agent
    if not scene.guest.switch:
        raise Skip("both NICs carry traffic")
    cut_off(scene, vf)
    agent.output(f"modprobe macvlan; ip link add mv0 link {vf} type macvlan")
    said = scene.guest.vfup()
    expect("exit status", said.status, 75)
    # An interface of another user is on the VF.
    expect(f"'stays up, since' in '{said.output.strip()}'", "stays up, since" in said.output, True)
    agent.output("ip link del mv0; ip link add bond0 type bond mode balance-rr; "
                 "ip link add dummy0 type dummy; ip link set dummy0 master bond0; ip link set bond0 up")
    cut_off(scene, vf)
    said = scene.guest.vfup()
    expect("exit status", said.status, 75)
    expect(f"'was set down' in '{said.output.strip()}'", "was set down" in said.output, True)
    scene.await_answers()
    agent.output("ip link del bond0; ip link del dummy0")
    cut_off(scene, vf)
    scene.guest.vfup().check()
    scene.await_answers()
    scene.expect_bond(vf)


@scenario("undo-each-command")
def each_command(scene):
    """Each ip(8) of a takeover fails once."""
    vf = scene.begin()
    before = scene.guest.snapshot()
    complaints = []
    for number, result in breaks(scene, "exit 2"):
        if result.status == 0:
            # A step that is not necessary for the rest.
            scene.expect_bond(vf)
        elif scene.guest.snapshot() != before:
            complaints.append(f"exit {result.status} when ip(8) fails at call {number}, and not "
                              f"undone: {result.output.strip().splitlines()[-1]}")
        if scene.guest.snapshot() != before:
            start_again(scene)
    if complaints:
        raise Mismatch("\n".join(complaints))
    scene.expect_bond(vf)


@scenario("undo-hanging-command")
def hanging_command(scene):
    """A command that hangs is ended, and the previous steps are undone."""
    vf = scene.begin('hyperv_vf_command_timeout="2"')
    before = scene.guest.snapshot()
    statuses = []
    for _, result in breaks(scene, "exec sleep 1000"):
        statuses.append(result.status)
        if result.status == 0:
            # A step that is not necessary for the rest, or no command has hung.
            scene.expect_bond(vf)
            start_again(scene)
        else:
            expect("state", scene.guest.snapshot(), before)
    expect("something was undone", 75 in statuses, True)
    scene.expect_bond(vf)


@scenario("killed-at-each-command")
def killed(scene):
    """hyperv_vfup is killed while one of its ip(8) runs. The next run completes its work."""
    vf = scene.begin()
    for _, result in breaks(scene, "kill -9 $PPID"):
        expect("exit status", result.status, 137)
        scene.guest.vfup().check()
        scene.expect_bond(vf)
        scene.expect_default_route()
        start_again(scene)
    scene.expect_bond(vf)


@scenario("two-at-once")
def two_at_once(scene):
    """Two runs for one NIC: one waits for the other, and finds nothing to do."""
    vf = scene.begin()
    with scene.steady():
        scene.guest.agent.output(
            "p=/usr/libexec/hyperv/hyperv_vfup; $p eth0 & one=$!; $p eth0 & two=$!; "
            "wait $one && wait $two", timeout=60)
    scene.expect_bond(vf)


@scenario("events-at-the-end")
def events_at_the_end(scene):
    """Two more events arrive while a run is ending: none is lost, and nothing is done twice."""
    vf = scene.begin('ifconfig_eth0="DHCP"', static=False)
    with scene.steady():
        scene.guest.agent.output(
            "p=/usr/libexec/hyperv/hyperv_vfup; $p eth0 & one=$!; "
            "until grep -q eth0 /sys/class/net/bond0/bonding/slaves 2>/dev/null; do :; done; "
            "$p eth0 & two=$!; $p eth0 & three=$!; wait $one && wait $two && wait $three",
            timeout=90)
    scene.expect_bond(vf)
    expect("clients", scene.guest.clients(), ["bond0"])


@scenario("killed-and-unplugged")
def killed_and_unplugged(scene):
    """The run was killed in the middle of each batch, and then the VF left: the next run undoes the steps."""
    vf = scene.begin()
    before = scene.guest.snapshot()
    del before[vf]
    for _, result in breaks(scene, f"{HALF}; kill -9 $PPID"):
        expect("exit status", result.status, 137)
        scene.guest.unplug(scene.segment)
        scene.guest.vfup().check()
        expect("state", scene.guest.snapshot(), before)
        scene.await_answers()
        vf = scene.guest.plug(scene.segment)
    scene.expect_bond(vf)


@scenario("undo-half-batch")
def half_batch(scene):
    """Each batch of a takeover fails after its second line."""
    vf = scene.begin()
    more = ("ip route add 203.0.113.0/24 via 192.0.2.1 dev eth0; "
            "ip -6 address add 2001:db8::10/64 dev eth0 nodad")
    scene.guest.agent.output(more)
    before = scene.guest.snapshot()
    for number, result in breaks(scene, f"{HALF}; exit 2"):
        if result.status == 0:
            # The batch that prepares the bond may fail: the move does all of its steps again.
            scene.expect_bond(vf)
            scene.expect_default_route()
            start_again(scene)
            scene.guest.agent.output(more)
        else:
            expect(f"exit status at call {number}", result.status, 75)
        expect("state", scene.guest.snapshot(), before)
    scene.expect_bond(vf)


def break_ip(scene, how):
    """Replaces ip(8) by a broken one. Returns a function that runs hyperv_vfup with the call of a given
    number broken."""
    agent = scene.guest.agent
    agent.output("mv /sbin/ip /sbin/ip.real")
    agent.write("/tmp/how", how)
    agent.write("/sbin/ip", BROKEN_IP)
    agent.output("chmod +x /sbin/ip; echo 0 >/tmp/count; echo 0 >/tmp/when")

    def run(number):
        agent.output(f"echo 0 >/tmp/count; echo {number} >/tmp/when")
        result = scene.guest.vfup("eth0")
        agent.output("echo 0 >/tmp/when")
        return result
    return run


def breaks(scene, how):
    """Runs hyperv_vfup with its first ip(8) broken, then with the second, until all have been broken.
    Yields the number of each call and the Result. The last run, with none broken, succeeds."""
    run = break_ip(scene, how)
    for number in range(1, 60):
        result = run(number)
        if int(scene.guest.agent.output("cat /tmp/count")) < number:
            result.check()
            return
        yield number, result


def start_again(scene):
    """Undoes a takeover by hand."""
    scene.guest.agent.output("ip link del bond0 2>/dev/null || true")
    for name in scene.guest.links():
        if name != "lo":
            scene.guest.agent.output(f"ip link set {name} down; ip address flush dev {name}")
    scene.guest.static(scene.segment)
