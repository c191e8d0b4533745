"""The parts that all guests of a run share."""

import dataclasses
import pathlib

from architecture import Architecture
from origin import Origin


@dataclasses.dataclass(frozen=True)
class Parts:
    """The parts of a guest."""

    architecture: Architecture
    # A factor for all time limits of a guest.
    patience: float
    # A folder with vmlinuz and modules/.
    kernel: pathlib.Path
    origin: Origin
    # The folder of the project's programs.
    programs: pathlib.Path
    # The disk of the guest with systemd.
    disk: pathlib.Path
