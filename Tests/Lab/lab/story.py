"""Describes the guest's network events in sentences."""

import re

LINK = re.compile(r"^(Deleted )?(\d+): ([^:@ ]+)[^:]*: <[^>]*>(.*)")
ADDRESS = re.compile(r"^(Deleted )?\d+: (\S+) +inet6? (\S+) .*scope global")
ROUTE = re.compile(r"^(Deleted )?(?:unicast )?(default .*)")


class Story:
    """Turns lines of ip-monitor(8) into sentences. `links` are the interfaces at the start."""

    def __init__(self, links):
        # By the kernel's number: the name of a new NIC changes.
        self._names = {link["ifindex"]: name for name, link in links.items()}
        self._masters = {link["ifindex"]: link.get("master") for link in links.values()}

    def sentences(self, line):
        """Returns the sentences for a line; most lines contain nothing new."""
        if found := ADDRESS.match(line):
            deleted, name, address = found.groups()
            return [f"{name} gives {address} up" if deleted else f"{name} has {address}"]
        if found := ROUTE.match(line):
            deleted, route = found.groups()
            words = re.sub(r" (proto|metric|pref|scope|src) \S+", "", route)
            return [f"route gone: {words}" if deleted else f"route: {words}"]
        found = LINK.match(line)
        return self._link(*found.groups()) if found else []

    def _link(self, deleted, index, name, rest):
        index = int(index)
        if deleted:
            self._names.pop(index, None)
            return [f"{name} is gone"]
        said = self._appearance(index, name)
        master = re.search(r" master (\S+)", rest)
        master = master and master[1]
        if master != self._masters.get(index):
            said.append(f"{name} joins {master}" if master else f"{name} leaves its bond")
            self._masters[index] = master
        if "event BONDING FAILOVER" in rest:
            said.append(f"{name} changes its active member")
        return said

    def _appearance(self, index, name):
        before = self._names.get(index)
        self._names[index] = name
        if before is None:
            return [f"{name} appears"]
        return [] if before == name else [f"{before} is now called {name}"]
