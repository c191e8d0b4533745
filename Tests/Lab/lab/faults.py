"""The verb `faults`: a takeover that fails in each possible place, one after the other.

If a command fails or hangs, the guest must answer within a second, and its state must be as before or
as after a takeover. If the program is killed, the guest must answer too, and the next run must have
the result of an undisturbed run.
"""

from disturbance import Disturbed, seconds_until_answer

KINDS = ("fail", "hang", "kill")
CONFIGS = ("dhcp", "static")
LIMIT = 1.0


class Faults:
    """The cases of some kinds and configurations."""

    def __init__(self, laboratory, kinds, configs, part):
        """`part` is (K, N): only the K-th of N parts, which together have all cases."""
        self._laboratory = laboratory
        self._kinds, self._configs = kinds, configs
        self._part = part
        self._failed = 0

    def run(self):
        """Prints a line for each kind and configuration. Returns the exit status."""
        for config in self._configs:
            self._laboratory.reset()
            with self._laboratory.guest() as guest:
                disturbed = Disturbed(self._laboratory, guest, config)
                for kind in self._kinds:
                    self._report(kind, config, list(getattr(self, f"_{kind}")(disturbed)))
        return 1 if self._failed else 0

    def _report(self, kind, config, cases):
        complaints = [f"{place}: {complaint}" for place, complaint, _ in cases if complaint]
        waits = [wait for _, _, wait in cases if wait is not None]
        self._failed += len(complaints)
        print(f"{kind}, {config}: {len(cases) - len(complaints)} of {len(cases)} survived, "
              f"answers after at most {1000 * max(waits, default=0):.0f} ms", flush=True)
        for complaint in complaints:
            print(f"      {complaint}", flush=True)

    def _fail(self, disturbed):
        return self._children(disturbed, "exit 2")

    def _hang(self, disturbed):
        disturbed.limit_commands(2)
        yield from self._children(disturbed, "exec sleep 1000")
        disturbed.limit_commands(30)

    def _children(self, disturbed, how):
        for number in self._numbers(disturbed.children):
            result = disturbed.run_faulty(how, number)
            wait = seconds_until_answer(disturbed.segment.guest, LIMIT)
            state = disturbed.guest.snapshot()
            complaint = None
            if wait is None:
                complaint = "no answer"
            elif state != disturbed.before and not disturbed.is_complete(state):
                complaint = f"neither undone nor complete: {difference(state, disturbed.before)}"
            yield f"child {number}", described(complaint, result), wait
            if state != disturbed.before:
                disturbed.start_again()

    def _numbers(self, count):
        """Returns the numbers of this part from 1 to `count`."""
        which, parts = self._part
        return range(which, count + 1, parts)

    def _kill(self, disturbed):
        for number in self._numbers(disturbed.children):
            result = disturbed.run_faulty("kill -9 $PPID; exit 1", number)
            yield f"child {number}", *self._resumed(disturbed, result)
        for number in self._numbers(disturbed.calls()):
            result = disturbed.run_killed(number)
            yield f"call {number}", *self._resumed(disturbed, result)

    def _resumed(self, disturbed, result):
        wait = seconds_until_answer(disturbed.segment.guest, LIMIT)
        again = disturbed.guest.vfup()
        complaint = None
        if result.status not in (137, 0):
            complaint = "not killed"
        elif wait is None:
            complaint = "no answer"
        elif again.status != 0:
            complaint = f"the next run: exit {again.status}: {again.output.strip()}"
        elif (state := disturbed.settled()) != disturbed.after:
            complaint = f"the next run ends elsewhere: {difference(state, disturbed.after)}"
        disturbed.start_again()
        return described(complaint, result), wait


def described(complaint, result):
    """Returns the complaint with the output of hyperv_vfup; None without a complaint."""
    return complaint and f"{complaint} (exit {result.status}: {result.output.strip()[-300:]})"


def difference(state, wanted):
    """Returns the entries that differ, by name."""
    names = sorted(set(state) | set(wanted))
    return {name: (state.get(name), wanted.get(name)) for name in names
            if state.get(name) != wanted.get(name)}
