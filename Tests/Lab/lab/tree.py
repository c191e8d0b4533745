"""The files of a guest while they are being built."""

import contextlib
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent.parent
REPOSITORY = HERE.parent.parent
PROGRAMS = ("hyperv_vfattach", "hyperv_vfup", "hyperv_vfctl")
SCRIPT = REPOSITORY / "libexec/hyperv/hyperv_vf_udhcpc"


class Tree:
    """A folder that represents a guest's root."""

    def __init__(self, root, origin=None):
        """The guest's own programs come from the origin."""
        self.root = root
        self._origin = origin
        root.mkdir(parents=True, exist_ok=True)

    def folder(self, path):
        """Makes a folder."""
        (self.root / path.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def merge_usr(self):
        """Makes /bin and others links into /usr, as Debian does: since Debian 13, programs know each other
        only by that path."""
        for name in ("bin", "sbin", "lib", "lib64"):
            self.folder(f"usr/{name}")
            self.link(name, f"usr/{name}")

    def copy(self, source, path):
        """Copies a file to this path."""
        shutil.copy2(source, self._place(path), follow_symlinks=True)

    def take(self, path, place=None):
        """Copies a file of the origin, to the same path unless another one is given."""
        self.copy(self._origin.path(path), place or path)

    def take_program(self, path):
        """Copies a program of the origin, with its libraries."""
        for name in (path, *self._origin.libraries(path)):
            self.take(name)

    def write(self, path, text):
        """Writes a file."""
        self._place(path).write_text(text)

    def link(self, path, target):
        """Makes a symbolic link, and replaces whatever was there."""
        place = self._place(path)
        place.unlink(missing_ok=True)
        place.symlink_to(target)

    def has(self, path):
        """Returns True if the path exists, even as a broken link."""
        place = self.root / path.lstrip("/")
        return place.exists() or place.is_symlink()

    def add_programs(self, programs):
        """Adds the programs from this folder."""
        for name in PROGRAMS:
            self.copy(programs / name, f"/usr/libexec/hyperv/{name}")
        self.copy(SCRIPT, f"/usr/libexec/hyperv/{SCRIPT.name}")

    def add_lab(self):
        """Adds the lab's own files."""
        for path in sorted((HERE / "guest").iterdir()):
            if path.is_file():
                self.copy(path, f"/usr/libexec/lab/{path.name}")

    def add_modules(self, kernel, names, below="/"):
        """Adds uncompressed modules of an unpacked kernel, with all modules that they need."""
        version = kernel.name
        modules = f"{below.rstrip('/')}/lib/modules"
        with installed(kernel) as base:
            wanted = subprocess.run(
                ["modprobe", "-d", base, "-S", version, "-a", "-D", *names],
                capture_output=True, text=True, check=True).stdout
            for line in wanted.splitlines():
                if line.startswith("insmod "):
                    path = line.split()[1]
                    self.copy(path, modules + path.split("/lib/modules", 1)[1])
        for name in ("modules.order", "modules.builtin", "modules.builtin.modinfo"):
            self.copy(kernel / "modules" / name, f"{modules}/{version}/{name}")
        subprocess.run(["depmod", "-b", f"{self.root}{below}", version], check=True)

    def pack(self, file):
        """Writes the tree as an initramfs, and returns its path."""
        names = subprocess.run(
            ["find", ".", "-mindepth", "1", "-print0"], cwd=self.root, capture_output=True,
            check=True)
        with file.open("wb") as out:
            subprocess.run(
                ["cpio", "--null", "--quiet", "-o", "-H", "newc"], cwd=self.root,
                input=names.stdout, stdout=out, check=True)
        return file

    def _place(self, path):
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        return place


@contextlib.contextmanager
def installed(kernel):
    """Yields a folder in which modprobe finds all modules of an unpacked kernel, as if it were installed."""
    with tempfile.TemporaryDirectory(prefix="hyperv-vf-kernel.") as folder:
        modules = pathlib.Path(folder) / "lib/modules"
        modules.mkdir(parents=True)
        (modules / kernel.name).symlink_to(kernel / "modules")
        if not (kernel / "modules/modules.dep").exists():
            subprocess.run(["depmod", "-b", folder, kernel.name], check=True)
        yield folder
