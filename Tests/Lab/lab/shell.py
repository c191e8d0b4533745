"""The verb `shell`: runs typed commands in a guest."""

import sys


class Shell:
    """A guest with a lease, and with the lab's own words: `plug`, `unplug`, `exit`."""

    def __init__(self, guest, segment):
        self._guest = guest
        self._segment = segment

    def run(self):
        """Reads commands until the end of the input."""
        self._guest.configure('ifconfig_eth0="DHCP"')
        self._guest.lease()
        self._prompt("plug and unplug move the VF; exit ends the guest.\n")
        for line in sys.stdin:
            if line.strip() == "exit":
                return
            self._prompt(self._answer(line.strip()))

    def _answer(self, line):
        try:
            if line == "plug":
                return self._guest.plug(self._segment) + "\n"
            if line == "unplug":
                self._guest.unplug(self._segment)
                return ""
            return self._guest.agent.run(line, timeout=120).output if line else ""
        except Exception as error:  # A typing error must not end the guest.
            return f"{error}\n"

    @staticmethod
    def _prompt(text):
        print(f"{text}guest# ", end="", flush=True)
