"""Times of the programs on FreeBSD, compared with the same commands in a shell script."""

import pathlib
import shlex

from machine import COMMANDS, JOIN
from table import Row, against_earlier
from timer import Contestant

VFUP = "/usr/libexec/hyperv/hyperv_vfup"
VFATTACH = "/usr/libexec/hyperv/hyperv_vfattach"
ABSENT = ["/sbin/ifconfig", "now", "without", "lagg0"]
ALONE = ["/sbin/ifconfig", "now", "with", "hn0", "alone"]
WHOLE = ["/sbin/ifconfig", "now", "whole"]

# The queries and commands of today's scripts, in their order; the changes are from the recorded
# cases.
TAKEOVER = f"""\
/sbin/sysctl -n dev.hn.0.vf
/sbin/ifconfig lagg0
/sbin/sysctl -n kern.features.inet6
/sbin/ifconfig lagg0 create
/sbin/ifconfig hn0 inet6 -accept_rtadv
/sbin/{JOIN}
/sbin/ifconfig hn0 inet6 ifdisabled
/sbin/ifconfig hn0 inet6
/sbin/ifconfig lagg0 inet6 no_dad
/sbin/ifconfig hn0 inet
/sbin/ifconfig hn0 inet 192.0.2.50 delete
"""
DHCP = TAKEOVER + "/sbin/ifconfig lagg0 up\n/sbin/dhclient -b lagg0\n"
STATIC = TAKEOVER + "/sbin/ifconfig lagg0 inet 192.0.2.50 netmask 255.255.255.0\n"
SEEN = "/sbin/sysctl -n dev.hn.0.vf\n/sbin/ifconfig lagg0\n"
ASKED = "/sbin/sysctl -n hw.hn.vf_transparent\n/sbin/sysctl -n hw.hn.vflist\n"
PATHS = {pathlib.PurePath(name).name: f"/{name}" for name in COMMANDS}
BY_DHCP = 'ifconfig_hn0="DHCP"\n'
BY_HAND = 'ifconfig_hn0="inet 192.0.2.50 netmask 255.255.255.0"\n'

# Name, rc.conf, command, state before, the scripts' commands, and the limit: the longest allowed
# time, as a multiple of the time that dash needs for the same commands.
SCENARIOS = (
    ("vfup, takeover by DHCP", BY_DHCP, [VFUP, "hn0"], ABSENT, DHCP, 1.1),
    ("vfup, takeover, static", BY_HAND, [VFUP, "hn0"], ABSENT, STATIC, 1.1),
    ("vfup, VF rejoins", BY_DHCP, [VFUP, "hn0"], ALONE,
     SEEN + "/sbin/ifconfig lagg0 laggport mlxen0\n", 1.15),
    ("vfup, nothing to do", BY_DHCP, [VFUP, "hn0"], WHOLE, SEEN, 1.15),
    ("vfattach, no VF", BY_DHCP, [VFATTACH, "em0", "0"], ABSENT, ASKED, None),
    ("vfattach, first stage", BY_DHCP, [VFATTACH, "mlxen0", "0"], ABSENT,
     ASKED + f"/usr/sbin/daemon -f {VFATTACH} mlxen0 2\n", None),
)
# The limit on one processor, where the prefetched queries cannot run while rc.conf is read.
ON_ONE_PROCESSOR = 1.25
MEMORY = 2


def rows(machine, timer):
    """Three rows for each scenario, and a fourth one if there are earlier programs."""
    made = []
    for name, rc_conf, command, before, script, limit in SCENARIOS:
        machine.write("etc/rc.conf", rc_conf)
        made += _scenario(machine, timer, name, command, before, script, limit)
    return made


def rows_on_one_processor(machine, timer):
    """hyperv_vfup against dash with hyperv_vfup's own commands, on one processor."""
    made = []
    for name, rc_conf, command, before, _, limit in SCENARIOS:
        if not limit:
            continue
        machine.write("etc/rc.conf", rc_conf)
        text = _own_commands(machine, before, command)
        floor = Contestant(["/bin/sh", machine.write("tmp/own.sh", f"#!/bin/sh\n{text}")], before)
        ours, own = timer.on_one_processor().contest([Contestant(command, before), floor])
        lines = text.count("\n")
        made.append(Row(f"{name}, one processor", ours.milliseconds, own.milliseconds, "ms",
                        f"sh with its {lines} commands", ON_ONE_PROCESSOR))
    return made


def _own_commands(machine, before, command):
    """Returns the commands that `command` runs, as a script."""
    return "".join(f"{shlex.join([PATHS.get(words[0], words[0]), *words[1:]])}\n"
                   for words in machine.trace(before, command))


def _scenario(machine, timer, name, command, before, script, limit):
    texts = _own_commands(machine, before, command), script
    floors = [Contestant(["/bin/sh", machine.write(f"tmp/{number}.sh", "#!/bin/sh\n" + text)],
                         before) for number, text in enumerate(texts)]
    ours, own, scripts, *earlier = timer.contest(
        [Contestant(command, before), *floors, *machine.earlier(command, before)])
    counts = [text.count("\n") for text in texts]
    return [
        Row(name, ours.milliseconds, own.milliseconds, "ms",
            f"sh with its {counts[0]} commands", limit),
        Row(name, ours.milliseconds, scripts.milliseconds, "ms",
            f"sh with the script's {counts[1]} commands", limit and 1.7),
        *against_earlier(name, ours, earlier),
        Row(f"{name}: peak memory", ours.kilobytes / 1000, MEMORY, "MB", f"{MEMORY} MB", 1),
    ]


def start_up(machine, timer):
    """The time to start a program at all."""
    paths = VFATTACH, VFUP
    commands = [[path, "--version"] for path in paths]
    true, *runs = timer.contest(
        [Contestant(["/bin/true"]), *map(Contestant, commands)]
        + [run for command in commands for run in machine.earlier(command)])
    made = []
    for number, path in enumerate(paths):
        name = f"start-up of {path.rsplit('/')[-1]}"
        ours, earlier = runs[number], runs[2 + number:3 + number]
        made += [Row(name, ours.milliseconds, true.milliseconds, "ms", "/bin/true", 1),
                 *against_earlier(name, ours, earlier)]
    return made
