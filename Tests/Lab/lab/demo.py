"""The verb `demo`: a takeover, an unplug and a replug, for people to watch."""

import time

from experiment import Experiment
from picture import Picture
from story import Story


class Demo:
    """The events of one guest, printed as they happen."""

    def __init__(self, laboratory, svg=None):
        self._laboratory = laboratory
        self._svg = svg

    def run(self):
        """Prints the demo. Draws the picture too, if a path for it was given."""
        began = time.monotonic()
        with self._laboratory.guest() as guest:
            version = guest.agent.output("uname -r").strip()
            print(f"A guest with Linux {version}, booted in {time.monotonic() - began:.1f} s.")
            print("eth0 is its synthetic NIC, and has an address by DHCP. A VF is plugged in.\n")
            experiment = Experiment(self._laboratory, guest).prepare()
            self._show(guest)
            ours = self._tell("Takeover: hyperv_vfup eth0", guest, experiment.takeover)
            self._tell("The host takes the VF away", guest, experiment.unplug)
            self._tell("The VF comes back: hyperv_vfup eth0", guest, experiment.replug)
        with self._laboratory.guest() as guest:
            experiment = Experiment(self._laboratory, guest).prepare()
            naive = self._tell(
                "For comparison, another guest in FreeBSD's order: both NICs, then DHCP", guest,
                experiment.takeover_naive, shows_events=False)
        if self._svg:
            self._svg.write_text(
                Picture({"hyperv_vfup": ours, "FreeBSD's order on Linux": naive}).svg())
            print(f"{self._svg}: the pings of both takeovers")

    def _tell(self, title, guest, step, shows_events=True):
        """Carries out a step and prints the events; returns its trace."""
        print(f"\n== {title}")
        story = Story(guest.links())
        began = time.monotonic()
        trace = step()
        if shows_events:
            for at, line in guest.machine.events.since(began):
                for sentence in story.sentences(line):
                    print(f"  {(at - trace.zero) * 1000:6.0f} ms  {sentence}")
        print(f"  {trace.lost} of {len(trace.pairs)} pings lost, "
              f"{trace.gap_ms:.0f} ms the longest time without an answer")
        print(f"  {trace.line()}\n")
        if shows_events:
            self._show(guest)
        return trace

    @staticmethod
    def _show(guest):
        """Prints the present state."""
        for name, link in guest.links().items():
            if name != "lo":
                data = link.get("linkinfo", {})
                slave = data.get("info_slave_data", {}).get("state", "").lower()
                words = [
                    f"{name:8}", f"{'up' if 'UP' in link['flags'] else 'down':5}",
                    *guest.addresses(name),
                    f"member of {link['master']}, {slave}" if "master" in link else "",
                ]
                print("    " + " ".join(words).rstrip())
        for route in guest.routes():
            print(f"    {route}")
