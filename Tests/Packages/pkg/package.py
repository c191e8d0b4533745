"""Reads a package of pkg(8)."""

import hashlib
import io
import json
import subprocess
import tarfile
import urllib.parse

ZSTD = bytes.fromhex("28b52ffd")


class Package:
    """The members of the archive in their order, with their content, and both manifests."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.magic = file.read(len(ZSTD))
        plain = subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
            self.members = archive.getmembers()
            self.data = {member.name: archive.extractfile(member).read()
                         for member in self.members if member.isreg()}
        self.text = {name: self.data.pop(name).decode() for name in list(self.data)
                     if name.startswith("+")}
        self.manifest = json.loads(self.text["+MANIFEST"])
        self.compact = json.loads(self.text["+COMPACT_MANIFEST"])
        self.files = [member for member in self.members if member.name not in self.text]

    def content(self, member):
        """Returns the bytes for the checksum of a member: for a link, its target."""
        return member.linkname.encode() if member.issym() else self.data[member.name]

    def sum(self, member):
        return "1$" + hashlib.sha256(self.content(member)).hexdigest()

    def scripts(self, phase):
        """Returns the shell scripts of a phase, with the %XX of pkg(8) decoded."""
        text = self.manifest.get("scripts", {}).get(phase)
        return [] if text is None else [urllib.parse.unquote(text)]

    def lua_scripts(self, phase):
        return self.manifest.get("lua_scripts", {}).get(phase, [])

    def messages(self, kind):
        return [message["message"] for message in self.manifest["messages"]
                if message.get("type", kind) == kind]
