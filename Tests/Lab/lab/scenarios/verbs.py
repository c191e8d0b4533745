"""hyperv_vfctl: undo, standby and resume, during pings that must not be interrupted."""

import json
import re
import time

from scenario import OUTAGE_MS, Mismatch, expect, scenario
from traces import Ping

VFCTL = "/usr/libexec/hyperv/hyperv_vfctl"


def run(scene, words, status=0):
    """Returns the output of hyperv_vfctl. Raises if it ends with another status."""
    result = scene.guest.agent.run(f"{VFCTL} {words}", 60)
    expect(f"exit status of {words} ({result.output.strip()})", result.status, status)
    return result.output


def look(scene):
    """Returns the first pair in `status --json`."""
    return json.loads(run(scene, "status --json"))["pairs"][0]


def under_pings(scene, words):
    """Runs hyperv_vfctl during pings that must not be interrupted for long: the host switches the data
    path."""
    with Ping(scene.segment.guest, after=1.0) as ping:
        run(scene, words)
    print(f"      {words}: {ping.trace.line()}", flush=True)
    if ping.trace.outage_ms > OUTAGE_MS:
        raise Mismatch(f"{words}: {ping.trace.lost} pings lost: {ping.trace.line()}")


def expect_path(scene, path):
    """Checks where the host sends: to the `vf` or to the `synthetic` NIC."""
    if switch := scene.guest.switch:
        expect("the host sends to", switch.changes[0][-1:], [path])


@scenario("vfctl-undo")
def undo(scene):
    """A static address is restored, and another run takes over again."""
    vf = scene.begin()
    before = scene.guest.snapshot()
    scene.take_over()
    with_bond = scene.guest.snapshot()
    under_pings(scene, "undo eth0")
    expect_path(scene, "synthetic")
    expect("bonds", [name for name in scene.guest.links() if name.startswith("bond")], [])
    expect("state of eth0", scene.guest.snapshot()["eth0"], before["eth0"])
    expect("routes", scene.guest.snapshot()["routes"], before["routes"])
    expect("second undo", run(scene, "undo eth0"), "")
    expect("events", look(scene)["since_event"], "undone")
    scene.take_over()
    expect("state", scene.guest.snapshot(), with_bond)
    scene.expect_bond(vf)


@scenario("vfctl-undo-dhcp")
def undo_dhcp(scene):
    """The DHCP client is restored with its lease."""
    scene.begin('ifconfig_eth0="DHCP"', static=False)
    scene.take_over()
    under_pings(scene, "undo eth0")
    expect("clients", scene.guest.clients(), ["eth0"])
    expect("address", scene.guest.addresses("eth0"), [f"{scene.segment.guest}/24"])
    scene.expect_default_route("eth0")
    expect("leases given up", scene.releases(), 0)


@scenario("vfctl-undo-foreign")
def undo_foreign(scene):
    """A bond of another user stays."""
    scene.begin()
    scene.take_over()
    scene.guest.agent.output(
        "ip link add dummy9 type dummy; ip link set dummy9 master bond0")
    before = scene.guest.snapshot()
    run(scene, "undo eth0", status=75)
    expect("state", scene.guest.snapshot(), before)


@scenario("vfctl-standby")
def standby(scene):
    """The synthetic NIC becomes active and stays so during events of other links. Then the VF becomes
    active again."""
    vf = scene.begin()
    scene.take_over()
    under_pings(scene, "standby eth0")
    expect_path(scene, "synthetic")
    expect("active member", scene.guest.active(), "eth0")
    expect("active in status", look(scene)["active"], "eth0")
    # hyperv_vfup finds everything complete, and changes nothing.
    scene.guest.vfup().check()
    expect("active member", scene.guest.active(), "eth0")
    under_pings(scene, "resume eth0")
    expect("active member", scene.guest.active(), vf)
    expect("duplicates", scene.guest.agent.output(
        "cat /sys/class/net/bond0/bonding/all_slaves_active").strip(), "0")
    expect("events", look(scene)["since_event"], "resumed")
    scene.expect_bond(vf)


