#!/bin/sh
# Records what iproute2 prints, as root: unshare -n sh record.sh
#
# Each scenario dresses eth0, a veth with a peer, as a guest's synthetic NIC, and asks in the words
# of IPRouteQuery. Recorded with iproute2-6.1.0 on kernel 6.18. The lines of the peers stay in: a
# guest has other interfaces too. Hardware addresses are set, so that a new recording compares.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

ask() { # NAME: records the answer to the programs' question
  ip -oneline -batch - >"$here/$1.txt" <<EOF
address show dev eth0
address show dev bond0
route show table all root 0.0.0.0/0
link show dev eth0
route show table all root ::/0
EOF
  ip link del eth0
  ip link del bond0
  ip route flush type blackhole
}

plug() {
  ip link add eth0 address 00:15:5d:4a:0b:01 type veth peer name far0 address 00:15:5d:00:00:02
  ip link add bond0 address 00:15:5d:4a:0b:02 type veth peer name far1 address 00:15:5d:00:00:03
  for name in lo eth0 bond0 far0 far1; do
    [ "$name" = lo ] || echo 0 >"/proc/sys/net/ipv6/conf/$name/accept_dad"
    ip link set dev "$name" up
  done
  sleep 1
}

# One lease of dhclient: its address has a lifetime; Azure's two host routes.
plug
ip address add 10.1.2.4/24 broadcast 10.1.2.255 dev eth0 valid_lft 3000 preferred_lft 3000
ip route add default via 10.1.2.1 dev eth0 proto dhcp src 10.1.2.4 metric 100
ip route add 168.63.129.16 via 10.1.2.1 dev eth0 proto dhcp src 10.1.2.4 metric 100
ip route add 169.254.169.254 via 10.1.2.1 dev eth0 proto dhcp src 10.1.2.4 metric 100
ask dhcp

# Everything that somebody may have set by hand; a second primary, a secondary, a label.
plug
ip address add 10.1.2.4/24 broadcast + dev eth0
ip address add 10.1.2.5/24 dev eth0
ip address add 10.9.0.1/16 broadcast 10.9.0.255 dev eth0
ip address add 169.254.9.9/16 scope link noprefixroute dev eth0
ip address add 10.7.7.7/32 dev eth0 label eth0:1 metric 50
ip address add 2001:db8::4/64 dev eth0 nodad
ip address add 2001:db8::9/64 dev eth0 nodad preferred_lft 0
ip address add 2001:db8::128/128 dev eth0 nodad valid_lft 3000 preferred_lft 2000
ip route add default via 10.1.2.1 dev eth0 proto static metric 100 src 10.1.2.4
ip route add 192.0.2.0/24 dev eth0
ip route add 10.50.0.0/16 dev eth0 scope global
ip route add 198.51.100.0/24 via 203.0.113.1 dev eth0 onlink mtu lock 1400 advmss 1200
ip route add default via 10.1.2.1 dev eth0 table 200
ip route add 0.0.0.0/0 via inet6 fe80::1 dev eth0 table 201
ip route add blackhole 10.66.0.0/16
ip route add 203.0.113.0/24 dev far0
ip -6 route add default via fe80::1 dev eth0 metric 512 proto static
ip -6 route add 2001:db8:5::/48 via 2001:db8::1 dev eth0 expires 300
ip -6 route add default dev eth0 table 202
ip -6 route add 2001:db8:6::/48 via 2001:db8::1 dev eth0 from 2001:db8::/64
ask static

# Addresses, and a default route, learnt from a router advertisement that the peer sends.
plug
python3 "$here/advertise.py" far0
sleep 1
ask advertised

# A route over two next hops, one of them eth0's.
plug
ip address add 10.1.2.4/24 dev eth0
ip route add 10.77.0.0/16 nexthop via 10.1.2.1 dev eth0 nexthop dev far0 weight 3
ask multipath

# A point-to-point address.
plug
ip address add 10.1.2.4 peer 10.1.2.9/32 dev eth0
ask peer

# Nothing but what the kernel gives by itself.
plug
ask bare
