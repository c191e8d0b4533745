"""The verb `managers`: whether network managers leave VFs alone, with the project's rules and without
them."""

import time

from hotplug import Hotplug
from network_managers import MANAGERS, await_address, remove_rules

ORDERS = {"synthetic NIC first": Hotplug.synthetic_first, "VF first": Hotplug.vf_first}
COLUMNS = ("adds", "profile", "up", "spoke", "address", "lease")
# The kernel joins the pair, so that the programs only have to mark the VF.
RC_CONF = 'hyperv_vf_transparent="YES"'


def prepare(guest, segments, manager, has_rules=True):
    """Makes the manager run both synthetic NICs, and returns the pairs."""
    guest.configure(RC_CONF)
    if not has_rules:
        remove_rules(guest)
    manager.start(guest)
    for number, segment in enumerate(segments):
        await_address(guest, segment, f"eth{number}")
    return Hotplug(guest, segments, manager)


def trials(laboratory, manager, adds, has_rules):
    """Yields pairs of an order and the result for that many VFs. Each manager has its own guest."""
    laboratory.reset()
    with laboratory.guest(pairs=len(laboratory.segments), systemd=True) as guest:
        hotplug = prepare(guest, laboratory.segments, manager, has_rules)
        for order, run in ORDERS.items():
            yield order, run(hotplug, adds)


def show(laboratory, adds, titles):
    """Prints a table, line by line. `adds` VFs arrive in each order. Without the project's rules, only a
    tenth of them: no manager leaves a VF alone then."""
    print(f"{'':16} {'':10} {'':20}" + "".join(f"{name:>9}" for name in COLUMNS), flush=True)
    for manager in MANAGERS:
        if titles and manager.title not in titles:
            continue
        for rules, count in ("with rules", adds), ("without", adds // 10):
            began = time.monotonic()
            for order, touched in trials(laboratory, manager, max(count, 2), rules == "with rules"):
                cells = "".join(f"{getattr(touched, name):9d}" for name in COLUMNS)
                seconds = time.monotonic() - began
                print(f"{manager.title:16} {rules:10} {order:20}{cells}{seconds:7.0f} s", flush=True)
                began = time.monotonic()
