"""The scenarios of the verb `test`; importing them registers them."""

from . import (  # noqa: F401
    arrival, attacks, clients, configuration, crowd, dhcp, departure, elsewhere, giving, identity,
    live, missing, names, ownership, package, persist, refusal, report, routes, shared_names, systemd, undo, verbs,
    verify,
)
