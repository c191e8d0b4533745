"""Where a guest's own programs come from."""

import pathlib
import re
import subprocess

WORDS = {
    "interpreter": re.compile(r"\[Requesting program interpreter: (.+)\]"),
    "needed": re.compile(r"\(NEEDED\).*\[(.+)\]"),
    "folders": re.compile(r"\(R(?:UN)?PATH\).*\[(.+)\]"),
}


class Origin:
    """This machine, whose root is /, or Debian's packages of another architecture, unpacked in a
    folder. Nothing of it is run."""

    def __init__(self, root, triple):
        """The libraries of the architecture are in folders called `triple`."""
        self._root = pathlib.Path(root)
        self._folders = [f"/lib/{triple}", f"/usr/lib/{triple}"]

    def path(self, path):
        """Where the file is that has this path in the origin, and is no link."""
        place = self._root / path.lstrip("/")
        while place.is_symlink():
            target = str(place.readlink())
            # What begins at the root begins at the origin's.
            folder = self._root if target.startswith("/") else place.parent
            place = folder / target.lstrip("/")
        return place

    def libraries(self, program):
        """The paths of all that a program is linked with, and of what loads it."""
        found, left = set(), [program]
        while left:
            new = self._direct(left.pop()) - found
            found |= new
            left += new
        return sorted(found)

    def _direct(self, file):
        """The paths of what a file itself names, if it is an ELF file."""
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
