"""The scenarios of the verb `test`; importing them registers them."""

from . import (  # noqa: F401
    arrival, configuration, dhcp, departure, ownership, package, refusal, systemd, undo, verbs,
    verify,
)
