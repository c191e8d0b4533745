"""The scenarios of the verb `test`; importing them registers them."""

from . import arrival, configuration, dhcp, departure, refusal, undo  # noqa: F401
