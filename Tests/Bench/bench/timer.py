"""Contests: commands that run in turn, with the time of each run."""

import dataclasses
import pathlib
import statistics
import subprocess


@dataclasses.dataclass
class Contestant:
    """A command, and the command that restores the machine before it."""

    command: list
    before: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Figures:
    """The figures of one contestant: the median time, and the largest memory."""

    milliseconds: float
    kilobytes: int


class Timer:
    """Runs contests of `rounds` rounds in the machine at `root`."""

    def __init__(self, program, root, rounds, platform="freebsd", prefix=()):
        self._program = program
        self._prefix = prefix
        self._root = root
        self.rounds = rounds
        self._platform = platform

    def on(self, platform):
        """Returns the same timer, with another platform for the programs."""
        return Timer(self._program, self._root, self.rounds, platform, self._prefix)

    def on_one_processor(self):
        """Returns the same timer, with all commands on the first processor."""
        prefix = "taskset", "--cpu-list", "0"
        return Timer(self._program, self._root, self.rounds, self._platform, prefix)

    def contest(self, contestants, rounds=None):
        """Returns the figures of each contestant, in their order."""
        spec = "".join(
            "\t".join([kind, *map(str, words)]) + "\n"
            for contestant in contestants
            for kind, words in (("before", contestant.before), ("run", contestant.command)))
        printed = subprocess.run(
            [*self._prefix, self._program, self._root, str(rounds or self.rounds)], input=spec, text=True,
            env={"HYPERV_VF_PLATFORM": self._platform,
                 "PATH": "/sbin:/bin:/usr/sbin:/usr/bin", "HOME": "/"}, stdout=subprocess.PIPE,
            check=True).stdout
        runs = [[int(word) for word in line.split()] for line in printed.splitlines()]
        return [self._figures(contestants[number], [run[1:] for run in runs if run[0] == number])
                for number in range(len(contestants))]

    @staticmethod
    def _figures(contestant, runs):
        failed = [status for *_, status in runs if status != 0]
        if failed:
            raise SystemExit(f"bench: {' '.join(map(str, contestant.command))}: "
                             f"wait status {failed[0]}")
        return Figures(
            milliseconds=statistics.median(run[0] for run in runs) / 1e6,
            kilobytes=max(run[1] for run in runs))


def build(folder, source, name):
    """Compiles a static C program, and returns its path."""
    path = pathlib.Path(folder) / name
    subprocess.run(
        ["clang", "-O2", "-static", "-s", "-Wall", "-Werror", "-o", path, source], check=True)
    return path
