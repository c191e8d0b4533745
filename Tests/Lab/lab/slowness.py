"""Makes a DHCP server slow."""

import os
import select
import signal
import socket
import threading
import time

ETH_P_IP = 0x0800
SERVER_PORT = 67


class Slowness:
    """Stops a server's process, and wakes it some seconds after each query.

    dnsmasq's own --dhcp-reply-delay delays only offers. A client that asks for its old address again
    would not notice it.
    """

    def __init__(self, process, interface, seconds):
        self._process = process
        self._seconds = seconds
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_IP))
        self._socket.bind((interface, ETH_P_IP))
        self._end, self._ending = os.pipe()
        self._thread = threading.Thread(target=self._run, daemon=True)
        process.send_signal(signal.SIGSTOP)
        self._thread.start()

    def stop(self):
        """Lets the server run normally again."""
        os.write(self._ending, b".")
        self._thread.join()
        self._process.send_signal(signal.SIGCONT)
        self._socket.close()
        os.close(self._end)
        os.close(self._ending)

    def _run(self):
        while True:
            readable = select.select([self._socket, self._end], [], [])[0]
            if self._end in readable:
                return
            if self._is_question(self._socket.recv(2048)):
                time.sleep(self._seconds)
                self._process.send_signal(signal.SIGCONT)
                time.sleep(0.1)
                self._process.send_signal(signal.SIGSTOP)

    @staticmethod
    def _is_question(packet):
        ports = (packet[0] & 15) * 4
        is_udp = packet[9] == socket.IPPROTO_UDP
        return is_udp and int.from_bytes(packet[ports + 2:ports + 4]) == SERVER_PORT
