"""The verb `managers`: whether they keep their hands off VFs, with our rules and without."""

import time

from hotplug import Hotplug
from network_managers import MANAGERS, await_address, remove_rules

ORDERS = {"synthetic NIC first": Hotplug.synthetic_first, "VF first": Hotplug.vf_first}
COLUMNS = ("adds", "profile", "up", "spoke", "address", "lease")
# The kernel joins the pair, so that ours have nothing to do but to mark the VF.
RC_CONF = 'hyperv_vf_transparent="YES"'


def prepare(guest, segments, manager, has_rules=True):
    """Has the manager run both synthetic NICs; gives the pairs."""
    guest.configure(RC_CONF)
    if not has_rules:
        remove_rules(guest)
    manager.start(guest)
    for number, segment in enumerate(segments):
        await_address(guest, segment, f"eth{number}")
    return Hotplug(guest, segments, manager)


def trials(laboratory, manager, adds, has_rules):
    """Gives pairs of an order and what became of that many VFs; a guest for each manager."""
    laboratory.reset()
    with laboratory.guest(pairs=len(laboratory.segments), systemd=True) as guest:
        hotplug = prepare(guest, laboratory.segments, manager, has_rules)
        for order, run in ORDERS.items():
            yield order, run(hotplug, adds)


def show(laboratory, adds, titles):
    """Prints a table, line by line; that many VFs arrive in each order. Without our rules it is a
    tenth of them: no manager leaves one alone then."""
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
