"""Which functions the programs run: the linker puts these side by side.

Pages of a program are mapped sixteen at a time when one of them is touched, which costs more than to
run what is on them. The functions of a run are 0.8 MB of 6, strewn over all of it otherwise.
"""

import re

import freebsd
import linux
import rcconf

TOOLS = "usr/libexec/valgrind"
MAP = ".build-static/functions.map"
LIST = "packaging/functions.order"
HEAD = "# Made by Tests/Bench/run --order: functions that run, those of the shortest runs first.\n"
# What a child runs before it is another program, which nobody counts.
BEFORE_EXEC = (
    "sigprocmask", "__sigprocmask", "setpgid", "__setpgid", "setsid", "__open64_nocancel",
    "__open_nocancel", "dup2", "__dup2", "close_range", "__close_range", "execve", "__execve")
# One line of lld's map: address, size, then an object's section or a symbol.
LINE = re.compile(r" *([0-9a-f]+) +[0-9a-f]+ +([0-9a-f]+) +[0-9]+ ( *)(.*)")


def write(machine):
    """Writes the list anew."""
    for name in ("callgrind-amd64-linux", "default.supp"):
        machine.copy(f"/{TOOLS}/{name}", f"{TOOLS}/{name}")
    sections = _sections()
    listed = dict.fromkeys(BEFORE_EXEC)
    for run in _runs(machine):
        listed |= dict.fromkeys(sorted(_names(sections, run)))
    with open(LIST, "w") as file:
        file.write(HEAD + "".join(f"{name}\n" for name in listed))


def _runs(machine):
    """What the runs touch, the shortest and most frequent first: each page of the list belongs to as few
    of them as can be."""
    yield _addresses(machine, [freebsd.VFUP, "--version"])
    for _, rc_conf, command, before, _ in sorted(freebsd.SCENARIOS, key=lambda row: len(row[4])):
        machine.write("etc/rc.conf", rc_conf)
        machine.run(before)
        yield _addresses(machine, command)
    for words in ["rcconf", "/etc/defaults/rc.conf"], ["rcvar", "ifconfig_hn0"]:
        yield _addresses(machine, [rcconf.VFCTL, *words])
    linux.build(machine, 1)
    for command in [[linux.VFCTL, "probe", nic] for nic in linux.PROBED] + [[linux.VFCTL, "status"]]:
        yield _addresses(machine, command, "linux")


def _addresses(machine, command, platform="freebsd"):
    """Every address at which there is an instruction that was run."""
    output = machine.root / "tmp/callgrind"
    machine.run(
        [f"/{TOOLS}/callgrind-amd64-linux", "--tool=callgrind", "--dump-instr=yes",
         "--compress-pos=no", "--callgrind-out-file=/tmp/callgrind", *command],
        VALGRIND_LIB=f"/{TOOLS}", VALGRIND_LAUNCHER="/bin/true", HYPERV_VF_PLATFORM=platform)
    return {int(line.split(" ", 1)[0], 16)
            for line in output.read_text(errors="replace").splitlines() if line.startswith("0x")}


def _sections():
    """What the linker can place: (first address, end, object, section, symbol), in order."""
    made = []
    place = None
    with open(MAP) as file:
        for address, size, indent, what in (m.groups() for m in map(LINE.match, file) if m):
            if len(indent) == 8 and ":(" in what:
                place = (int(address, 16), int(address, 16) + int(size, 16),
                         *what.rstrip(")").rsplit(":(", 1))
            elif len(indent) == 16 and place:
                made.append((*place, what))
                place = None
    return made


def _names(sections, addresses):
    """A symbol of each section that has one of the addresses. What the processor decides, which of the
    C library's variants of a function is run, counts for all of these."""
    ordered = sorted(addresses)
    touched, stems = set(), set()
    index = 0
    for first, end, source, section, symbol in sections:
        while index < len(ordered) and ordered[index] < first:
            index += 1
        if index == len(ordered) or ordered[index] >= end:
            continue
        # One section holds 1.6 MB of Swift's own library: it cannot be taken apart.
        if section.startswith(".text") and end - first < 100_000:
            touched.add(symbol)
            stems.add(_stem(source))
    return touched | {symbol for _, _, source, section, symbol in sections
                      if section.startswith(".text") and _stem(source) in stems - {None}}


def _stem(source):
    """`memmove` of `libc.a(memmove-avx-unaligned.o)`; nil for what has no variants."""
    variant = re.search(r"/libc\.a\((\w+)-\w+[^)]*\.o\)$", source)
    return variant and variant[1]
