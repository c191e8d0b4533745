"""The guest: a QEMU process with a synthetic NIC and slots for VFs."""

import dataclasses
import pathlib
import subprocess
import time

from agent import Agent
from events import Events
from parts import Parts
from qmp import QMP, QMPError

# The lowest number of slots for VFs. Each segment's VF has one.
SLOTS = 4
KERNEL_WORDS = "quiet panic=-1 mitigations=off nokaslr"
SOCKETS = ("agent", "events", "qmp", "switch")


@dataclasses.dataclass(frozen=True)
class System:
    """The kernel and the files that a guest boots."""

    parts: Parts
    initramfs: pathlib.Path
    megabytes: int = 256
    # Additional words for the kernel, and for QEMU.
    kernel_words: str = ""
    options: tuple = ("-no-reboot",)
    # A snapshot from which a guest continues instead of booting; empty if there is none.
    snapshot: str = ""


class Machine:
    """A booted guest with a place for a pair on each segment; a context that ends it."""

    def __init__(
            self, system, segments, folder, standby=False, megabytes=None, more_pairs=0):
        self.segments = segments
        self._system = system
        self._patience = system.parts.patience
        self._folder = pathlib.Path(folder)
        # True if the guest's kernel joins the pairs itself (net_failover).
        self._standby = standby
        # The memory; None for the amount that the system needs.
        self._megabytes = megabytes
        # The number of additional pairs, which exist from the start. Their cables lead nowhere.
        self._more_pairs = more_pairs
        self._process = None
        self.qmp = self.agent = self.events = None

    def __enter__(self):
        for name in SOCKETS:
            self._path(name).unlink(missing_ok=True)
        self._process = subprocess.Popen(
            self._command(), stdin=subprocess.DEVNULL, stderr=self._path("qemu").open("w"))
        try:
            self._await_sockets()
            self.qmp = QMP(self._path("qmp"), self._patience)
            self.events = Events(self._path("events"))
            self.agent = Agent(self._path("agent"), self._patience)
            if self._system.snapshot:
                self.agent.output("true", 60)
            else:
                # udev renames one NIC after the other.
                self.agent.wait_until_ready(300 + 10 * self._more_pairs)
        except ConnectionError as reason:
            self.__exit__()
            raise ChildProcessError(
                f"{reason}: {self.console()[-500:]} {self._path('qemu').read_text()}") from None
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()

    def plug(self, segment, slot=0, mac=None, model="vmxnet3", **properties):
        """Plugs the VF of a segment into the guest."""
        self.qmp.execute(
            "device_add", driver=model, id=segment.vf, netdev=segment.vf,
            mac=mac or segment.mac, bus=f"rp{slot}", **properties)

    def unplug(self, segment):
        """Unplugs the VF. Returns when the guest has released it."""
        self.qmp.execute("device_del", id=segment.vf)
        self.qmp.wait_for("DEVICE_DELETED", device=segment.vf)

    def set_link(self, device, is_up):
        """Pulls the cable of a NIC, or plugs it in again."""
        self.qmp.execute("set_link", name=device, up=is_up)

    def second_qmp(self):
        """Returns a control channel for another thread."""
        return QMP(self._path("switch"), self._patience)

    def save(self, snapshot):
        """Saves the state of the guest as a snapshot, from which others can continue."""
        said = self.qmp.execute("human-monitor-command", **{"command-line": f"savevm {snapshot}"})
        if said.strip():
            raise QMPError(f"savevm: {said.strip()}")

    def await_reset(self):
        """Waits until the guest has restarted, and its system says its first word.

        Now and then a kernel under emulation loops while it unpacks itself. Nothing has touched the disk
        then, and it is restarted once more."""
        for _ in range(5):
            self.qmp.wait_for("RESET", 60)
            said = len(self.console())
            deadline = time.monotonic() + 60 * self._patience
            while time.monotonic() < deadline:
                if len(self.console()) > said:
                    return
                time.sleep(0.1)
            self.qmp.execute("system_reset")

    def console(self):
        """Returns the messages of the guest's kernel."""
        return self._path("console").read_text(errors="replace")

    def _path(self, name):
        return self._folder / name

    def _await_sockets(self):
        deadline = time.monotonic() + 20
        while not all(self._path(name).exists() for name in SOCKETS):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise ChildProcessError("QEMU did not start")
            time.sleep(0.01)

    def _command(self):
        system, architecture = self._system, self._system.parts.architecture
        words = f"{architecture.kernel_words} {KERNEL_WORDS} {system.kernel_words}"
        command = [
            *architecture.qemu, "-accel", "tcg", "-m", str(self._megabytes or system.megabytes),
            "-nodefaults", "-no-user-config", "-display", "none",
            "-kernel", system.parts.kernel / "vmlinuz", "-initrd", system.initramfs,
            "-append", words, *system.options,
            "-chardev", f"file,id=console,path={self._path('console')}",
            *architecture.ports["console"],
        ]
        for name in ("agent", "events"):
            command += [
                "-chardev", f"socket,id={name},path={self._path(name)},server=on,wait=off",
                *architecture.ports[name],
            ]
        if system.snapshot:
            command += ["-loadvm", system.snapshot]
        for name in ("qmp", "switch"):
            command += ["-qmp", f"unix:{self._path(name)},server=on,wait=off"]
        for slot in range(max(SLOTS, len(self.segments))):
            command += ["-device", architecture.slot.format(slot)]
        for segment in self.segments:
            command += self._synthetic(segment)
        return command + self._more()

    def _more(self):
        """Returns QEMU's words for the pairs without a segment: their NICs on as many PCI bridges as
        necessary."""
        words = []
        for number in range(2 * self._more_pairs):
            bridge, slot = divmod(number, 31)
            if slot == 0:
                words += ["-device", f"pcie-pci-bridge,id=pb{bridge}"]
            # Without own interrupts: a processor has about two hundred vectors, and the agent's
            # serial port needs one of them.
            driver = ("virtio-net-pci,vectors=0", "vmxnet3")[number % 2]
            words += ["-device", f"{driver},bus=pb{bridge},addr={slot + 1:#x},romfile=,"
                      f"mac=00:15:5d:01:00:{number // 2:02x}"]
        return words

    def _synthetic(self, segment):
        """Returns QEMU's words for the synthetic NIC, and for the VF's end of its tap, to which a VF can
        be plugged."""
        words = []
        for tap in (segment.synthetic, segment.vf):
            words += ["-netdev", f"tap,id={tap},ifname={tap},script=no,downscript=no,vhost=off"]
        device = f"virtio-net-pci,netdev={segment.synthetic},mac={segment.mac},romfile="
        device += ",failover=on" if self._standby else ""
        return words + ["-device", f"{device},id={segment.synthetic}nic"]
