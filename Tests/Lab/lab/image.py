"""The guest's file system: an initramfs of this machine's own programs, and ours."""

import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent.parent
REPOSITORY = HERE.parent.parent

# Uncompressed modules that the guest may load, with what they depend on.
MODULES = [
    "virtio_pci", "virtio_net", "vmxnet3", "bonding", "veth", "8021q", "net_failover", "dummy",
    "macvlan",
]
PROGRAMS = [
    "/bin/dash", "/sbin/ip", "/bin/kmod", "/bin/udevadm", "/sbin/dhclient", "/usr/bin/strace",
    "/bin/run-parts", "/bin/busybox",
]
FILES = [
    "/sbin/dhclient-script", "/etc/dhcp/dhclient.conf",
    "/lib/udev/rules.d/50-udev-default.rules", "/lib/udev/rules.d/75-net-description.rules",
    "/lib/udev/rules.d/80-drivers.rules", "/lib/udev/rules.d/80-net-setup-link.rules",
    "/lib/systemd/network/99-default.link",
]
LINKS = {
    "/bin/sh": "dash", "/init": "/bin/busybox", "/sbin/modprobe": "/bin/kmod",
    "/sbin/lsmod": "/bin/kmod", "/lib/systemd/systemd-udevd": "/bin/udevadm",
    "/usr/sbin/ip": "/sbin/ip", "/var/run": "/run", "/sbin/udhcpc": "/bin/busybox",
    "/etc/inittab": "/usr/libexec/lab/inittab",
    "/etc/udhcpc/default.script": "/usr/libexec/lab/udhcpc-script",
}
TEXTS = {
    "/etc/modprobe.d/bonding.conf": "options bonding max_bonds=0\n",
    # dhclient-script asks it whether the root may be written to.
    "/etc/fstab": "rootfs / rootfs rw 0 0\n",
    "/etc/passwd": "root:x:0:0:root:/:/bin/sh\n",
    "/etc/group": "root:x:0:\n",
    # Without it udev leaves a bond's MAC alone (MACAddressPolicy=persistent), and hides the trap.
    "/etc/machine-id": "0123456789abcdef0123456789abcdef\n",
    # As hv_netvsc's, which udev does not rename.
    "/etc/systemd/network/10-synthetic.link":
        "[Match]\nDriver=virtio_net net_failover\n\n[Link]\nNamePolicy=keep\n",
    "/etc/resolv.conf": "",
}
FOLDERS = [
    "proc", "sys", "dev", "run", "tmp", "root", "var/lib/dhcp", "etc/rc.conf.d",
    "etc/dhcp/dhclient-enter-hooks.d", "etc/dhcp/dhclient-exit-hooks.d", "etc/udev/rules.d",
    "usr/libexec/hyperv",
]


class Image:
    """An initramfs under construction in a folder."""

    def __init__(self, folder, kernel, programs):
        self.root = folder / "root"
        self.file = folder / "initramfs"
        self.kernel = kernel
        self.programs = programs

    def build(self):
        """Gives the path of the finished initramfs."""
        for name in FOLDERS:
            (self.root / name).mkdir(parents=True, exist_ok=True)
        for source in PROGRAMS:
            self._copy(source)
            for library in self._libraries(source):
                self._copy(library)
        for source in FILES:
            self._copy(source)
        for path, text in TEXTS.items():
            self._place(path).write_text(text)
        self._link_applets()
        for path, target in LINKS.items():
            self._link(path, target)
        self._add_modules()
        self._add_ours()
        self._pack()
        return self.file

    def _place(self, path):
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _copy(self, source, target=None):
        shutil.copy2(source, self._place(target or source), follow_symlinks=True)

    def _link(self, path, target):
        place = self._place(path)
        place.unlink(missing_ok=True)
        place.symlink_to(target)

    @staticmethod
    def _libraries(program):
        listing = subprocess.run(["ldd", program], capture_output=True, text=True, check=False)
        words = listing.stdout.split() if listing.returncode == 0 else []
        return [word for word in words if word.startswith("/")]

    def _link_applets(self):
        """busybox for all that is not there already: its `ip` must not stand in for iproute2's."""
        listing = subprocess.run(["busybox", "--list"], capture_output=True, text=True, check=True)
        for applet in listing.stdout.split():
            places = [self.root / folder / applet for folder in ("bin", "sbin", "usr/bin")]
            if not any(place.exists() or place.is_symlink() for place in places):
                places[0].symlink_to("/bin/busybox")

    def _add_modules(self):
        version = self.kernel.name
        wanted = subprocess.run(
            ["modprobe", "-d", self._dependencies(), "-S", version, "-a", "-D", *MODULES],
            capture_output=True, text=True, check=True).stdout
        for line in wanted.splitlines():
            if line.startswith("insmod "):
                path = line.split()[1]
                self._copy(path, "/lib/modules" + path.split("/lib/modules", 1)[1])
        for name in ("modules.order", "modules.builtin", "modules.builtin.modinfo"):
            self._copy(self.kernel / "modules" / name, f"/lib/modules/{version}/{name}")
        subprocess.run(["depmod", "-b", self.root, version], check=True)

    def _dependencies(self):
        """A folder in which modprobe finds all of the kernel's modules, as if it were installed."""
        base = self.root.parent / "kernel"
        (base / "lib/modules").mkdir(parents=True)
        (base / "lib/modules" / self.kernel.name).symlink_to(self.kernel / "modules")
        if not (self.kernel / "modules/modules.dep").exists():
            subprocess.run(["depmod", "-b", base, self.kernel.name], check=True)
        return base

    def _add_ours(self):
        for name in ("hyperv_vfattach", "hyperv_vfup", "hyperv_vfctl"):
            self._copy(self.programs / name, f"/usr/libexec/hyperv/{name}")
        for path in sorted((HERE / "guest").iterdir()):
            self._copy(path, f"/usr/libexec/lab/{path.name}")
        # Kept aside: most scenarios call the programs themselves.
        for path in sorted((REPOSITORY / "etc").glob("udev/rules.d/*.rules")):
            self._copy(path, f"/usr/libexec/lab/rules.d/{path.name}")

    def _pack(self):
        names = subprocess.run(
            ["find", ".", "-mindepth", "1", "-print0"], cwd=self.root, capture_output=True,
            check=True)
        with self.file.open("wb") as out:
            subprocess.run(
                ["cpio", "--null", "--quiet", "-o", "-H", "newc"], cwd=self.root,
                input=names.stdout, stdout=out, check=True)
