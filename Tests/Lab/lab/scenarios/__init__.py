"""The scenarios of the verb `test`; importing them registers them."""

from . import (  # noqa: F401
    arrival, attacks, azure, clients, configuration, crowd, departure, dhcp, elsewhere, giving, identity,
    live, missing, names, ownership, package, persist, persist_managers, refusal, report, routes,
    shared_names, systemd, undo, verbs, verify,
)
