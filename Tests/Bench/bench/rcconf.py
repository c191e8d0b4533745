"""The time to read rc.conf, compared with dash."""

import swift
import texts
from table import Row, against_earlier
from timer import Contestant

VFCTL = "/usr/libexec/hyperv/hyperv_vfctl"
TIMES = "/bin/rcconf-times"
KILOBYTES = (1, 10, 100, 1000, 10_000)
VARIABLES = (1, 10, 100, 1000, 10_000)
LOOP = 'i=0; while [ $i -lt $1 ]; do . "$2"; i=$((i+1)); done\n'
LOAD = ". /etc/defaults/rc.conf; source_rc_confs\n"


def rows(machine, timer, folder):
    """The defaults, evaluated in one process and by a new process; then the growth of the time."""
    machine.copy(swift.build(folder, "RCConfTimes", ("RCConf", "Guest")), TIMES.lstrip("/"))
    machine.write("tmp/loop.sh", LOOP)
    machine.write("etc/rc.conf", 'ifconfig_hn0="DHCP"\n')
    defaults = machine.write_defaults()
    inside = _inside(timer, defaults, 100)
    return [
        Row("rc.conf in one process", *inside, "ms", "dash, `.` again and again", 1),
        *_processes(machine, timer, "rc.conf as a process: every variable",
                    [VFCTL, "rcconf", defaults], f". {defaults}; set\n"),
        *_processes(machine, timer, "rc.conf as a process: one variable",
                    [VFCTL, "rcvar", "ifconfig_hn0"], LOAD + 'echo "$ifconfig_hn0"\n'),
        *_growth(machine, timer, "KB", KILOBYTES, lambda size: texts.of_size(size * 1000, 10)),
        *_growth(machine, timer, "variables", VARIABLES, lambda count: texts.of_size(0, count)),
    ]


def _inside(timer, path, count, rounds=None):
    """Returns the milliseconds of one more evaluation: for the project's evaluator and for dash."""
    contestants = [Contestant([*program, number, path]) for number in (1, 1 + count)
                   for program in ([TIMES], ["/bin/dash", "/tmp/loop.sh"])]
    few, few_dash, many, many_dash = timer.contest(contestants, rounds)
    return ((many.milliseconds - few.milliseconds) / count,
            (many_dash.milliseconds - few_dash.milliseconds) / count)


def _processes(machine, timer, name, command, script):
    path = machine.write("tmp/one.sh", script)
    ours, dash, *earlier = timer.contest(
        [Contestant(command), Contestant(["/bin/dash", path]), *machine.earlier(command)])
    return [Row(name, ours.milliseconds, dash.milliseconds, "ms", "dash", 1),
            *against_earlier(name, ours, earlier)]


def _growth(machine, timer, unit, sizes, text):
    """Each size compared with dash; then the time for a unit of the largest size against the middle one."""
    made = []
    for size in sizes:
        path = machine.write("tmp/grown.conf", text(size))
        count = max(2, min(1000, 20_000 // size))
        inside = _inside(timer, path, count, min(timer.rounds, 11))
        made.append(Row(f"rc.conf of {size} {unit}", *inside, "ms", "dash"))
    middle, largest = made[-3], made[-1]
    made.append(Row(f"rc.conf: one {unit} of {sizes[-1]}", largest.ours / sizes[-1] * 1000,
                    middle.ours / sizes[-3] * 1000, "us", f"one {unit} of {sizes[-3]}", 1.5))
    return made
