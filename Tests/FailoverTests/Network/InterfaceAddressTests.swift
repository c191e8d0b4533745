import Failover
import TestSupport
import Testing

@Suite("InterfaceAddress")
struct InterfaceAddressTests {
  @Test(
    "an address and a length are read",
    arguments: [
      ("192.0.2.50/24", "192.0.2.50", 24), ("192.0.2.50", "192.0.2.50", 32),
      ("0.0.0.0/0", "0.0.0.0", 0), ("2001:db8::5/64", "2001:db8::5", 64),
      ("2001:db8::5", "2001:db8::5", 128), ("fe80::1%hn0/64", "fe80::1%hn0", 64),
      ("::/128", "::", 128),
    ])
  func read(text: String, address: String, length: Int) {
    #expect(
      InterfaceAddress(text) == InterfaceAddress(sure(IPAddress(address)), prefixLength: length))
    #expect(InterfaceAddress(text)?.description == "\(address)/\(length)")
  }

  @Test(
    "text that is none is refused",
    arguments: [
      "", "/24", "192.0.2.50/", "192.0.2.50/33", "192.0.2.50/-1", "192.0.2.50/+4", "192.0.2.50/-0",
      "192.0.2.50/24/24", "192.0.2.50/ 24", "192.0.2.50/255.255.255.0", "2001:db8::5/129", "inet",
      "192.0.2.50/99999999999999999999", "192.0.2.50/٣",
    ])
  func refused(text: String) { #expect(InterfaceAddress(text) == nil) }

  @Test(
    "what lies in its network is reached",
    arguments: [
      ("192.0.2.50/24", "192.0.2.1", true), ("192.0.2.50/24", "192.0.3.1", false),
      ("192.0.2.50/25", "192.0.2.127", true), ("192.0.2.50/25", "192.0.2.128", false),
      ("192.0.2.50/23", "192.0.3.255", true), ("192.0.2.50/23", "192.0.4.0", false),
      ("192.0.2.50/32", "192.0.2.50", true), ("192.0.2.50/32", "192.0.2.51", false),
      ("192.0.2.50/31", "192.0.2.51", true), ("0.0.0.0/0", "255.0.0.1", true),
      ("2001:db8::5/64", "2001:db8::1", true), ("2001:db8::5/64", "2001:db8:0:1::1", false),
      ("2001:db8::5/127", "2001:db8::4", true), ("2001:db8::5/127", "2001:db8::6", false),
      ("fe80::5%hn0/64", "fe80::1%hn0", true), ("::/0", "192.0.2.1", false),
      ("0.0.0.0/0", "::1", false),
    ])
  func reaches(text: String, other: String, answer: Bool) {
    #expect(sure(InterfaceAddress(text)).reaches(sure(IPAddress(other))) == answer)
  }

  @Test(
    "the last address has every host bit set",
    arguments: [
      ("192.0.2.50/24", "192.0.2.255"), ("192.0.2.50/28", "192.0.2.63"),
      ("192.0.2.50/22", "192.0.3.255"), ("192.0.2.50/32", "192.0.2.50"),
      ("192.0.2.50/31", "192.0.2.51"), ("192.0.2.50/0", "255.255.255.255"),
      ("2001:db8::/127", "2001:db8::1"), ("2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff"),
    ])
  func lastOfNetwork(text: String, last: String) {
    #expect(sure(InterfaceAddress(text)).lastOfNetwork == sure(IPAddress(last)))
  }

  @Test(
    "the first address has no host bit set",
    arguments: [
      ("192.0.2.50/24", "192.0.2.0"), ("192.0.2.50/28", "192.0.2.48"),
      ("192.0.3.50/22", "192.0.0.0"), ("192.0.2.50/32", "192.0.2.50"),
      ("192.0.2.51/31", "192.0.2.50"), ("192.0.2.50/0", "0.0.0.0"),
      ("2001:db8::1/127", "2001:db8::"), ("2001:db8::5:0:0:1/64", "2001:db8::"),
    ])
  func firstOfNetwork(text: String, first: String) {
    #expect(sure(InterfaceAddress(text)).firstOfNetwork == sure(IPAddress(first)))
  }
}

@Suite("Route")
struct RouteTests {
  @Test(
    "a moved route leaves by the other interface, and only its own zone follows",
    arguments: [
      ("192.0.2.1", "192.0.2.1"), ("fe80::1%hn0", "fe80::1%lagg0"), ("fe80::1%hn1", "fe80::1%hn1"),
      ("2001:db8::1", "2001:db8::1"), (nil, nil),
    ] as [(String?, String?)])
  func moved(gateway: String?, afterwards: String?) {
    let route = { (gateway: String?, name: InterfaceName) in
      Route(
        to: "default", family: .inet6, via: gateway.map { sure(IPAddress($0)) }, through: name,
        attributes: ["metric", "100"])
    }
    #expect(route(gateway, .hn0).moved(to: .lagg0) == route(afterwards, .lagg0))
  }
}
