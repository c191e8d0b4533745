"""Installs, upgrades and deletes a package, and checks the machine after each step."""

import copy
import json
import pathlib
import tempfile
import types

from check import unlike
from machine import Machine

BASE = "/usr/libexec/hyperv"
OURS = "/usr/local/libexec/hyperv"
SETTINGS = "/usr/local/etc/rc.conf.d/hyperv_vf"
SCRIPTS = {"hyperv_vfattach": b"#!/bin/sh\n# attach\n", "hyperv_vfup": b"#!/bin/sh\n# up\n"}


def faults(package, machine):
    """Yields the errors after each step. At the end, the machine is as before."""
    following = next_version(package)
    put_scripts(machine)
    before = seen(machine)
    said = machine.install(package)
    yield from unlike("messages", said, package.messages("install"))
    yield from differs("installed", seen(machine), before | owned(package) | settings(package))
    replace(machine)
    replaced = {f"{BASE}/{name}": f"{OURS}/{name}".encode() for name in SCRIPTS} | {
        f"{BASE}/{name}.script": text for name, text in SCRIPTS.items()}
    now = before | owned(package) | settings(package) | replaced
    yield from differs("scripts replaced", seen(machine), now)
    machine.upgrade(package, following)
    now = before | owned(following) | settings(following) | replaced
    yield from differs("upgraded", seen(machine), now)
    changed = b"hyperv_vf_delay=5\n"
    machine.path(SETTINGS).write_bytes(changed)
    machine.upgrade(following, package)
    now = before | owned(package) | replaced | {SETTINGS: changed}
    yield from differs("upgraded with changed settings", seen(machine), now)
    machine.delete(package)
    yield from differs("deleted", seen(machine), before | {SETTINGS: changed})
    yield from without_a_trace(machine, package, before)


def without_a_trace(machine, package, before):
    """Checks that unchanged settings are removed with the package, and each empty folder too."""
    machine.path(SETTINGS).unlink()
    machine.path(SETTINGS).parent.rmdir()
    machine.path(SETTINGS).parent.parent.rmdir()
    folders = folders_of(machine)
    machine.install(package)
    machine.delete(package)
    yield from differs("deleted again", seen(machine), before)
    yield from unlike("folders", folders_of(machine), folders)


def next_version(package):
    """Returns the package with other settings and another program, and without one of its files."""
    following = copy.deepcopy(package)
    following.data[f"{OURS}/hyperv_vfup"] = b"#!/bin/sh\necho next\n"
    following.data[f"{SETTINGS}.sample"] += b"# next\n"
    following.files = [member for member in package.files if not member.name.endswith(".5.gz")]
    following.manifest["files"] = {
        member.name: following.sum(member) for member in following.files}
    return following


def differs(what, got, wanted):
    """Yields the names of the files that are not as expected."""
    names = sorted(name for name in got.keys() | wanted.keys()
                   if got.get(name) != wanted.get(name))
    if names:
        yield f"{what}: not as it should be: {' '.join(names)}"


def put_scripts(machine):
    machine.path(BASE).mkdir(parents=True, exist_ok=True)
    for name, text in SCRIPTS.items():
        path = machine.path(f"{BASE}/{name}")
        path.write_bytes(text)
        path.chmod(0o555)


def replace(machine):
    machine.command(f"{OURS}/replace-scripts")


def owned(package):
    return {member.name: package.content(member) for member in package.files}


def settings(package):
    return {SETTINGS: package.data[f"{SETTINGS}.sample"]}


# The folder of the base system's scripts, and that of a package's files.
PLACES = ("usr/libexec/hyperv", "usr/local")


def seen(machine, places=PLACES):
    """Returns the files in these folders, each with its content or the target of its link."""
    return {
        f"/{path.relative_to(machine.root)}":
            str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
        for path in entries(machine, places) if path.is_symlink() or path.is_file()}


def folders_of(machine):
    return {str(path) for path in entries(machine, PLACES)
            if path.is_dir() and not path.is_symlink()}


def entries(machine, places):
    return [path for place in places for path in machine.path(place).rglob("*")]


def model_faults(package, parity):
    """Yields the errors of a takeover on a recorded machine, with the package's programs in the place of
    the scripts."""
    parity = pathlib.Path(parity)
    model = harness(parity / "parity")
    case = json.loads((parity / "cases-15.1/up-static.json").read_text())
    # The limits for outages are tested with the programs, not with the package.
    del case["end"]["gap"]
    # The model is a copy of this machine, whose /usr/local may contain many other files.
    places = ("usr/libexec/hyperv", "usr/local/libexec", "usr/local/etc")
    found = []

    def installed(root):
        machine = Machine(root)
        put_scripts(machine)
        before = seen(machine, places)
        machine.install(package)
        replace(machine)
        machine.delete(package)
        found.extend(differs("deleted", seen(machine, places), before))
        machine.install(package)
        replace(machine)

    with tempfile.TemporaryDirectory() as no_programs:
        got, said, _ = model.run_case(case, no_programs, setup=installed)
    return found + [f"{fault}: {said}" for fault in model.held(case["end"], got)]


def harness(path):
    """Returns the harness of the recorded machines as a module, without its last line, which would run it."""
    module = types.ModuleType("parity")
    module.__file__ = str(path)
    text = path.read_text().rsplit("sys.exit(main())", 1)[0]
    exec(compile(text, module.__file__, "exec"), module.__dict__)
    return module
