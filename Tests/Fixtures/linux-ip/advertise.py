"""Sends one router advertisement (RFC 4861, 4.2) for 2001:db8:a::/64 from the named interface."""
import socket
import struct
import sys

interface = socket.if_nametoindex(sys.argv[1])
prefix = socket.inet_pton(socket.AF_INET6, "2001:db8:a::")
advertisement = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0)
advertisement += struct.pack("!BBBBIII", 3, 4, 64, 0xC0, 86400, 14400, 0) + prefix
sender = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, interface)
sender.sendto(advertisement, ("ff02::1", 0, 0, interface))
