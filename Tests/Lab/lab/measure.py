"""The verb `measure`: the figures of several runs of each step."""

import contextlib
import json
import os
import statistics

from cost import Cost, event_to_traffic
from experiment import Experiment
from traces import Ping

# The number of takeovers, and of runs of their commands alone, in turn.
COST_ROUNDS = 9
ROWS = {
    "quiet": "nothing happens",
    "takeover": "takeover by hyperv_vfup",
    "takeover_slow_dhcp": "the same, DHCP answers after 1 s",
    "takeover_systemd": "the same, by rules and units",
    "takeover_both_paths": "the same, both NICs carry traffic",
    "unplug": "VF unplugged",
    "replug": "VF plugged again",
    "linkdown": "VF's link down, both NICs carry traffic",
    "naive": "takeover in FreeBSD's order",
    "naive_slow_dhcp": "the same, DHCP answers after 1 s",
}


class Measurement:
    """The traces of several runs, by step."""

    def __init__(self, laboratory, runs, say):
        self._laboratory = laboratory
        self._runs = runs
        self._say = say
        self._traces = {}
        self._stalls = []
        self._children = None
        self._cost = None
        self._to_traffic = []

    def run(self):
        """Measures, and returns itself."""
        for number in range(1, self._runs + 1):
            self._say(f"run {number} of {self._runs}, load {os.getloadavg()[0]:.1f}")
            self._main()
            self._alone("naive", Experiment.takeover_naive)
            self._slow_dhcp("takeover_slow_dhcp", lambda each: each.takeover(after=3))
            self._slow_dhcp("naive_slow_dhcp", Experiment.takeover_naive)
            self._systemd()
            self._both_paths()
            with self._experiment() as experiment:
                self._stalls.append(experiment.takeover_stream().gap_ms)
        with self._experiment() as experiment:
            self._children = experiment.children()
        with self._experiment() as experiment:
            self._cost = Cost(experiment, COST_ROUNDS).run()
        return self

    def json(self):
        """Returns the figures as one JSON object."""
        rows = {
            name: {
                "runs": len(traces), "lost": [trace.lost for trace in traces],
                "gap_ms": [trace.gap_ms for trace in traces],
            }
            for name, traces in self._traces.items()
        }
        return json.dumps(
            rows | {"tcp_stall_ms": self._stalls, "children": self._children,
                    "event_to_traffic_ms": self._to_traffic, "cost": self._cost.json()},
            indent=1)

    def table(self):
        """Returns the figures as a table."""
        lines = [f"{'':34}{'lost pings':>16}{'longest gap':>20}",
                 f"{'':34}{'median':>8}{'max':>8}{'median':>12}{'max':>8}"]
        for name, title in ROWS.items():
            if traces := self._traces.get(name):
                lost = [trace.lost for trace in traces]
                gaps = [trace.gap_ms for trace in traces]
                lines.append(
                    f"{title:34}{statistics.median(lost):8g}{max(lost):8d}"
                    f"{statistics.median(gaps):9.0f} ms{max(gaps):5.0f} ms")
        lines.append(
            f"{'TCP stall over the takeover':50}"
            f"{statistics.median(self._stalls):9.0f} ms{max(self._stalls):5.0f} ms")
        lines.append(f"child processes of a takeover, without the DHCP client: {self._children}")
        lines.append(
            f"{'from the event of the VF to its traffic, 2 s of delay included':66}"
            f"{statistics.median(self._to_traffic):6.0f} ms")
        lines.append(self._cost.text())
        return "\n".join(lines)

    def _keep(self, name, trace):
        self._traces.setdefault(name, []).append(trace)

    @contextlib.contextmanager
    def _experiment(self, **machine):
        """Yields an experiment in a guest that is ready for a step."""
        with self._laboratory.guest(**machine) as guest:
            yield Experiment(self._laboratory, guest).prepare()

    def _alone(self, name, step):
        with self._experiment() as experiment:
            self._keep(name, step(experiment))

    def _systemd(self):
        self._laboratory.reset()
        with self._laboratory.guest(systemd=True) as guest:
            experiment = Experiment(self._laboratory, guest)
            self._keep("takeover_systemd", experiment.takeover_systemd())
            self._to_traffic.append(event_to_traffic(guest.agent.output("dmesg"), experiment.vf))

    def _main(self):
        """Measures the steps that follow one another in a guest."""
        with self._experiment() as experiment:
            with Ping(experiment.segment.guest, after=1.5) as ping:
                pass
            self._keep("quiet", ping.trace)
            self._keep("takeover", experiment.takeover())
            self._keep("unplug", experiment.unplug())
            self._keep("replug", experiment.replug())

    def _both_paths(self):
        """Measures the steps that are impossible below Hyper-V's switch, which sends everything to a VF
        even if its link is down."""
        with self._experiment(both_paths=True) as experiment:
            self._keep("takeover_both_paths", experiment.takeover())
            self._keep("linkdown", experiment.link_down())

    def _slow_dhcp(self, name, step):
        segment = self._laboratory.segments[0]
        with self._experiment() as experiment:
            segment.serve(delay=1)
            self._keep(name, step(experiment))
        segment.serve()
