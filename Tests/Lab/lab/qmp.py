"""QEMU's control channel: JSON lines on a Unix socket (docs/interop/qmp-spec)."""

import json
import socket
import time


class QMPError(Exception):
    """QEMU refused a command."""


class QMP:
    """An open channel."""

    def __init__(self, path, patience):
        """`patience` is a factor for all time limits."""
        self._patience = patience
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(20 * patience)
        self._socket.connect(str(path))
        self._stream = self._socket.makefile("rw")
        self._events = []
        self._read()
        self.execute("qmp_capabilities")

    def execute(self, command, **arguments):
        """Runs a command, and returns its result."""
        json.dump({"execute": command, "arguments": arguments}, self._stream)
        self._stream.write("\n")
        self._stream.flush()
        while True:
            answer = self._read()
            if "error" in answer:
                raise QMPError(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]
            self._events.append(answer)

    def wait_for(self, event, timeout=20, **data):
        """Waits for an event whose data has at least these entries."""
        deadline = time.monotonic() + timeout * self._patience
        while True:
            for index, found in enumerate(self._events):
                if found["event"] == event and data.items() <= found["data"].items():
                    return self._events.pop(index)
            if time.monotonic() > deadline:
                raise TimeoutError(f"no {event} within {timeout} s")
            self._socket.settimeout(max(0.1, deadline - time.monotonic()))
            self._events.append(self._read())
            self._socket.settimeout(10 * self._patience)

    def _read(self):
        line = self._stream.readline()
        if not line:
            raise ConnectionError("QEMU has gone")
        return json.loads(line)
