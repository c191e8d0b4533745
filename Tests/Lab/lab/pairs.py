"""The verb `pairs`: many pairs in one guest, with all VFs ready at the same time."""

import statistics
import time

from guest import VFUP

MAC = "00:15:5d:01:00"
STATUS = "/usr/libexec/hyperv/hyperv_vfctl status >/dev/null"


class Pairs:
    """Takeovers of 1, 2, 4, ... pairs at the same time, in one guest."""

    def __init__(self, laboratory, most):
        self._laboratory = laboratory
        self._most = most

    def run(self):
        """Prints the time for each number of pairs, and for `status`. Returns the exit status."""
        with self._laboratory.guest(more_pairs=self._most, megabytes=1024) as guest:
            guest.configure()
            guest.agent.output("udevadm settle --timeout=300", timeout=310)
            pairs = self._found(guest)
            assert len(pairs) == self._most, f"{len(pairs)} pairs, and not {self._most}"
            count = 1
            while count <= self._most:
                self._prepare(guest, pairs)
                print(self._take_over(guest, pairs[:count]), flush=True)
                count *= 2
            print(self._status(guest), flush=True)
        return 0

    @staticmethod
    def _status(guest, runs=21):
        """Returns the time of `status`. It alternates with an empty command, whose time is subtracted."""
        seconds = {STATUS: [], "true": []}
        for _ in range(runs):
            for command, taken in seconds.items():
                result = guest.agent.run(command)
                result.check()
                taken.append(result.seconds)
        way = statistics.median(seconds["true"])
        median, most = (1000 * (look(seconds[STATUS]) - way) for look in (statistics.median, max))
        return f"status: median {median:.1f} ms, at most {most:.1f} ms, of {runs}"

    @staticmethod
    def _found(guest):
        """Returns the pairs, each as synthetic NIC and VF."""
        by_address = {}
        for name, link in guest.links().items():
            if link.get("address", "").startswith(MAC):
                by_address.setdefault(link["address"], []).append(name)
        order = lambda name: not name.startswith("eth")
        return [tuple(sorted(names, key=order)) for _, names in sorted(by_address.items())]

    @staticmethod
    def _bond(synthetic):
        return f"bond{synthetic.removeprefix('eth')}"

    def _prepare(self, guest, pairs):
        """Gives every synthetic NIC its address, with no VF in use."""
        lines = []
        for number, (synthetic, vf) in enumerate(pairs):
            lines += [
                f"link del {self._bond(synthetic)}", f"link set {vf} down",
                f"address flush dev {synthetic}", f"link set {synthetic} up",
                f"address add 10.0.{number}.2/24 brd + dev {synthetic}"]
        guest.agent.write("/tmp/lines", "".join(f"{line}\n" for line in lines))
        # Commands for missing bonds and addresses fail with a message, which does not matter.
        guest.agent.run("ip -force -batch /tmp/lines 2>/dev/null", timeout=300)

    def _take_over(self, guest, pairs):
        names = " ".join(synthetic for synthetic, _ in pairs)
        began = time.monotonic()
        ends = guest.agent.output(
            f"rm -f /tmp/ends; for n in {names}; do {{ {VFUP} $n; echo $? >>/tmp/ends; }} & done; "
            "wait; sort /tmp/ends | uniq -c", timeout=600)
        seconds = time.monotonic() - began
        assert ends.split() == [str(len(pairs)), "0"], f"exit statuses: {ends}"
        links = guest.links()
        have = guest.agent.output("ip -oneline -4 address show").split()
        for number, pair in enumerate(pairs):
            bond = self._bond(pair[0])
            masters = [links[name].get("master") for name in pair]
            assert masters == [bond, bond], f"{pair}: members of {masters}"
            at = have.index(f"10.0.{number}.2/24")
            assert have[at - 2] == bond, f"{have[at]} is on {have[at - 2]}"
        return (f"{len(pairs):3} pairs: {seconds:6.2f} s, {seconds / len(pairs):.2f} s a pair")
