"""Scenarios: their parts, and how they are run."""

import time
import traceback

from agent import CommandFailed
from traces import Ping

# The verb `measure` has the exact figures; this limit distinguishes an interruption from a busy
# machine.
OUTAGE_MS = 250

SCENARIOS = {}


class Skip(Exception):
    """The scenario needs something that is not installed."""


class Mismatch(AssertionError):
    """The guest is not in the expected state."""


def scenario(name, pairs=1, **machine):
    """Registers a function of a Scene under a name. `machine` are arguments for the guest's machine."""
    def register(function):
        SCENARIOS[name] = (function, pairs, machine)
        return function
    return register


def expect(what, found, wanted):
    """Raises Mismatch unless both values are equal."""
    if found != wanted:
        raise Mismatch(f"{what}: {found!r}, and not {wanted!r}")


class Steady(Ping):
    """Pings while the context is open. They must not be interrupted."""

    def __exit__(self, kind, *details):
        super().__exit__(kind, *details)
        if kind is None and self.trace.outage_ms > OUTAGE_MS:
            raise Mismatch(f"{self.trace.outage_ms} ms without an answer, "
                           f"{self.trace.lost} pings lost: {self.trace.line()}")


class Scene:
    """A guest and the network outside it, with the actions that most scenarios need."""

    def __init__(self, laboratory, guest):
        self.laboratory = laboratory
        self.guest = guest
        self.segment = laboratory.segments[0]
        self.second = laboratory.segments[1]
        # The server runs on from scenario to scenario.
        self._earlier_releases = self._all_releases()

    def _all_releases(self):
        return self.segment.log().count("DHCPRELEASE")

    def releases(self):
        """Returns the number of leases that were released in this scenario."""
        return self._all_releases() - self._earlier_releases

    def steady(self, after=0.7):
        """Returns pings to the first pair that must not be interrupted."""
        return Steady(self.segment.guest, after=after)

    def begin(self, *rc_conf, static=True):
        """Writes rc.conf, gives eth0 a static address or a lease, and plugs in a VF. Returns the VF's
        name."""
        self.guest.configure(*rc_conf)
        if static:
            self.guest.static(self.segment)
        else:
            self.guest.lease()
        return self.guest.plug(self.segment)

    def await_answers(self):
        """Waits until all pings are answered."""
        for _ in range(20):
            with Ping(self.segment.guest, after=0.5) as ping:
                pass
            if ping.trace.lost == 0:
                return
        raise Mismatch("the guest does not answer pings")

    def take_over(self):
        """Runs hyperv_vfup during pings that must not be interrupted."""
        with self.steady():
            self.guest.vfup().check()

    def expect_bond(self, vf, bond="bond0", synthetic="eth0", segment=None):
        """Checks that the bond has both members, sends through the VF, and has the MAC, the address and
        the route."""
        segment = segment or self.segment
        guest = self.guest
        expect(f"members of {bond}", guest.members(bond), sorted([synthetic, vf]))
        expect(f"active member of {bond}", guest.active(bond), vf)
        expect(f"MAC of {bond}", guest.links()[bond]["address"], segment.mac)
        expect(f"first address of {bond}", guest.addresses(bond)[:1], [f"{segment.guest}/24"])
        for member in (synthetic, vf):
            expect(f"addresses of {member}", guest.addresses(member), [])

    def expect_default_route(self, bond="bond0"):
        """Checks that the only default route leads through the bond."""
        found = [route for route in self.guest.routes() if route.startswith("default")]
        expect("default routes", found, [f"default via {self.segment.host} dev {bond}"])

    def expect_refused(self, status, *words):
        """Checks that hyperv_vfup ends with this status and changes nothing. Returns its output."""
        with self.steady():
            return self.expect_untouched(status, *words)

    def expect_untouched(self, status, *words):
        """Checks the same, if other programs may interrupt the pings."""
        before = self.guest.snapshot()
        result = self.guest.vfup(*words)
        expect(f"exit status ({result.output.strip()})", result.status, status)
        expect("state", self.guest.snapshot(), before)
        return result.output


class Runner:
    """Runs scenarios, each in its own guest, and prints a line for each."""

    def __init__(self, laboratory):
        self._laboratory = laboratory
        self._counts = {"ok": 0, "FAIL": 0, "skip": 0}

    def run(self, names):
        """Returns the exit status: 0 if no scenario failed."""
        for name in names or SCENARIOS:
            began = time.monotonic()
            verdict, words = self._attempt(*SCENARIOS[name])
            self._counts[verdict] += 1
            print(f"{verdict:5} {name} ({time.monotonic() - began:.0f} s)", flush=True)
            for line in words.splitlines():
                print(f"      {line}", flush=True)
        skipped = f", {self._counts['skip']} skipped" if self._counts["skip"] else ""
        print(f"{self._counts['ok']} passed, {self._counts['FAIL']} failed{skipped}")
        return 1 if self._counts["FAIL"] else 0

    def _attempt(self, function, pairs, machine):
        self._laboratory.reset()
        try:
            with self._laboratory.guest(pairs, **machine) as guest:
                function(Scene(self._laboratory, guest))
        except Skip as reason:
            return "skip", str(reason)
        except (Mismatch, CommandFailed, TimeoutError) as reason:
            return "FAIL", str(reason)
        except Exception:  # A scenario with an error has failed; the others continue.
            return "FAIL", traceback.format_exc(limit=-4)
        return "ok", ""
