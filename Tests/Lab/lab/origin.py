"""The source of a guest's own programs."""

import pathlib
import re
import subprocess

WORDS = {
    "interpreter": re.compile(r"\[Requesting program interpreter: (.+)\]"),
    "needed": re.compile(r"\(NEEDED\).*\[(.+)\]"),
    "folders": re.compile(r"\(R(?:UN)?PATH\).*\[(.+)\]"),
}


class Origin:
    """This machine, with the root /, or Debian's packages of another architecture, unpacked in a folder.
    Its programs are never run."""

    def __init__(self, root, triple):
        """`triple` is the name of the folders with the architecture's libraries."""
        self._root = pathlib.Path(root)
        self._folders = [f"/lib/{triple}", f"/usr/lib/{triple}"]

    def path(self, path):
        """Returns the real path of a file of the origin, after following links."""
        place = self._root / path.lstrip("/")
        while place.is_symlink():
            target = str(place.readlink())
            # An absolute target is relative to the origin's root.
            folder = self._root if target.startswith("/") else place.parent
            place = folder / target.lstrip("/")
        return place

    def libraries(self, program):
        """Returns the paths of all libraries that a program is linked with, and of its loader."""
        found, left = set(), [program]
        while left:
            new = self._direct(left.pop()) - found
            found |= new
            left += new
        return sorted(found)

    def _direct(self, file):
        """Returns the paths that an ELF file itself names; none for any other file."""
        text = subprocess.run(
            ["readelf", "--wide", "--program-headers", "--dynamic", self.path(file)],
            capture_output=True, text=True, check=False, env={"LC_ALL": "C"}).stdout
        words = {name: pattern.findall(text) for name, pattern in WORDS.items()}
        folders = [folder for entry in words["folders"] for folder in entry.split(":")]
        return set(words["interpreter"]) | {
            self._find(library, folders + self._folders) for library in words["needed"]}

    def _find(self, library, folders):
        for folder in folders:
            if self.path(f"{folder}/{library}").exists():
                return f"{folder}/{library}"
        raise FileNotFoundError(f"{library}: in none of {' '.join(folders)}")
