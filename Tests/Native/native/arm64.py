"""The Linux program for arm64, run by qemu-user (on amd64), or directly on arm64."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, "packaging/programs")
from build import RUNTIME, Build, call  # noqa: E402
from package import Package  # noqa: E402
from systems import System  # noqa: E402

SYSTEM = System("linux", "arm64")
PARITY = Path("../shared/parity/parity")
NAMES = ("hyperv_vfattach", "hyperv_vfctl", "hyperv_vfup")
# Takeovers by DHCP, with static addresses and with IPv6, routes, a VF that rejoins, a failure that
# is undone, an override, and both stages of hyperv_vfattach.
CASES = ("up-dhcp", "up6-aliases", "alias-range", "route-static", "up-rc-conf-d-file",
         "up-lagg-without-vf", "up-create-fails", "up-override", "attach-delayed-up",
         "attach-default-delay")
# The machines by the harness's options. On those in "kept", the programs keep more configuration
# than the scripts, so that --ends cannot compare them.
KEPT = Path("Tests/Parity/kept").read_text().splitlines()
FULL = {"--ends": sorted(path.stem for path in PARITY.parent.glob("cases/*.json") if path.stem not in KEPT),
        "--compat 2017": [], "--compat current": []}
RC_CONF = 'a="1"\nifconfig_hn0="DHCP"\nlist="$a $a"\ncase $list in "1 1") found=both ;; esac\n'
PRINTED = "a='1'  # {0}:1\nfound='both'  # {0}:4\nifconfig_hn0='DHCP'  # {0}:2\nlist='1 1'  # {0}:3\n"
# Commands without changes, each with its exit status, which is the same on every system.
COMMANDS = tuple((system, *command) for system in ("freebsd", "linux") for command in (
    (0, "hyperv_vfup", "--version"), (75, "hyperv_vfup", "-n", "hn0"), (64, "hyperv_vfup", "-n", "a/b"),
    (0, "hyperv_vfattach", "--version"), (0, "hyperv_vfattach", "-n", "lo", "0"),
    (0, "hyperv_vfctl", "--help"), (64, "hyperv_vfctl", "statsu"),
)) + (("linux", 0, "hyperv_vfctl", "status"), ("linux", 0, "hyperv_vfctl", "probe", "lo"))
# Machines on which the compiled code uses the result of the functions that runtime.c replaces.
UNCURED = ("--ends", "attach-delay-word", "attach-delay-1", "attach-delay-120", "attach-second-of-three")
# The functions of runtime.c that replace two of Swift's. Under other names they replace nothing.
CURE = ("swift_bridgeObjectRetain", "swift_bridgeObjectRetain_n")


def check(report, programs, folder, full):
    """Tests the program on the recorded machines, and whether the functions in runtime.c are still needed."""
    image = programs / SYSTEM.name / "hyperv_vfup"
    installed = Installed(folder / "arm64", image)
    report.check("arm64: rc.conf with small strings", _small_strings(installed, folder))
    report.check(f"arm64: {len(COMMANDS)} command lines", _failing(installed))
    if PARITY.exists():
        uncured = Installed(folder / "uncured", _without_cure(folder))
        # If this fails: does Swift's library now return the object with its tag bits? Then the
        # functions can be removed. If it does not, these machines do not reach the code that uses
        # the result: find others.
        report.check("arm64: without the cure in runtime.c a recorded machine fails",
                     [] if _parity(uncured, UNCURED) else ["none does"])
        for how, names in (FULL if full else {"--ends": CASES}).items():
            report.check(f"arm64: recorded machines {how}", _parity(installed, [*how.split(), *names]))
    else:
        print(f"skip arm64: recorded machines: no {PARITY}")


class Installed:
    """The three programs in a folder. Under qemu-user, each is a script that starts the program by its
    name."""

    def __init__(self, folder, image):
        self.folder = folder
        folder.mkdir()
        if platform.machine() == "aarch64":
            for name in NAMES:
                os.link(image, folder / name)
            return
        copy = folder / "hyperv_image"
        shutil.copy(image, copy)
        for name in NAMES:
            script = folder / name
            script.write_text(f'#!/bin/sh\nexec /usr/bin/qemu-aarch64-static -0 "$0" "${{0%/*}}/{copy.name}" "$@"\n')
            script.chmod(0o755)

    def run(self, system, name, *words):
        """Returns the exit status and the output of a program."""
        return subprocess.run(
            [self.folder / name, *words], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HYPERV_VF_PLATFORM": system})


def _small_strings(installed, folder):
    path = folder / "rc.conf"
    path.write_text(RC_CONF)
    run = installed.run("freebsd", "hyperv_vfctl", "rcconf", str(path))
    wanted = PRINTED.format(path)
    return [] if (run.returncode, run.stdout, run.stderr) == (0, wanted, "") else [str(run), wanted]


def _failing(installed):
    """Returns the commands with another exit status than expected."""
    found = []
    for system, wanted, *words in COMMANDS:
        run = installed.run(system, *words)
        # qemu-user ends by the same signal as its program.
        how = f"signal {-run.returncode}" if run.returncode < 0 else f"exit {run.returncode}"
        if run.returncode != wanted:
            found.append(f"{system}: {' '.join(words)}: {how}: {run.stderr.strip()}")
    return found


def _without_cure(folder):
    """Returns the same program, linked with Swift's own functions."""
    build = Build(Package(), "hyperv_vfup", SYSTEM, Path(".build-programs"))
    runtime = RUNTIME.read_text()
    missing = [name for name in CURE if f"*{name}(" not in runtime]
    if missing:
        raise SystemExit(f"native: {RUNTIME}: no {', '.join(missing)}: this test can go")
    build.compiler.link = [*build.compiler.link, *(f"-D{name}=unused_{name}" for name in CURE)]
    build.program = folder / "without-cure"
    call(build.link())
    return build.program


def _parity(installed, words):
    run = subprocess.run(
        [sys.executable, PARITY, "run", "--bin", installed.folder, *words], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    return [] if run.returncode == 0 else run.stdout.splitlines()
