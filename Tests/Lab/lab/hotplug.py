"""Many arrivals of a VF in a short time, and what others did to it each time."""

import dataclasses
import json
import re
import subprocess
import time

# Drivers of the lab's NICs: by the folders of sysfs that let go of a device and take it again.
VF_DRIVER = "/sys/bus/pci/drivers/vmxnet3"
SYNTHETIC_DRIVER = "/sys/bus/virtio/drivers/virtio_net"

# Seconds for which VFs are watched once the manager knows them. Without our rules it has touched every
# one by then.
WATCHED = 1.0


@dataclasses.dataclass
class Touched:
    """How many of `adds` VFs were touched, and how."""

    adds: int = 0
    # A manager had a profile, or a .network file, for it.
    profile: int = 0
    # It was set up.
    up: int = 0
    # Frames left the guest by it.
    spoke: int = 0
    # It had an address; an IPv4 address, which can only be leased.
    address: int = 0
    lease: int = 0

    def clean(self):
        """What it is where nobody touched one."""
        return Touched(self.adds)


class Hotplug:
    """The pairs of a guest whose VFs leave their driver and come back: real removals and additions of
    the network interface, in less time than the slot takes."""

    def __init__(self, guest, segments, manager):
        self._guest = guest
        self._segments = segments
        self._manager = manager
        self._vfs = [guest.plug(segment, slot) for slot, segment in enumerate(segments)]
        self._devices = [self._device(name) for name in self._vfs]
        self._twins = [self._device(f"eth{number}") for number in range(len(segments))]

    def synthetic_first(self, adds):
        """Gives what became of VFs that arrived beside their synthetic NICs."""
        return self._run(adds, [(VF_DRIVER, "unbind", self._devices)],
                         [(VF_DRIVER, "bind", self._devices)])

    def vf_first(self, adds):
        """The same where the synthetic NIC arrived right after its VF."""
        pairs = [(driver, "bind", [device]) for devices in zip(self._devices, self._twins)
                 for driver, device in zip((VF_DRIVER, SYNTHETIC_DRIVER), devices)]
        return self._run(
            adds, [(VF_DRIVER, "unbind", self._devices), (SYNTHETIC_DRIVER, "unbind", self._twins)],
            pairs)

    def twin_late(self):
        """The VF is a NIC like any other, with an address, until its synthetic NIC arrives."""
        agent = self._guest.agent
        self._do([(VF_DRIVER, "unbind", self._devices), (SYNTHETIC_DRIVER, "unbind", self._twins)])
        self._do([(VF_DRIVER, "bind", self._devices)])
        for name in self._vfs:
            agent.wait_for(f"ip -4 address show dev {name} | grep -q inet")
        self._do([(SYNTHETIC_DRIVER, "bind", self._twins)])
        for name in self._vfs:
            agent.wait_for(f"! ip -4 address show dev {name} | grep -q inet")
        return self._manager.profiles(self._guest, self._vfs)

    def _run(self, adds, leave, come):
        touched = Touched()
        while touched.adds < adds:
            self._do(leave)
            frames = self._frames()
            began = time.monotonic()
            self._do(come)
            self._manager.profiles(self._guest, self._vfs)
            # Time for what the manager has begun to do.
            time.sleep(WATCHED)
            profiles = self._manager.profiles(self._guest, self._vfs)
            numbers = self._numbers()
            lines = [line for _, line in self._guest.machine.events.since(began)]
            after = self._frames()
            for number, profile, before, now in zip(numbers, profiles, frames, after):
                count(touched, number, bool(profile), lines, now > before)
        return touched

    def _do(self, steps):
        """Has the drivers let go of devices, or take them; udev is through with it then."""
        self._guest.agent.output("; ".join(
            f"echo {device} >{driver}/{verb}" for driver, verb, devices in steps
            for device in devices) + "; udevadm settle; sleep 0.1; udevadm settle")

    def _device(self, name):
        path = self._guest.agent.output(f"readlink /sys/class/net/{name}/device")
        return path.strip().split("/")[-1]

    def _numbers(self):
        paths = " ".join(f"/sys/class/net/{name}/ifindex" for name in self._vfs)
        return [int(line) for line in self._guest.agent.output(f"cat {paths}").split()]

    def _frames(self):
        """How many frames came out of each VF so far."""
        return [received(segment.vf) for segment in self._segments]


def count(touched, number, has_profile, lines, has_spoken):
    """Adds one VF, by its kernel's number and the lines of ip-monitor(8)."""
    own = [line for line in lines if re.match(rf"{number}: ", line)]
    touched.adds += 1
    touched.profile += has_profile
    touched.spoke += has_spoken
    touched.up += any(re.search(r"<([^>]*,)?UP[,>]", line) for line in own)
    touched.address += any(re.match(r"\d+: \S+ +inet", line) for line in own)
    touched.lease += any(re.match(r"\d+: \S+ +inet ", line) for line in own)


def received(tap):
    """The frames that a tap has got from the guest."""
    listing = subprocess.run(
        ["ip", "-json", "-statistics", "link", "show", "dev", tap], capture_output=True, check=True)
    return json.loads(listing.stdout)[0]["stats64"]["rx"]["packets"]
