import Failover
import TestSupport
import Testing

@testable import Platforms

/// The texts have the format that the source of ifconfig(8) in FreeBSD 12 to 15 prints.
@Suite("What ifconfig lists")
struct FreeBSDIfconfigTests {
  private static func read(_ text: String, _ name: String = "hn0") throws -> Interface {
    try interface(fromIfconfig: text, named: sure(InterfaceName(name)))
  }

  private static func hn0(_ change: (inout Interface) -> Void = { _ in }) -> Interface {
    var hn0 = Interface(FreeBSDGuest.hn0)
    hn0.isUp = true
    change(&hn0)
    return hn0
  }

  @Test("hn0 of FreeBSD 12, with both families")
  func freebsd12() throws {
    let text = """
      hn0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500
      \toptions=8051b<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING,TSO4,LRO,LINKSTATE>
      \tether 00:15:5d:4a:0b:01
      \tinet 192.0.2.50 netmask 0xffffff00 broadcast 192.0.2.255
      \tinet 198.51.100.7 netmask 0xfffffff0 broadcast 198.51.100.15
      \tinet6 fe80::215:5dff:fe4a:b01%hn0 prefixlen 64 scopeid 0x2
      \tinet6 2001:db8::5 prefixlen 64
      \tinet6 2001:db8::215:5dff:fe4a:b01 prefixlen 64 autoconf
      \tmedia: Ethernet autoselect (10Gbase-T <full-duplex>)
      \tstatus: active
      \tnd6 options=23<PERFORMNUD,ACCEPT_RTADV,AUTO_LINKLOCAL>

      """
    let wanted = Self.hn0 {
      $0.hardwareAddress = HardwareAddress("00:15:5d:4a:0b:01")
      $0.addresses = [
        "192.0.2.50/24", "198.51.100.7/28", "fe80::215:5dff:fe4a:b01%hn0/64", "2001:db8::5/64",
        "2001:db8::215:5dff:fe4a:b01/64",
      ].map { FreeBSDGuest.address($0) }
      $0.addresses[0].broadcast = IPAddress("192.0.2.255")
      $0.addresses[1].broadcast = IPAddress("198.51.100.15")
      $0.addresses[4].isAutoconfigured = true
      $0.acceptsRouterAdvertisements = true
      $0.hasCarrier = true
    }
    #expect(try Self.read(text) == wanted)
  }

  @Test(
    "a NIC has a carrier only if its status says so",
    arguments: [("active", true), ("no carrier", false), ("no network", false)])
  func carrier(status: String, hasCarrier: Bool) throws {
    let listing = FreeBSDGuest.listing("hn0", "status: \(status)")
    #expect(try Self.read(listing).hasCarrier == hasCarrier)
  }

  @Test(
    "the lagg or bridge of a NIC is found by whole words",
    arguments: [("mlxen0", "lagg0"), ("mlxen1", "bridge0"), ("mlxen", nil)])
  func master(name: String, master: String?) throws {
    let text =
      FreeBSDGuest.listing("hn0") + FreeBSDGuest.listing("lagg0", "laggport: mlxen0 flags=0<>")
      + FreeBSDGuest.listing("bridge0", "member: mlxen1 flags=143<LEARNING>")
    let found = Platforms.master(of: sure(InterfaceName(name)), inListings: text)
    #expect(found == master.flatMap { InterfaceName($0) })
  }

  @Test("a lagg of FreeBSD 14")
  func freebsd14() throws {
    let text = """
      lagg0: flags=1008843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST,LOWER_UP> metric 0 mtu 9000
      \tdescription: uplink:  to the lab
      \toptions=8051b<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING,TSO4,LRO,LINKSTATE>
      \tether 00:15:5d:4a:0b:01
      \thwaddr 00:00:00:00:00:00
      \tlaggproto failover lagghash l2,l3,l4
      \tlaggport: hn0 flags=1<MASTER>
      \tlaggport: mlxen10 flags=4<ACTIVE>
      \tgroups: lagg
      \tmedia: Ethernet autoselect
      \tstatus: active
      \tnd6 options=29<PERFORMNUD,IFDISABLED,AUTO_LINKLOCAL>

      """
    var wanted = Interface(FreeBSDGuest.lagg0)
    wanted.isUp = true
    wanted.hasCarrier = true
    wanted.mtu = 9000
    wanted.note = "uplink:  to the lab"
    wanted.hardwareAddress = HardwareAddress("00:15:5d:4a:0b:01")
    wanted.bond = Bond(.failover, members: [FreeBSDGuest.hn0, sure(InterfaceName("mlxen10"))])
    wanted.isIPv6Disabled = true
    #expect(try Self.read(text, "lagg0") == wanted)
  }

