"""A process that sends an ICMP echo every 10 ms until its input ends. Then it prints the answers.

It is a separate process with priority over all others in the scheduler, so that the lab's own work
causes no gap. Prints JSON: pairs of sending and arrival time in seconds of the monotonic clock. The
arrival time is null if there was no answer.
"""

import json
import os
import select
import socket
import struct
import sys
import time

INTERVAL = 0.01
LATE = 0.5


def checksum(data):
    """Returns the checksum of RFC 1071."""
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def echo_request(identifier, sequence):
    """Returns an ICMP echo request (RFC 792)."""
    head = struct.pack("!BBHHH", 8, 0, 0, identifier, sequence)
    return head[:2] + struct.pack("!H", checksum(head)) + head[4:]


class Pinger:
    """The pings to one address."""

    def __init__(self, address):
        self._address = (address, 0)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        self._socket.setblocking(False)
        self._identifier = os.getpid() & 0xFFFF
        self.sent = []
        self.received = {}

    def run(self, until):
        """Sends pings until `until` is readable. Then waits for late answers."""
        due = time.monotonic()
        end = None
        while end is None or time.monotonic() < end:
            if end is None and time.monotonic() >= due:
                self._send()
                due += INTERVAL
            rest = max(0, (due if end is None else end) - time.monotonic())
            inputs = [self._socket] + ([until] if end is None else [])
            readable = select.select(inputs, [], [], rest)[0]
            if self._socket in readable:
                self._receive()
            if until in readable:
                end = time.monotonic() + LATE

    def probe(self, wait):
        """Sends one ping, and reads the answers of the next `wait` seconds."""
        self._send()
        end = time.monotonic() + wait
        while select.select([self._socket], [], [], max(0, end - time.monotonic()))[0]:
            self._receive()

    def _send(self):
        packet = echo_request(self._identifier, len(self.sent) & 0xFFFF)
        self.sent.append(time.monotonic())
        try:
            self._socket.sendto(packet, self._address)
        except OSError:
            pass  # No neighbour at the moment: the ping is lost like any other.

    def _receive(self):
        packet = self._socket.recv(2048)
        body = packet[(packet[0] & 15) * 4:]
        kind, _, _, identifier, sequence = struct.unpack("!BBHHH", body[:8])
        if kind == 0 and identifier == self._identifier:
            # The latest ping whose number has these 16 bits.
            last = len(self.sent) - 1
            self.received.setdefault(last - (last - sequence & 0xFFFF), time.monotonic())


def main():
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    pinger = Pinger(sys.argv[1])
    pinger.run(sys.stdin)
    json.dump([[at, pinger.received.get(n)] for n, at in enumerate(pinger.sent)], sys.stdout)


if __name__ == "__main__":
    main()
