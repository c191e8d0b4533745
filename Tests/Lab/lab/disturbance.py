"""A guest whose takeovers are disturbed, one after the other. It is reset after each."""

import shlex
import time

from guest import VFUP
from pinger import Pinger, INTERVAL

# System calls by which a program changes the guest itself, without a child.
CALLS = "vfork,fork,clone,clone3,write,pwrite64,rename,renameat,unlink,unlinkat,kill,fsync"


def seconds_until_answer(address, limit):
    """Returns the time until a guest answered pings, one every 10 ms; None if it was longer than `limit`."""
    pinger = Pinger(address)
    began = time.monotonic()
    while time.monotonic() < began + limit:
        pinger.probe(INTERVAL)
        if pinger.received:
            return min(pinger.received.values()) - began
    return None


class Disturbed:
    """A guest with one pair. It has its address by `dhcp` or `static`."""

    def __init__(self, laboratory, guest, config):
        self.segment = laboratory.segments[0]
        self.guest = guest
        self.agent = guest.agent
        self._config = config
        self.limit_commands(30)
        self._address()
        guest.plug(self.segment)
        self.before = guest.snapshot()
        self._replace_commands()
        began = time.monotonic()
        self.run_faulty("", 0).check()
        self.seconds = time.monotonic() - began
        self.children = int(self.agent.output("ls /run/fault/children | wc -l"))
        self.after = self.settled()
        self.start_again()

    def limit_commands(self, seconds):
        """Sets the time limit for commands of the programs. A short limit ends hanging commands soon.
        Without hanging commands, a busy machine must not reach the limit."""
        lines = ['ifconfig_eth0="DHCP"'] if self._config == "dhcp" else []
        self.guest.configure(f'hyperv_vf_command_timeout="{seconds}"', *lines)

    def run_faulty(self, how, at):
        """Runs hyperv_vfup with its child number `at` replaced by the sh line `how`. Returns the Result."""
        self.agent.write("/run/fault/how", how + "\n")
        self.agent.output(
            "rm -rf /run/fault/children; mkdir /run/fault/children; "
            f"echo {at} >/run/fault/at")
        try:
            return self.guest.vfup()
        finally:
            self.agent.output("echo 0 >/run/fault/at")

    def run_killed(self, at):
        """Runs hyperv_vfup, which is killed just before its system call number `at`. Returns the Result."""
        inject = f"-e inject={CALLS}:signal=KILL:when={at}"
        return self.agent.run(f"strace -o /dev/null -e trace={CALLS} {inject} {VFUP} eth0", 60)

    def calls(self):
        """Returns the number of such system calls in a takeover."""
        log = "/run/fault/calls"
        self.agent.output(f"strace -o {log} -e trace={CALLS} {VFUP} eth0", timeout=60)
        count = int(self.agent.output(f"grep -c '^[a-z]' {log}"))
        self.start_again()
        return count

    def settled(self):
        """Returns the guest's state, after a client that was just started is visible."""
        if self._config == "dhcp":
            self.agent.wait_for("pidof dhclient")
        return self.guest.snapshot()

    def is_complete(self, state):
        """Returns True if this is the state after a takeover. A client may be missing."""
        return dict(state, clients=0) == dict(self.after, clients=0)

    def start_again(self):
        """Undoes by hand whatever is left."""
        self.agent.output(
            "killall -q -9 dhclient; ip link del bond0 2>/dev/null; "
            "rm -rf /run/hyperv_vf /run/dhclient* /var/lib/dhcp/*; "
            "for nic in $(ls /sys/class/net); do test $nic = lo || { ip link set $nic down nomaster; "
            "ip address flush dev $nic; }; done 2>/dev/null")
        self._address()
        vf = next(name for name in self.guest.links() if name not in ("lo", "eth0"))
        up = self.before[vf][2]
        self.agent.output(f"ip link set {vf} {'up' if up else 'down'}")

    def _address(self):
        if self._config == "dhcp":
            self.guest.lease()
        else:
            self.guest.static(self.segment)

    def _replace_commands(self):
        """Replaces every command that a takeover runs by `faulty`."""
        plan = self.guest.vfup("-n", "eth0").check()
        words = [line.split()[0] for line in plan.splitlines() if line.startswith("/")]
        for path in sorted({"/sbin/ip", *words}):
            name = shlex.quote(path.rsplit("/", 1)[1])
            self.agent.output(
                f"mkdir -p /run/fault/real; cp -L {path} /run/fault/real/{name}; rm {path}; "
                f"cp /usr/libexec/lab/faulty {path}; mkdir -p /run/fault/children; "
                "echo 0 >/run/fault/at; : >/run/fault/how")
