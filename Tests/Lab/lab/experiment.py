"""The steps that are measured, each during a running ping."""

import re
import shlex

from guest import VFUP
from stream import Stream
from traces import Ping

NAIVE = "/usr/libexec/lab/naive"


class Experiment:
    """The steps of one guest with one pair, which gets its address from a lease."""

    def __init__(self, laboratory, guest):
        self.segment = laboratory.segments[0]
        self.guest = guest
        self.vf = None

    def prepare(self):
        """Gets a lease for the synthetic NIC, and plugs in a VF that is not used yet."""
        self.guest.configure('ifconfig_eth0="DHCP"')
        self.guest.lease()
        self.vf = self.guest.plug(self.segment)
        return self

    def takeover(self, after=1.5):
        """Returns the trace of a takeover by hyperv_vfup."""
        with Ping(self.segment.guest, after=after) as ping:
            self.guest.vfup().check()
        if switch := self.guest.switch:
            assert switch.changes[0][-1:] == ["vf"], f"the VF never came up: {switch.changes}"
        return ping.trace

    def takeover_systemd(self):
        """Returns the trace of a takeover that the rules and units start, from the VF's arrival on."""
        self.guest.configure('ifconfig_eth0="DHCP"')
        self.guest.ifup()
        with Ping(self.segment.guest, after=1.5) as ping:
            self.vf = self.guest.plug(self.segment)
            self.guest.await_bond(self.vf)
        return ping.trace

    def takeover_naive(self):
        """Returns the trace of a takeover in FreeBSD's order. The machine has no ID, with which udev would
        give the bond another MAC for ever; this order does not prevent that."""
        self.guest.agent.output("rm -f /etc/machine-id")
        with Ping(self.segment.guest, after=1.5) as ping:
            self.guest.agent.output(f"{NAIVE} eth0 {self.vf} bond0", timeout=60)
        return ping.trace

    def takeover_stream(self):
        """Returns the trace of a TCP connection during a takeover."""
        with Stream(self.guest.machine, self.segment.guest, after=1.5) as stream:
            self.guest.vfup().check()
        return stream.trace

    def unplug(self):
        """Returns the trace of the VF's departure."""
        with Ping(self.segment.guest, after=1.0) as ping:
            self.guest.unplug(self.segment)
        return ping.trace

    def replug(self):
        """Returns the trace of the VF's return."""
        with Ping(self.segment.guest, after=1.0) as ping:
            self.vf = self.guest.plug(self.segment)
            self.guest.vfup().check()
        return ping.trace

    def link_down(self):
        """Returns the trace of a cable that is pulled out of the VF. It is plugged in again afterwards."""
        with Ping(self.segment.guest, after=1.0) as ping:
            self.guest.machine.set_link(self.segment.vf, False)
        self.guest.machine.set_link(self.segment.vf, True)
        self.guest.agent.wait_for(f"grep -q {self.vf} /sys/class/net/bond0/bonding/active_slave")
        return ping.trace

    def children(self):
        """Returns the number of child processes that a takeover starts, without the DHCP client."""
        log = "/tmp/children"
        command = f"strace -o {log} -e trace=clone,clone3,vfork,fork {shlex.quote(VFUP)} eth0"
        self.guest.agent.output(command, timeout=60)
        calls = self.guest.agent.output(f"cat {log}").splitlines()
        started = [c for c in calls if re.match(r"v?fork|clone", c) and "CLONE_THREAD" not in c]
        return len(started) - 1
