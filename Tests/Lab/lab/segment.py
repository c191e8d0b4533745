"""The network outside the guest: a bridge, a tap for each NIC of the guest, and a DHCP server."""

import subprocess
import time

import netlink
from slowness import Slowness

# Networks for documentation and for benchmarks (RFC 5737, RFC 2544): one for each possible segment.
DOCUMENTATION = ("192.0.2", "198.51.100", "203.0.113")
BENCHMARKS = tuple(f"198.18.{number}" for number in range(6))


def ip(*words):
    """Runs ip(8) in the lab's own namespace."""
    subprocess.run(["ip", *words], check=True, stdin=subprocess.DEVNULL)


class Segment:
    """An Ethernet segment with its host at .1 and a place for one pair of NICs."""

    def __init__(self, number, folder):
        self.number = number
        self.prefix = (DOCUMENTATION + BENCHMARKS)[number]
        self.host = f"{self.prefix}.1"
        self.guest = f"{self.prefix}.10"
        self.bridge = f"br{number}"
        self.synthetic = f"syn{number}"
        self.vf = f"vf{number}"
        # An address of Microsoft, as Hyper-V assigns it.
        self.mac = f"00:15:5d:00:00:0{number + 1}"
        self._folder = folder
        self._server = self._slowness = None
        self._log = f"{folder}/dnsmasq{number}.log"

    def create(self):
        """Makes the bridge and its taps."""
        ip("link", "set", "lo", "up")
        ip("link", "add", self.bridge, "type", "bridge", "forward_delay", "0",
           "mcast_snooping", "0")
        ip("address", "add", f"{self.host}/24", "dev", self.bridge)
        ip("link", "set", self.bridge, "up")
        for tap in (self.synthetic, self.vf):
            ip("tuntap", "add", tap, "mode", "tap")
            ip("link", "set", tap, "master", self.bridge, "up")

    def lead_to(self, tap):
        """Sends frames for the pair only to this tap, whichever tap its frames came from last."""
        netlink.forward(self.mac, tap)

    def learn(self):
        """Sends frames for the pair to the tap from which its last frame came, as a bridge does by
        default."""
        for tap in (self.synthetic, self.vf):
            subprocess.run(["bridge", "fdb", "del", self.mac, "dev", tap, "master", "static"],
                           check=False, stderr=subprocess.DEVNULL)

    def serve(self, delay=0):
        """Starts the DHCP server, which answers after `delay` seconds."""
        self.stop_serving()
        self._server = subprocess.Popen([
            "/usr/sbin/dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0",
            "--user=root", f"--interface={self.bridge}", "--bind-interfaces", "--no-ping",
            "--dhcp-authoritative", f"--pid-file={self._folder}/dnsmasq{self.number}.pid",
            f"--dhcp-leasefile={self._folder}/leases{self.number}",
            f"--dhcp-range={self.prefix}.100,{self.prefix}.150,1h",
            f"--dhcp-host={self.mac},{self.guest}", f"--log-facility={self._log}", "--log-dhcp",
        ], stdin=subprocess.DEVNULL)
        if delay:
            time.sleep(0.3)  # Stopped too early, it has no socket yet.
            self._slowness = Slowness(self._server, self.bridge, delay)

    def stop_serving(self):
        """Ends the DHCP server."""
        if self._slowness:
            self._slowness.stop()
            self._slowness = None
        if self._server:
            self._server.terminate()
            self._server.wait(10)
            self._server = None

    def log(self):
        """Returns the messages of the DHCP server."""
        with open(self._log, encoding="utf-8", errors="replace") as file:
            return file.read()