  @Test(
    "an address is read in every form, with all that it is",
    arguments: [
      ("inet 192.0.2.50 netmask 0xffffff00 broadcast 192.0.2.255", "192.0.2.50/24", "192.0.2.255"),
      ("inet 192.0.2.50 netmask 255.255.255.0 broadcast 192.0.2.9", "192.0.2.50/24", "192.0.2.9"),
      ("inet 192.0.2.50/24 broadcast 192.0.2.255", "192.0.2.50/24", "192.0.2.255"),
      ("inet 192.0.2.50/24", "192.0.2.50/24", nil),
      ("inet 192.0.2.50 netmask 0xffffffff broadcast 192.0.2.50", "192.0.2.50/32", "192.0.2.50"),
      ("inet 192.0.2.50 netmask 0x0", "192.0.2.50/0", nil),
      ("inet 192.0.2.50 netmask 0.0.0.0", "192.0.2.50/0", nil),
      (
        "inet 192.0.2.60 netmask 0xffffff00 broadcast 192.0.2.255 vhid 1", "192.0.2.60/24",
        "192.0.2.255"
      ),
      ("inet6 2001:db8::5 prefixlen 64", "2001:db8::5/64", nil),
      ("inet6 2001:db8::5/64", "2001:db8::5/64", nil),
      ("inet6 fe80::1%hn0 prefixlen 64 tentative scopeid 0x2", "fe80::1%hn0/64", nil),
      ("inet6 2001:db8::5 prefixlen 64 deprecated pltime 0 vltime 600", "2001:db8::5/64", nil),
      ("inet6 2001:db8::5 prefixlen 64 anycast", "2001:db8::5/64", nil),
    ] as [(String, String, String?)])
  func address(line: String, address: String, broadcast: String?) throws {
    var wanted = FreeBSDGuest.address(address)
    wanted.broadcast = broadcast.map { sure(IPAddress($0)) }
    #expect(
      try Self.read(FreeBSDGuest.listing("hn0", line)) == Self.hn0 { $0.addresses = [wanted] })
  }

  @Test(
    "an address that routers announced is known by its word",
    arguments: [
      ("autoconf", true), ("autoconf temporary", true), ("deprecated autoconf", true),
      ("tentative", false), ("temporary", false),
    ])
  func autoconfigured(words: String, answer: Bool) throws {
    let line = "inet6 2001:db8::9 prefixlen 64 \(words) pltime 10 vltime 20"
    let read = try Self.read(FreeBSDGuest.listing("hn0", line))
    #expect(read.addresses.map(\.isAutoconfigured) == [answer])
  }

  @Test(
    "an option of nd6 is its own word",
    arguments: [
      ("29<PERFORMNUD,IFDISABLED,AUTO_LINKLOCAL>", true, false),
      ("23<PERFORMNUD,ACCEPT_RTADV,AUTO_LINKLOCAL>", false, true),
      ("21<PERFORMNUD,AUTO_LINKLOCAL>", false, false), ("0<>", false, false), ("0", false, false),
      ("2b<IFDISABLED,ACCEPT_RTADV>", true, true), ("1<NO_IFDISABLED>", false, false),
    ])
  func nd6(options: String, isDisabled: Bool, accepts: Bool) throws {
    let read = try Self.read(FreeBSDGuest.listing("hn0", "nd6 options=\(options)"))
    let wanted = Self.hn0 {
      $0.isIPv6Disabled = isDisabled
      $0.acceptsRouterAdvertisements = accepts
    }
    #expect(read == wanted)
  }
}
