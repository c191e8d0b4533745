"""A TCP connection that sends and receives bytes all the time."""

import socket
import threading
import time

from traces import Trace

PORT = 7


class Stream:
    """A connection to the guest's echo service while the context is open; `trace` is available afterwards."""

    def __init__(self, machine, address, after=0.0):
        self._machine = machine
        self._address = address
        self._after = after
        self._socket = None
        self._thread = None
        self._is_over = threading.Event()
        self.trace = None

    def __enter__(self):
        self._machine.agent.output(f"setsid nc -l -p {PORT} -e cat >/dev/null 2>&1 &")
        self._machine.agent.wait_for(f"netstat -lnt | grep -q ':{PORT} '")
        self._socket = socket.create_connection((self._address, PORT), timeout=10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        time.sleep(0.3)
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            time.sleep(self._after)
        self._is_over.set()
        self._thread.join(20)
        self._socket.close()

    def _run(self):
        """Sends a byte every 10 ms, and records each byte that comes back."""
        sent, arrived = [], []
        self._socket.settimeout(0.01)
        while not self._is_over.is_set():
            if not sent or time.monotonic() - sent[-1] >= 0.01:
                sent.append(time.monotonic())
                self._socket.send(b".")
            try:
                arrived += [time.monotonic()] * len(self._socket.recv(4096))
            except TimeoutError:
                pass
        arrived += [None] * (len(sent) - len(arrived))
        self.trace = Trace(list(zip(sent, arrived)))
