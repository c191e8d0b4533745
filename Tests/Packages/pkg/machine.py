"""Does what pkg(8) does with a package: runs its scripts, installs the files in the archive's order,
prints the messages."""

import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).parent


class Machine:
    """A folder that is a machine's root. Scripts run in it, or outside it as with pkg -r."""

    def __init__(self, root, outside=False):
        self.root = pathlib.Path(root)
        self.outside = outside

    def path(self, name):
        return self.root / name.lstrip("/")

    def install(self, package):
        self.run(package, "pre-install")
        self.extract(package)
        self.run(package, "post-install")
        return package.messages("install")

    def upgrade(self, old, new):
        """Upgrades a package, in the order of pkg-script(5)."""
        self.run(new, "pre-install", upgrade=True)
        self.run(old, "pre-deinstall", upgrade=True)
        gone = old.manifest["files"].keys() - new.manifest["files"].keys()
        self.delete_files(old, gone)
        self.extract(new)
        self.run(new, "post-install", upgrade=True)
        return new.messages("upgrade")

    def delete(self, package):
        self.run(package, "pre-deinstall")
        self.delete_files(package, package.manifest["files"])
        self.run(package, "post-deinstall")
        return package.messages("remove")

    def extract(self, package):
        for member in package.files:
            if package.manifest["files"][member.name] != package.sum(member):
                raise SystemExit(f"{member.name}: not of the sum in the manifest")
            path = self.path(member.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written under a temporary name first, and then renamed over an older file.
            new = path.with_name(f".pkgtemp.{path.name}")
            if member.issym():
                new.symlink_to(member.linkname)
            else:
                new.write_bytes(package.data[member.name])
                new.chmod(member.mode)
            new.replace(path)

    def delete_files(self, package, names):
        """Deletes the files, and each folder below the prefix that is empty then."""
        for name in names:
            self.path(name).unlink()
        prefix = self.path(package.manifest["prefix"])
        folders = {folder for name in names for folder in self.path(name).parents
                   if prefix in folder.parents}
        for folder in sorted(folders, reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def run(self, package, phase, upgrade=False):
        for script in package.scripts(phase):
            self.run_shell(package, script, upgrade)
        for script in package.lua_scripts(phase):
            self.run_lua(package, script)

    def run_shell(self, package, script, upgrade):
        environment = {"PKG_NAME": package.manifest["name"],
                       "PKG_PREFIX": package.manifest["prefix"]}
        if upgrade:
            environment["PKG_UPGRADE"] = "true"
        if self.outside:
            environment["PKG_ROOTDIR"] = os.fspath(self.root)
            run(["/bin/sh", "-c", script], environment)
        else:
            self.command("/bin/sh", "-c", script, environment=environment)

    def command(self, *words, environment=None):
        """Runs a command in the machine."""
        run(["chroot", self.root, *words], environment or {})

    def run_lua(self, package, script):
        subprocess.run(
            ["lua5.4", HERE / "prelude.lua", os.fspath(self.root), package.manifest["prefix"]],
            input=script, text=True, check=True)


def run(words, environment):
    subprocess.run(
        words, check=True, env={"PATH": "/sbin:/bin:/usr/sbin:/usr/bin"} | environment)
