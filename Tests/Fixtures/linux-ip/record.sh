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
link show dev eth0
neighbour show dev eth0 nud permanent
neighbour show proxy dev eth0
token list dev eth0
link show dev bond0
neighbour show dev bond0 nud permanent
neighbour show proxy dev bond0
token list dev bond0
rule show
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

# What an administrator gives a NIC beside addresses and routes.
plug
ip address add 192.0.2.50/24 dev eth0
ip neighbour add 192.0.2.9 lladdr 02:00:00:00:00:09 nud permanent dev eth0
ip neighbour add 2001:db8::9 lladdr 02:00:00:00:00:0a nud permanent dev eth0
ip neighbour add proxy 192.0.2.77 dev eth0
ip token set ::1234 dev eth0
ip link set dev eth0 promisc on allmulticast on txqueuelen 500
tc qdisc add dev eth0 root handle 1: htb
ip rule add from 192.0.2.50 iif eth0 lookup 200 priority 1000
ip rule add not fwmark 0x10/0xff oif eth0 lookup 201 priority 1001
ip rule add iif eth0 blackhole priority 1002
ip rule add iif gone0 ipproto tcp dport 80-90 lookup main priority 1003
ip rule add iif eth0 goto 32766 priority 1004
ip rule add from all lookup 203 priority 1005
ip rule add from all l3mdev priority 1006
ip -6 rule add iif eth0 to 2001:db8::/32 lookup 200 suppress_prefixlength 0 priority 1007
ip -6 -oneline rule show >"$here/rules6.txt"
ask settings
for number in 1000 1001 1002 1003 1004 1005 1006; do ip rule del priority "$number"; done
ip -6 rule del priority 1007

# Nothing but what the kernel gives by itself.
plug
ask bare

# Tunnels, two of them over eth0. This kernel makes no gre: its line is one of kernel 6.1.
plug
ip address add 192.0.2.50/24 dev eth0
ip link add vx0 type vxlan id 42 remote 198.51.100.7 dstport 4789 dev eth0
ip link add vx1 type vxlan id 43 group 239.1.1.1 dstport 4789 dev eth0
ip link add vx2 type vxlan id 44 local 192.0.2.50 dstport 4790 dev far0
ip -details -oneline link show >"$here/tunnels.txt"
cat >>"$here/tunnels.txt" <<'EOF'
19: gre1@eth0: <POINTOPOINT,NOARP> mtu 1476 qdisc noop state DOWN mode DEFAULT group default qlen 1000\    link/gre 192.0.2.50 peer 198.51.100.7 promiscuity 0 allmulti 0 minmtu 0 maxmtu 0 \    gre remote 198.51.100.7 local 192.0.2.50 dev eth0 ttl inherit nopmtudisc numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535
EOF
for name in vx0 vx1 vx2; do
  bridge fdb show dev "$name" >"$here/fdb-$name.txt"
  ip link del "$name"
done
ip link del eth0
ip link del bond0
