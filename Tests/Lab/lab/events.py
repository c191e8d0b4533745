"""The changes in the guest's network as they happen: ip-monitor(8) on its third serial port."""

import socket
import threading
import time


class Events:
    """The lines of the guest's `ip monitor`, each with its time of arrival."""

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._lines = []
        self._watchers = []
        threading.Thread(target=self._read, daemon=True).start()

    def watch(self, watcher):
        """Calls `watcher` with each line from now on, in the reader's thread."""
        self._watchers.append(watcher)

    def since(self, start):
        """Returns pairs of time and line, from the time `start` on."""
        return [(at, line) for at, line in list(self._lines) if at >= start]

    def _read(self):
        for line in self._socket.makefile(errors="replace"):
            line = line.strip()
            self._lines.append((time.monotonic(), line))
            for watcher in self._watchers:
                watcher(line)
