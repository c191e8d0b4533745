"""Many arrivals of a VF in a short time, with the changes that other programs made to it."""

import dataclasses
import json
import re
import subprocess
import time

# The drivers of the lab's NICs: folders of sysfs by which they release a device and take it again.
VF_DRIVER = "/sys/bus/pci/drivers/vmxnet3"
SYNTHETIC_DRIVER = "/sys/bus/virtio/drivers/virtio_net"

# The time in seconds for which VFs are watched after the manager knows them. Without the project's
# rules, it has touched all VFs by then.
WATCHED = 1.0


@dataclasses.dataclass
class Touched:
    """The number of VFs that were touched, of `adds` VFs, by the kind of change."""

    adds: int = 0
    # A manager had a profile, or a .network file, for the VF.
    profile: int = 0
    # The VF was set up.
    up: int = 0
    # The VF sent frames.
    spoke: int = 0
    # The VF had an address; an IPv4 address, which can only come from a lease.
    address: int = 0
    lease: int = 0

    def clean(self):
        """Returns the numbers for VFs that were not touched."""
        return Touched(self.adds)


class Hotplug:
    """The pairs of a guest, whose VFs leave their driver and return. These are real removals and additions
    of the network interface, and faster than through the slot."""

    def __init__(self, guest, segments, manager):
        self._guest = guest
        self._segments = segments
        self._manager = manager
        self._vfs = [guest.plug(segment, slot) for slot, segment in enumerate(segments)]
        self._devices = [self._device(name) for name in self._vfs]
        self._twins = [self._device(f"eth{number}") for number in range(len(segments))]

    def synthetic_first(self, adds):
        """Adds the VFs after their synthetic NICs, and returns what was done to them."""
        return self._run(adds, [(VF_DRIVER, "unbind", self._devices)],
                         [(VF_DRIVER, "bind", self._devices)])

    def vf_first(self, adds):
        """Adds each synthetic NIC right after its VF, and returns what was done to the VFs."""
        pairs = [(driver, "bind", [device]) for devices in zip(self._devices, self._twins)
                 for driver, device in zip((VF_DRIVER, SYNTHETIC_DRIVER), devices)]
        return self._run(
            adds, [(VF_DRIVER, "unbind", self._devices), (SYNTHETIC_DRIVER, "unbind", self._twins)],
            pairs)

    def twin_late(self):
        """Adds a synthetic NIC later. Until then, the VF is an ordinary NIC with an address."""
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
            # Time for the manager to finish what it has begun.
            time.sleep(WATCHED)
            profiles = self._manager.profiles(self._guest, self._vfs)
            numbers = self._numbers()
            lines = [line for _, line in self._guest.machine.events.since(began)]
            after = self._frames()
            for number, profile, before, now in zip(numbers, profiles, frames, after):
                count(touched, number, bool(profile), lines, now > before)
        return touched

    def _do(self, steps):
        """Makes the drivers release or take devices, and waits for udev."""
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
        """Returns the number of frames that each VF has sent so far."""
        return [received(segment.vf) for segment in self._segments]


def count(touched, number, has_profile, lines, has_spoken):
    """Counts one VF, by its kernel number and the lines of ip-monitor(8)."""
    own = [line for line in lines if re.match(rf"{number}: ", line)]
    touched.adds += 1
    touched.profile += has_profile
    touched.spoke += has_spoken
    touched.up += any(re.search(r"<([^>]*,)?UP[,>]", line) for line in own)
    touched.address += any(re.match(r"\d+: \S+ +inet", line) for line in own)
    touched.lease += any(re.match(r"\d+: \S+ +inet ", line) for line in own)


def received(tap):
    """Returns the number of frames that a tap has received from the guest."""
    listing = subprocess.run(
        ["ip", "-json", "-statistics", "link", "show", "dev", tap], capture_output=True, check=True)
    return json.loads(listing.stdout)[0]["stats64"]["rx"]["packets"]
