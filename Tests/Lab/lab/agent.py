"""Runs commands in the guest through its second serial port."""

import base64
import dataclasses
import posixpath
import re
import shlex
import socket
import time

# The time limit of a command in seconds. On a busy machine, an emulated guest needs up to fifty
# times as long as usual.
LIMIT = 120


@dataclasses.dataclass(frozen=True)
class Result:
    """The result of a command in the guest."""

    command: str
    status: int
    output: str
    seconds: float

    def check(self):
        """Returns the output. Raises CommandFailed if the command failed."""
        if self.status != 0:
            raise CommandFailed(f"{self.command}: exit {self.status}: {self.output.strip()}")
        return self.output


class CommandFailed(Exception):
    """A command in the guest failed that should not fail."""


class Agent:
    """The agent of one guest. It runs one command at a time."""

    END = re.compile(rb"\n#exit (\d+)\n$")

    def __init__(self, path, patience):
        """`patience` is a factor for all time limits."""
        self._patience = patience
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))

    def wait_until_ready(self, timeout):
        """Waits until the guest has booted."""
        self._receive(re.compile(rb"#ready\n$"), timeout)

    def run(self, command, timeout=LIMIT):
        """Runs one line of sh, and returns its Result."""
        assert "\n" not in command
        began = time.monotonic()
        self._socket.sendall(command.encode() + b"\n")
        text, found = self._receive(self.END, timeout, command)
        output = text[:found.start()].decode(errors="replace")
        return Result(command, int(found[1]), output, time.monotonic() - began)

    def output(self, command, timeout=LIMIT):
        """Returns the output of a command. Raises CommandFailed if it fails."""
        return self.run(command, timeout).check()

    def write(self, path, text):
        """Writes a file in the guest, and makes its folder."""
        encoded = base64.b64encode(text.encode()).decode()
        folder, path = shlex.quote(posixpath.dirname(path)), shlex.quote(path)
        self.output(f"mkdir -p {folder} && echo {encoded} | base64 -d >{path}")

    def wait_for(self, command, timeout=60):
        """Waits until a command succeeds, and returns its output."""
        deadline = time.monotonic() + timeout * self._patience
        while True:
            result = self.run(command)
            if result.status == 0:
                return result.output
            if time.monotonic() > deadline:
                raise TimeoutError(f"{command}: not within {timeout} s: {result.output.strip()}")
            time.sleep(0.05)

    def _receive(self, end, timeout, what="boot"):
        deadline = time.monotonic() + timeout * self._patience
        text = b""
        while not (found := end.search(text)):
            self._socket.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                part = self._socket.recv(65536)
            except TimeoutError:
                raise TimeoutError(f"guest: {what}: no end within {timeout} s: {text!r}") from None
            if not part:
                raise ConnectionError("the guest has gone")
            text += part
        return text, found
