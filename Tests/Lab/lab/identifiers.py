"""A DHCP server that knows its clients by their identifier (RFC 2132, option 61), and the identifiers that
they send."""

import pathlib
import select
import socket
import subprocess
import threading
import time

ETH_P_IP = 0x0800
SERVER_PORT = 67
# The length of a BOOTP packet before the options: fixed fields and the magic cookie (RFC 2131).
FIXED = 236 + 4
IDENTIFIER = 61

CONFIGURATION = """authoritative;
echo-client-id {echoes};
default-lease-time 3600;
max-lease-time 3600;
subnet {prefix}.0 netmask 255.255.255.0 {{
  option routers {host};
  range {prefix}.100 {prefix}.150;
}}
host known {{
  option dhcp-client-identifier {identifier};
  fixed-address {guest};
}}
"""


class Dhcpd:
    """ISC's server on a segment instead of the usual one; a context that ends it. A client with this
    identifier gets the guest's address, whatever its hardware address. Any other client gets another
    address."""

    def __init__(self, segment, folder, identifier, echoes=False):
        self._segment = segment
        self._folder = pathlib.Path(folder)
        # True if the server sends the identifier back (RFC 6842).
        self._echoes = echoes
        self._identifier = ":".join(f"{byte:02x}" for byte in identifier)
        self._process = self._thread = self._socket = None
        self._done = threading.Event()
        # The identifier in each query of a client, in order.
        self.sent = []

    def __enter__(self):
        segment = self._segment
        segment.stop_serving()
        configuration = self._folder / "dhcpd.conf"
        configuration.write_text(CONFIGURATION.format(
            prefix=segment.prefix, host=segment.host, guest=segment.guest,
            identifier=self._identifier, echoes="on" if self._echoes else "off"))
        leases = self._folder / "dhcpd.leases"
        leases.write_text("")
        self._process = subprocess.Popen(
            ["/usr/sbin/dhcpd", "-4", "-f", "-d", "-cf", configuration, "-lf", leases,
             "-pf", self._folder / "dhcpd.pid", segment.bridge],
            stdin=subprocess.DEVNULL, stderr=(self._folder / "dhcpd.log").open("w"))
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_IP))
        self._socket.bind((segment.bridge, ETH_P_IP))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        self._await("Server starting service")
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()
        self._socket.close()
        self._process.terminate()
        self._process.wait(10)
        self._segment.serve()

    def log(self):
        """Returns the messages of the server."""
        return (self._folder / "dhcpd.log").read_text(errors="replace")

    def acknowledged(self):
        """Returns the number of leases that the server has confirmed."""
        return self.log().count("DHCPACK on")

    def _await(self, words):
        deadline = time.monotonic() + 20
        while words not in self.log():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise ChildProcessError(f"dhcpd did not start: {self.log()}")
            time.sleep(0.05)

    def _listen(self):
        while not self._done.is_set():
            if select.select([self._socket], [], [], 0.1)[0]:
                question = options(self._socket.recv(2048))
                if question is not None:
                    self.sent.append(question.get(IDENTIFIER))


def options(packet):
    """Returns the options of a packet to a DHCP server, by number; None for any other packet."""
    ports = (packet[0] & 15) * 4
    if packet[9] != socket.IPPROTO_UDP:
        return None
    if int.from_bytes(packet[ports + 2:ports + 4]) != SERVER_PORT:
        return None
    found, rest = {}, packet[ports + 8 + FIXED:]
    while rest and rest[0] != 255:
        if rest[0] == 0:
            rest = rest[1:]
            continue
        found[rest[0]] = bytes(rest[2:2 + rest[1]])
        rest = rest[2 + rest[1]:]
    return found