@scenario("vfctl-standby-unplug")
def standby_unplug(scene):
    """No ping is lost if the VF leaves during standby, and the next VF is preferred again."""
    scene.begin()
    scene.take_over()
    run(scene, "standby eth0")
    with scene.steady():
        scene.guest.unplug(scene.segment)
    with scene.steady():
        vf = scene.guest.plug(scene.segment)
        scene.guest.vfup().check()
    scene.expect_bond(vf)


@scenario("vfctl-plan")
def plan(scene):
    """plan prints the same as -n."""
    vf = scene.begin()
    wanted = scene.guest.vfup("-n", "eth0").output
    expect("plan", run(scene, "plan eth0"), wanted)
    expect("plan up", run(scene, "plan up eth0"), wanted)
    wanted = scene.guest.agent.run(f"/usr/libexec/hyperv/hyperv_vfattach -n {vf} 0", 60).output
    expect("plan attach", run(scene, f"plan attach {vf}"), wanted)


class Watched:
    """The output of `watch` together with the kernel's events, both through the guest's third serial port,
    so that their times of arrival can be compared."""

    # 20 ms in an idle guest, though emulation makes everything about ten times slower. Other guests may
    # run.
    LIMIT_MS = 100
    EVENT = re.compile(r"(Deleted )?\d+: \S+: <")

    def __init__(self, scene, words=""):
        self._scene = scene
        self._began = time.monotonic()
        scene.guest.agent.output(f"{VFCTL} watch {words} >/dev/ttyS2 2>&1 & echo $! >/run/watch.pid")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._scene.guest.agent.output("kill $(cat /run/watch.pid)")

    def expect(self, words, after_event=True):
        """Waits for a line with these words, and returns it. Prints the time since the kernel's last event
        of a link, and raises if it is too long."""
        deadline = time.monotonic() + 60
        while True:
            lines = self._scene.guest.machine.events.since(self._began)
            found = [(at, line) for at, line in lines if words in line]
            if found:
                break
            if time.monotonic() > deadline:
                raise Mismatch(f"watch: no '{words}' in {[line for _, line in lines]}")
            time.sleep(0.05)
        at, line = found[0]
        self._began = at
        if after_event:
            self._expect_soon(at, line, [since for since, text in lines
                                         if since <= at and self.EVENT.match(text)])
        return line

    def _expect_soon(self, at, line, events):
        if not events:
            raise Mismatch(f"watch: '{line}' came before the kernel's event")
        delay = (at - events[-1]) * 1000
        print(f"      {delay:.0f} ms after the kernel: {line}", flush=True)
        if delay > self.LIMIT_MS:
            raise Mismatch(f"watch: '{line}' {delay:.0f} ms after the kernel's event")


@scenario("vfctl-watch")
def watch(scene):
    """The VF leaves and returns while `watch` runs: each time it prints a line, soon after the kernel's
    event."""
    vf = scene.begin()
    scene.take_over()
    with Watched(scene) as watched:
        watched.expect(f"eth0: its VF {vf} carries the traffic (bond)", after_event=False)
        scene.guest.unplug(scene.segment)
        watched.expect("eth0: no VF; eth0 carries the traffic (bond)")
        vf = scene.guest.plug(scene.segment, slot=2)
        watched.expect(f"eth0: eth0 carries the traffic, not its VF {vf} (bond)")
        scene.guest.vfup().check()
        watched.expect(f"eth0: its VF {vf} carries the traffic (bond)")
    with Watched(scene, "--json") as watched:
        watched.expect(f'"active": "{vf}"', after_event=False)
        scene.guest.unplug(scene.segment)
        line = watched.expect('"vf": null, "mode": "bond", "bond": "bond0", "active": "eth0"')
        expect("keys", list(json.loads(line)), [
            "time", "synthetic", "present", "vf", "mode", "bond", "active"])
