"""Compares a package with pkg-create(8), and with the port's files from which it is made."""

import json
import re
import urllib.parse

from package import ZSTD

# The fields of a manifest with their types, from pkg-create(8), in the order in which it writes
# them.
FIELDS = {
    "name": str, "origin": str, "version": str, "comment": str, "maintainer": str, "www": str,
    "abi": str, "arch": str, "prefix": str, "flatsize": int, "licenselogic": str, "licenses": list,
    "desc": str, "categories": list, "annotations": dict, "files": dict, "scripts": dict,
    "lua_scripts": dict, "messages": list,
}
# The fields that pkg-repo(8) does not need, and that +COMPACT_MANIFEST does not have.
NOT_COMPACT = {"files", "scripts", "lua_scripts"}
PHASES = {"pre-install", "post-install", "pre-deinstall", "post-deinstall"}
PREFIX = "/usr/local"
# For each name of a processor in pkg(8): its name in the old form, and its number in an ELF header.
PROCESSORS = {"amd64": ("x86:64", 62), "aarch64": ("aarch64:64", 183)}


def faults(package, version, major, processor, time, port):
    """Yields the errors of the package; nothing if it is correct."""
    yield from in_archive(package, time)
    yield from in_manifest(package, version, major, processor)
    yield from of_port(package, version, port)
    image = package.data[f"{PREFIX}/libexec/hyperv/hyperv_vfup"]
    yield from unlike("hyperv_vfup", elf(image), (2, PROCESSORS[processor][1]))


def elf(image):
    """Returns the class and the processor in an executable's header."""
    return image[4], int.from_bytes(image[18:20], "little")


def unlike(what, got, wanted):
    if got != wanted:
        yield f"{what}: {got!r}, and not {wanted!r}"


def in_archive(package, time):
    """Checks the order, the owners and the times; the modes are in files.pkg."""
    yield from unlike("compression", package.magic, ZSTD)
    yield from unlike(
        "names", [member.name for member in package.members],
        ["+COMPACT_MANIFEST", "+MANIFEST", *package.manifest["files"]])
    for member in package.members:
        owner = member.uid, member.gid, member.uname, member.gname
        yield from unlike(f"{member.name}: owner", owner, (0, 0, "root", "wheel"))
        yield from unlike(f"{member.name}: time", member.mtime, time)
        if not (member.isreg() or member.issym()):
            yield f"{member.name}: neither file nor symbolic link"
    for member in package.files:
        if not member.name.startswith(f"{PREFIX}/"):
            yield f"{member.name}: not below {PREFIX}"


def in_manifest(package, version, major, processor):
    manifest = package.manifest
    yield from unlike("fields", list(manifest), list(FIELDS))
    for field, kind in FIELDS.items():
        if type(manifest.get(field)) is not kind:
            yield f"{field}: not of type {kind.__name__}"
    for name, text in package.text.items():
        plain = json.dumps(json.loads(text), separators=(",", ":"))
        yield from unlike(f"{name}: not written shortly", text, plain)
    yield from unlike("+COMPACT_MANIFEST", package.compact, {
        field: value for field, value in manifest.items() if field not in NOT_COMPACT})
    yield from unlike("files", manifest["files"], {
        member.name: package.sum(member) for member in package.files})
    yield from unlike(
        "flatsize", manifest["flatsize"],
        sum(len(package.content(member)) for member in package.files))
    for field, value in {
        "name": "hyperv-vf", "version": version, "www": "UNKNOWN", "prefix": PREFIX,
        "licenselogic": "single", "abi": f"FreeBSD:{major}:{processor}",
        "arch": f"freebsd:{major}:{PROCESSORS[processor][0]}",
        "annotations": {"FreeBSD_version": "1400097"},
    }.items():
        yield from unlike(field, manifest[field], value)
    for phase in {*manifest["scripts"], *manifest["lua_scripts"]} - PHASES:
        yield f"{phase}: no phase of pkg-script(5)"


def of_port(package, version, port):
    """Checks the values from the port's files."""
    manifest = package.manifest
    makefile = dict(re.findall(r"^(\w+)=[ \t]*(.*)$", read(port, "Makefile"), re.MULTILINE))
    categories = makefile["CATEGORIES"].split()
    for field, value in {
        "origin": f"{categories[0]}/{makefile['PORTNAME']}", "comment": makefile["COMMENT"],
        "maintainer": makefile["MAINTAINER"], "categories": categories,
        "licenses": [makefile["LICENSE"]],
    }.items():
        yield from unlike(field, manifest[field], value)
    yield from unlike(
        "desc", urllib.parse.unquote(manifest["desc"]) + "\n", read(port, "pkg-descr"))
    plist = read(port, "pkg-plist").splitlines()
    names = [line.removeprefix("@sample ") for line in plist]
    names = [name for name in names if not name.startswith("@")]
    yield from unlike(
        "files", list(manifest["files"]),
        [f"{PREFIX}/{name}" for name in [*names, f"share/licenses/hyperv-vf-{version}/BSD2CLAUSE"]])
    unexec = [line.removeprefix("@preunexec ") for line in plist if line.startswith("@preunexec ")]
    yield from unlike(
        "pre-deinstall", package.scripts("pre-deinstall"),
        ["\n".join(unexec).replace("%D", PREFIX)])
    # The format of the message file: a kind, and the lines up to EOM.
    said = re.split(r"type: (\w+)\n  message: <<EOM\n", read(port, "pkg-message"))[1:]
    yield from unlike("messages", manifest["messages"], [
        {"message": text.split("\nEOM\n")[0], "type": kind}
        for kind, text in zip(said[::2], said[1::2])])


def read(port, name):
    return (port / name).read_text()
