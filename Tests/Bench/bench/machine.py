"""A FreeBSD machine in a folder: the programs, a shell, and commands whose output is in text files."""

import pathlib
import re
import shutil
import subprocess

import texts
from timer import Contestant

INSTALLED, EARLIER = "usr/libexec/hyperv", "usr/libexec/earlier"
PROGRAMS = ("hyperv_vfattach", "hyperv_vfup", "hyperv_vfctl")
COMMANDS = ("sbin/ifconfig", "sbin/sysctl", "sbin/dhclient", "sbin/route", "usr/bin/netstat",
            "bin/ps", "usr/sbin/daemon", "bin/daemonise")

# The VF is up, so the host sends only to it.
HN0 = """hn0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500
\toptions=8051b<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING,TSO4,LRO,LINKSTATE>
\tether 00:15:5d:4a:0b:01
{address}\tmedia: Ethernet autoselect (10Gbase-T <full-duplex>)
\tstatus: no carrier
\tnd6 options=29<PERFORMNUD,IFDISABLED,AUTO_LINKLOCAL>
"""
VF = HN0.replace("hn0", "mlxen0").replace("no carrier", "active").format(address="")
LAGG = """lagg0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500
\tether 00:15:5d:4a:0b:01
{address}\tlaggproto failover lagghash l2,l3,l4
{ports}\tmedia: Ethernet autoselect
\tstatus: active
\tnd6 options=29<PERFORMNUD,IFDISABLED,AUTO_LINKLOCAL>
"""
ADDRESS = "\tinet 192.0.2.50 netmask 0xffffff00 broadcast 192.0.2.255\n"
PORTS = "\tlaggport: hn0 flags=1<MASTER>\n\tlaggport: mlxen0 flags=4<ACTIVE>\n"
NETSTAT = """Routing tables

Internet:
Destination        Gateway            Flags   Nhop#    Mtu    Netif Expire
127.0.0.1          link#2             UH          1  16384      lo0
192.0.2.0/24       link#1             U           2   1500      hn0
192.0.2.50         link#1             UHS         3  16384      lo0
"""
ANSWERS = {
    "sysctl -n hw.hn.vf_transparent": "0\n",
    "sysctl -n hw.hn.vflist": "mlxen0\n",
    "sysctl -n hw.hn.vfmap": "mlxen0:hn0\n",
    "sysctl -n dev.hn.0.vf": "mlxen0\n",
    "sysctl -n net.fibs": "1\n",
    "sysctl -n kern.features.inet6": "1\n",
    "netstat -rnW": NETSTAT,
    "hn0 configured": HN0.format(address=ADDRESS),
    "hn0 bare": HN0.format(address=""),
    "lagg0 new": LAGG.format(address="", ports=""),
    "ifconfig mlxen0": VF,
    "lagg0 with the VF": LAGG.format(address=ADDRESS, ports="\tlaggport: mlxen0 flags=5<MASTER,ACTIVE>\n"),
    "lagg0 alone": LAGG.format(address=ADDRESS, ports=PORTS.splitlines(keepends=True)[0]),
    "lagg0 joined": LAGG.format(address="", ports=PORTS),
    "lagg0 whole": LAGG.format(address=ADDRESS, ports=PORTS),
}
JOIN = "ifconfig lagg0 laggproto failover laggport hn0 laggport mlxen0"
FORM = "ifconfig lagg0 inet {} laggproto failover laggport mlxen0"
# The changes of each command: the new listing of a NIC. "ifconfig now ..." is not a real command:
# it puts the machine into the state of a scenario.
CHANGES = {
    "ifconfig now without lagg0": {"lagg0": None, "hn0": "configured"},
    "ifconfig now with hn0 alone": {"lagg0": "alone", "hn0": "bare"},
    "ifconfig now whole": {"lagg0": "whole", "hn0": "bare"},
    "ifconfig lagg0 create": {"lagg0": "new"},
    JOIN: {"lagg0": "joined"},
    "ifconfig lagg0 laggport mlxen0": {"lagg0": "whole"},
    FORM.format("192.0.2.50/24"): {"lagg0": "with the VF"},
    FORM.format("192.0.2.50 netmask 255.255.255.0"): {"lagg0": "with the VF"},
    "ifconfig lagg0 laggport hn0": {"lagg0": "whole"},
    "ifconfig hn0 inet 192.0.2.50 delete": {"hn0": "bare"},
    "ifconfig lagg0 inet 192.0.2.50 netmask 255.255.255.0": {"lagg0": "whole"},
}


class Machine:
    """The folder to chroot into. It is on one tmpfs, so that no contestant has its files cached in larger
    pages than another."""

    def __init__(self, root, programs, stub, earlier=None):
        """`earlier` is a folder with other programs to compare with."""
        self.root = pathlib.Path(root)
        for name in COMMANDS:
            self.copy(stub, name)
        for name in PROGRAMS:
            self.copy(programs / name, f"{INSTALLED}/{name}")
            if earlier:
                self.copy(earlier / name, f"{EARLIER}/{name}")
        self._has_earlier = earlier is not None
        for name in ("dash", "true"):
            self._copy_with_libraries(shutil.which(name), f"bin/{name}")
        (self.root / "bin/sh").symlink_to("dash")
        for folder in ("dev", "proc", "etc/defaults", "machine", "var/run", "tmp"):
            (self.root / folder).mkdir(parents=True)
        subprocess.run(["mknod", "-m", "666", self.root / "dev/null", "c", "1", "3"], check=True)
        subprocess.run(["mount", "--bind", "/proc", self.root / "proc"], check=True)
        for name, text in ANSWERS.items():
            self.write(f"machine/{name}", text)
        for command, listed in CHANGES.items():
            self.write(f"machine/after {command}", "".join(
                f"ifconfig {nic}\t{f'{nic} {state}' if state else '-'}\n"
                for nic, state in listed.items()))
        self.write_defaults()

    def earlier(self, command, before=()):
        """Returns the same command with the earlier program; an empty list if there is none."""
        path = command[0].replace(INSTALLED, EARLIER)
        return [Contestant([path, *command[1:]], list(before))] if self._has_earlier else []

    def copy(self, source, name):
        """Copies a program to the machine."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, path)
        path.chmod(0o755)

    def write(self, name, text):
        """Writes a text, and returns its path in the machine."""
        path = self.root / name
        # A command's words may contain a slash.
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return f"/{name}"

    def write_defaults(self):
        """Writes FreeBSD's defaults of rc.conf, which a Linux guest does not have. Returns their path."""
        return self.write("etc/defaults/rc.conf", texts.defaults())

    def run(self, command, **environment):
        """Runs a command and waits for it."""
        subprocess.run(
            ["chroot", self.root, *command], check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": "/sbin:/bin:/usr/sbin:/usr/bin", "HYPERV_VF_PLATFORM": "freebsd"}
            | environment)

    def trace(self, before, command):
        """Returns the commands that a command runs, in order, as lists of words."""
        trace = self.root / "machine/trace"
        self.run(before)
        trace.write_text("")
        self.run(command)
        lines = trace.read_text().splitlines()
        trace.unlink()
        return [line.split("\t") for line in lines]

    def _copy_with_libraries(self, source, name):
        self.copy(source, name)
        listed = subprocess.run(["ldd", source], capture_output=True, text=True, check=True).stdout
        for library in re.findall(r"(/\S+) \(", listed):
            self.copy(library, library.lstrip("/"))
