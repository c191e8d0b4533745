"""What all guests of a run are made of."""

import dataclasses
import pathlib

from architecture import Architecture
from origin import Origin


@dataclasses.dataclass(frozen=True)
class Parts:
    """The same for each of them."""

    architecture: Architecture
    # How many times as long as usual a guest may take for everything.
    patience: float
    # A folder with vmlinuz and modules/.
    kernel: pathlib.Path
    origin: Origin
    # The folder of ours.
    programs: pathlib.Path
    # Of the guest with systemd.
    disk: pathlib.Path
