import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("Lines that ifconfig lists")
struct FreeBSDIfconfigLineTests {
  private static func read(_ text: String) throws -> Interface {
    try interface(fromIfconfig: text, named: FreeBSDGuest.hn0)
  }

  @Test(
    "a bond is read with its protocol and its ports, in their order",
    arguments: [
      (["laggproto failover lagghash l2,l3,l4"], Bond(.failover, members: [])),
      (
        ["laggproto failover", "laggport: hn1 flags=5<MASTER,ACTIVE>", "laggport: hn0 flags=0<>"],
        Bond(.failover, members: [sure(InterfaceName("hn1")), FreeBSDGuest.hn0])
      ),
      (
        [
          "laggproto lacp lagghash l2,l3,l4",
          "laggport: hn0 flags=1c<ACTIVE,COLLECTING,DISTRIBUTING> state=3d<ACTIVITY,SYNC>",
        ], Bond(.other("lacp"), members: [FreeBSDGuest.hn0])
      ),
      (
        ["laggport: hn0 flags=0<>", "laggproto roundrobin"],
        Bond(.other("roundrobin"), members: [FreeBSDGuest.hn0])
      ),
      (["groups: lagg"], nil),
    ] as [([String], Bond?)])
  func bond(lines: [String], bond: Bond?) throws {
    let text = FreeBSDGuest.listing("hn0") + lines.map { "\t\($0)\n" }.joined()
    #expect(try Self.read(text).bond == bond)
  }

  @Test(
    "the first line tells whether it is up, and how large a packet may be",
    arguments: [
      ("flags=8843<UP,BROADCAST> metric 0 mtu 1500", true, 1500),
      ("flags=8802<BROADCAST,SIMPLEX> metric 0 mtu 9000", false, 9000),
      ("flags=8843<LOWER_UP> metric 0 mtu 1500", false, 1500), ("flags=0<> metric 0", false, 1500),
      ("flags=1008843<BROADCAST,UP> metric 0 mtu 1280 options=1<UP>", true, 1280),
    ])
  func head(line: String, isUp: Bool, mtu: Int) throws {
    var wanted = Interface(FreeBSDGuest.hn0)
    wanted.isUp = isUp
    wanted.mtu = mtu
    #expect(try Self.read("hn0: \(line)\n") == wanted)
  }

  @Test(
    "a line of a kind that nothing depends on is passed over",
    arguments: [
      "options=8051b<RXCSUM>", "capabilities=1<RXCSUM>", "hwaddr 00:00:00:00:00:00", "groups: lagg",
      "media: Ethernet autoselect (10Gbase-T <full-duplex>)",
      "carp: MASTER vhid 1 advbase 1 advskew 0", "lagg options:", "\tflags=10<LACP_STRICT>",
      "vlan: 7 vlanproto: 802.1q vlanpcp: 0 parent interface: hn0", "something new", "inetx 1",
      "drivername: hn0",
    ])
  func passedOver(line: String) throws {
    #expect(
      try Self.read(FreeBSDGuest.listing("hn0", line)) == Self.read(FreeBSDGuest.listing("hn0")))
  }

  @Test(
    "a line that cannot be read is an error with that line",
    arguments: [
      ("half an address", "inet"), ("no address", "inet default"),
      ("a damaged address", "inet 192.0.2.5x netmask 0xffffff00"),
      ("no mask", "inet 192.0.2.50"), ("half a mask", "inet 192.0.2.50 netmask"),
      ("a damaged mask", "inet 192.0.2.50 netmask 0xffffffgg"),
      ("a mask with a gap", "inet 192.0.2.50 netmask 0xff00ff00"),
      ("a mask too long", "inet 192.0.2.50 netmask 0xffffffff0"),
      ("the other family", "inet 2001:db8::5 prefixlen 64"),
      ("the other family again", "inet6 192.0.2.50 netmask 0xffffff00"),
      ("no length", "inet6 2001:db8::5"), ("a damaged length", "inet6 2001:db8::5 prefixlen x"),
      ("a length too long", "inet6 2001:db8::5 prefixlen 129"),
      ("a damaged broadcast address", "inet 192.0.2.50/24 broadcast 192.0.2"),
      ("no broadcast address", "inet 192.0.2.50/24 broadcast"),
      ("another end", "inet 192.0.2.50 --> 192.0.2.51 netmask 0xffffffff"),
      ("another end of IPv6", "inet6 2001:db8::5 --> 2001:db8::6 prefixlen 128"),
      ("no hardware address", "ether"), ("half a hardware address", "ether 00:15:5d"),
      ("no protocol", "laggproto"), ("no port", "laggport:"), ("an odd port", "laggport: ../x"),
    ])
  func damaged(situation: String, line: String) {
    let text = FreeBSDGuest.listing("hn0", "ether 00:15:5d:4a:0b:01", line, "status: active")
    #expect(throws: GuestError.notUnderstood(by: "/sbin/ifconfig", line: "\t\(line)")) {
      try Self.read(text)
    }
  }

  @Test(
    "a listing that does not begin with the interface is an error with its first line",
    arguments: [
      ("", ""), ("\n", ""), ("hn01: flags=8843<UP> mtu 1500\n", "hn01: flags=8843<UP> mtu 1500"),
      ("hn0: no such thing\n", "hn0: no such thing"), ("\tether x\nhn0: flags=0<>\n", "\tether x"),
    ])
  func headless(text: String, line: String) {
    #expect(throws: GuestError.notUnderstood(by: "/sbin/ifconfig", line: line)) {
      try Self.read(text)
    }
  }
}
