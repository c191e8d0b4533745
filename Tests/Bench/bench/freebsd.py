"""The programs on FreeBSD's path, against the commands alone."""

import pathlib
import shlex

from machine import COMMANDS, JOIN
from table import Row
from timer import Contestant

VFUP = "/usr/libexec/hyperv/hyperv_vfup"
VFATTACH = "/usr/libexec/hyperv/hyperv_vfattach"
ABSENT = ["/sbin/ifconfig", "now", "without", "lagg0"]
ALONE = ["/sbin/ifconfig", "now", "with", "hn0", "alone"]
WHOLE = ["/sbin/ifconfig", "now", "whole"]

# What today's scripts ask and do, in their order; the recorded cases have the changes.
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

# name, rc.conf, command, state before, the scripts' commands
SCENARIOS = (
    ("vfup, takeover by DHCP", BY_DHCP, [VFUP, "hn0"], ABSENT, DHCP),
    ("vfup, takeover, static", BY_HAND, [VFUP, "hn0"], ABSENT, STATIC),
    ("vfup, VF rejoins", BY_DHCP, [VFUP, "hn0"], ALONE,
     SEEN + "/sbin/ifconfig lagg0 laggport mlxen0\n"),
    ("vfup, nothing to do", BY_DHCP, [VFUP, "hn0"], WHOLE, SEEN),
    ("vfattach, no VF", BY_DHCP, [VFATTACH, "em0", "0"], ABSENT, ASKED),
    ("vfattach, first stage", BY_DHCP, [VFATTACH, "mlxen0", "0"], ABSENT,
     ASKED + f"/usr/sbin/daemon -f {VFATTACH} mlxen0 2\n"),
)


def rows(machine, timer):
    """Three rows a scenario."""
    made = []
    for name, rc_conf, command, before, script in SCENARIOS:
        machine.write("etc/rc.conf", rc_conf)
        made += _scenario(machine, timer, name, command, before, script)
    return made


def _scenario(machine, timer, name, command, before, script):
    ran = [shlex.join([PATHS.get(words[0], words[0]), *words[1:]])
           for words in machine.trace(before, command)]
    texts = "".join(f"{line}\n" for line in ran), script
    floors = [Contestant(["/bin/sh", machine.write(f"tmp/{number}.sh", "#!/bin/sh\n" + text)],
                         before) for number, text in enumerate(texts)]
    ours, own, scripts = timer.contest([Contestant(command, before), *floors])
    limits = (1.25, 1.7) if command[0] == VFUP else (None, None)
    counts = [text.count("\n") for text in texts]
    return [
        Row(name, ours.milliseconds, own.milliseconds, "ms",
            f"sh with its {counts[0]} commands", limits[0]),
        Row(name, ours.milliseconds, scripts.milliseconds, "ms",
            f"sh with the script's {counts[1]} commands", limits[1]),
        Row(f"{name}: peak memory", ours.kilobytes / 1000, 8, "MB", "8 MB", 1),
    ]


def start_up(machine, timer):
    """What it costs to start at all."""
    paths = VFATTACH, VFUP
    true, *programs = timer.contest(
        [Contestant(["/bin/true"])] + [Contestant([path, "--version"]) for path in paths])
    made = []
    for path, ours in zip(paths, programs):
        name = f"start-up of {path.rsplit('/')[-1]}"
        made.append(Row(name, ours.milliseconds, true.milliseconds, "ms", "/bin/true", 1.3))
        # More than that: packaging/functions.order is behind its time.
        made.append(Row(f"{name}: page faults", ours.faults, true.faults, "", "/bin/true", 2))
    return made
