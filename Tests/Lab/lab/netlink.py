"""rtnetlink(7) in the lab's own namespace, where starting ip(8) or bridge(8) would take too long."""

import os
import socket
import struct
import threading

AF_BRIDGE = 7
RTMGRP_LINK = 1
RTM_NEWLINK, RTM_NEWNEIGH = 16, 28
NLM_F_REQUEST, NLM_F_ACK, NLM_F_REPLACE, NLM_F_CREATE = 1, 4, 0x100, 0x400
NUD_NOARP, NTF_MASTER, NDA_LLADDR = 0x40, 4, 2
HEADER = struct.Struct("=IHHII")
INTERFACE = struct.Struct("=BxHiII")
NEIGHBOUR = struct.Struct("=BxxxiHBB")


def watch_links(watcher):
    """Calls `watcher` with the number of each interface that changes, in a thread of its own."""
    changes = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
    changes.bind((0, RTMGRP_LINK))
    threading.Thread(target=_read, args=(changes, watcher), daemon=True).start()


def _read(changes, watcher):
    while True:
        message = changes.recv(65536)
        if HEADER.unpack_from(message)[1] == RTM_NEWLINK:
            watcher(INTERFACE.unpack_from(message, HEADER.size)[2])


def forward(address, port):
    """Makes a bridge send what is for `address` to its port `port`: `bridge fdb replace ADDRESS dev PORT
    master static`."""
    octets = bytes.fromhex(address.replace(":", ""))
    entry = NEIGHBOUR.pack(AF_BRIDGE, socket.if_nametoindex(port), NUD_NOARP, NTF_MASTER, 0)
    entry += struct.pack("=HH", 4 + len(octets), NDA_LLADDR) + octets + bytes(-len(octets) % 4)
    flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_REPLACE | NLM_F_CREATE
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as kernel:
        kernel.send(HEADER.pack(HEADER.size + len(entry), RTM_NEWNEIGH, flags, 1, 0) + entry)
        (error,) = struct.unpack_from("=i", kernel.recv(4096), HEADER.size)
    if error:
        raise OSError(-error, f"{os.strerror(-error)}: {address} to {port}")
