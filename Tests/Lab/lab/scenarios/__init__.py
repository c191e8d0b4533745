"""The scenarios of the verb `test`; importing them registers them."""

from . import configuration, dhcp, departure, refusal, undo  # noqa: F401
