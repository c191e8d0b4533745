"""The scenarios of the verb `test`; importing them registers them."""

from . import (  # noqa: F401
    arrival, attacks, clients, configuration, crowd, dhcp, departure, live, missing, names,
    ownership, package, refusal, routes, systemd, undo, verbs, verify,
)
