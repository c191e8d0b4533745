import Failover
import Foundation
import Testing

@testable import Platforms

/// Returns the output of `ip` from a recording by record.sh, which is in the same folder.
func linuxRecording(_ name: String) throws -> String {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Fixtures/linux-ip")
  return try String(contentsOf: folder.appendingPathComponent(name + ".txt"), encoding: .utf8)
}

/// Returns an address with the text of ip(8), and with the other properties of the row.
func address(
  _ text: String, broadcast: String? = nil, isAutoconfigured: Bool = false,
  _ attributes: String = ""
) -> InterfaceAddress {
  guard var address = InterfaceAddress(text) else { preconditionFailure("no address: \(text)") }
  address.broadcast = broadcast.flatMap(IPAddress.init)
  address.isAutoconfigured = isAutoconfigured
  address.attributes = attributes.split(separator: " ").map(String.init)
  return address
}

/// Returns a route, by default through eth0.
func route(
  _ destination: String, via gateway: String? = nil, through name: String = "eth0",
  _ attributes: String = "", family: AddressFamily = .inet
) -> Route {
  Route(
    to: destination, family: family, via: gateway.flatMap(IPAddress.init), through: interface(name),
    attributes: attributes.split(separator: " ").map(String.init))
}

/// Returns a route with several next hops, each as `GATEWAY INTERFACE WORDS`.
func shared(
  _ destination: String, _ hops: [String], _ attributes: String = "", family: AddressFamily = .inet
) -> Route {
  var found = route(destination, attributes, family: family)
  found.hops = hops.map { hop in
    let words = hop.split(separator: " ").map(String.init)
    return Route.Hop(
      via: IPAddress(words[0]), through: interface(words[1]), attributes: Array(words.dropFirst(2)))
  }
  return found
}

@Suite("Linux: what ip(8) tells of addresses and routes")
struct LinuxIPRouteTests {
  struct Row: CustomTestStringConvertible {
    var recording: String
    var addresses: [InterfaceAddress] = []
    var routes: [Route] = []
    var leased: KeyedValues<InterfaceName, IPAddress> = [:]
    var testDescription: String { recording }
  }

  private static let query = IPRouteQuery(about: [interface("eth0"), interface("bond0")])
  private static let plainLink = IPLinkSettings(["1:", "eth0:", "<UP>", "qdisc", "noqueue"])
  private static let linkLocal = address("fe80::215:5dff:fe4a:b01/64")

  @Test(
    "a recorded answer is read whole, without what the kernel makes by itself",
    arguments: [
      Row(recording: "bare", addresses: [linkLocal]),
      Row(
        recording: "dhcp",
        addresses: [address("10.1.2.4/24", broadcast: "10.1.2.255"), linkLocal],
        routes: [
          route("default", via: "10.1.2.1", "proto dhcp src 10.1.2.4 metric 100"),
          route("168.63.129.16", via: "10.1.2.1", "proto dhcp src 10.1.2.4 metric 100"),
          route("169.254.169.254", via: "10.1.2.1", "proto dhcp src 10.1.2.4 metric 100"),
        ], leased: [interface("eth0"): address("10.1.2.4").address]),
      Row(
        recording: "static",
        addresses: [
          address("169.254.9.9/16", "scope link noprefixroute"),
          address("10.1.2.4/24", broadcast: "10.1.2.255"),
          address("10.9.0.1/16", broadcast: "10.9.0.255"),
          address("10.7.7.7/32", "metric 50 label :1"),
          address("10.1.2.5/24"),
          address("2001:db8::128/128"),
          address("2001:db8::9/64", "preferred_lft 0"),
          address("2001:db8::4/64"),
          linkLocal,
        ],
        routes: [
          route("default", via: "10.1.2.1", "table 200"),
          route("default", via: "fe80::1", "table 201"),
          route("default", via: "10.1.2.1", "proto static src 10.1.2.4 metric 100"),
          route("10.50.0.0/16", "scope global"),
          route("192.0.2.0/24", "scope link"),
          route("198.51.100.0/24", via: "203.0.113.1", "onlink mtu lock 1400 advmss 1200"),
          route("default", "table 202 metric 1024 pref medium", family: .inet6),
          route(
            "2001:db8:5::/48", via: "2001:db8::1", "metric 1024 expires 299 pref medium",
            family: .inet6),
          route(
            "2001:db8:6::/48", via: "2001:db8::1", "from 2001:db8::/64 metric 1024 pref medium",
            family: .inet6),
          route("default", via: "fe80::1", "proto static metric 512 pref medium", family: .inet6),
        ]),
      Row(
        recording: "peer", addresses: [address("10.1.2.4/32", "peer 10.1.2.9/32"), linkLocal]),
      Row(
        recording: "multipath", addresses: [address("10.1.2.4/24"), linkLocal],
        routes: [shared("10.77.0.0/16", ["10.1.2.1 eth0 weight 1", "- far0 weight 3"])]),
      Row(
        recording: "advertised",
        addresses: [
          address("2001:db8:a:0:215:5dff:fe4a:b01/64", isAutoconfigured: true), linkLocal,
        ]),
    ])
  func reads(_ row: Row) throws {
    let answer = try Self.query.answer(from: linuxRecording(row.recording))
    let expected = IPRouteAnswer(
      addresses: [
        interface("eth0"): row.addresses,
        interface("bond0"): [address("fe80::215:5dff:fe4a:b02/64")],
      ], leased: row.leased, routes: row.routes,
      links: [interface("eth0"): Self.plainLink, interface("bond0"): Self.plainLink])
    #expect(answer == expected)
  }

  struct Line: CustomTestStringConvertible {
    var situation: String
    var text: String
    /// The routes; nil if reading them must throw.
    var routes: [Route]?
    var testDescription: String { situation }
  }

  @Test(
    "words that no recording has",
    arguments: [
      Line(
        situation: "a next hop object and states that cannot be set",
        text: "default nhid 7 via 10.1.2.1 dev eth0 proto static linkdown offload ",
        routes: [route("default", via: "10.1.2.1", "proto static")]),
      Line(
        situation: "routes of other types, set by hand",
        text: """
          local 10.11.28.0/24 dev eth0 table local scope host
          broadcast 10.12.70.255 dev eth0 table local scope link
          multicast 239.77.0.0/16 dev eth0 scope link
          """,
        routes: [
          route("10.11.28.0/24", "type local table local scope host"),
          route("10.12.70.255", "type broadcast table local scope link"),
          route("239.77.0.0/16", "type multicast scope link"),
        ]),
      Line(
        situation: "routes of other types, made by the kernel, or without an interface",
        text: """
          local 10.1.2.4 dev eth0 table local proto kernel scope host src 10.1.2.4
          broadcast 10.1.2.255 dev eth0 table local proto kernel scope link src 10.1.2.4
          unreachable 10.13.0.0/16 metric 5
          """, routes: []),
      Line(situation: "a type without a destination", text: "local dev eth0 table local"),
      Line(
        situation: "NetworkManager's own connected route, of an address without one",
        text: """
          2: eth0    inet 10.1.2.4/24 scope global noprefixroute eth0\\       valid_lft forever
          10.1.2.0/24 dev eth0 proto kernel scope link src 10.1.2.4 metric 100
          """,
        routes: [route("10.1.2.0/24", "scope link src 10.1.2.4 metric 100")]),
      Line(
        situation: "a group of next hop objects, one of them dead",
        text: "default nhid 12 proto static metric 5\\ nexthop via inet6 fe80::1 dev eth0 weight 1"
          + " dead linkdown \\ nexthop via 10.9.0.1 dev eth9 weight 1 onlink",
        routes: [
          shared(
            "default", ["fe80::1 eth0 weight 1", "10.9.0.1 eth9 weight 1 onlink"],
            "proto static metric 5")
        ]),
      Line(
        situation: "an unknown word of a next hop",
        text: "default \\ nexthop via 10.1.2.1 dev eth0 weight 1 warp 9"),
      Line(
        situation: "a next hop without an interface", text: "default dev eth0 \\ nexthop weight 1"),
      Line(
        situation: "an ICMP redirect", text: "10.0.0.7 via 10.1.2.9 dev eth0 proto redirect ",
        routes: []),
      Line(
        situation: "a route of another interface", text: "10.0.0.0/8 dev eth01 encap x", routes: []),
      Line(situation: "an unknown word", text: "default via 10.1.2.1 dev eth0 warp 9"),
      Line(situation: "an encapsulation", text: "10.8.0.0/16 encap mpls 100 via 10.1.2.1 dev eth0"),
      Line(situation: "a value is missing", text: "default via 10.1.2.1 dev eth0 metric"),
      Line(situation: "no address", text: "defualt via 10.1.2.1 dev eth0"),
      Line(
        situation: "an unknown state of an address", text: "2: eth0 inet 10.1.2.4/24 odd eth0\\ x"),
      Line(
        situation: "an address of an interface not asked about", text: "3: eth9 inet 10.1.2.4/24"),
    ])
  func readsWords(_ row: Line) throws {
    guard let routes = row.routes else {
      #expect(throws: GuestError.notUnderstood(by: "/sbin/ip", line: row.text)) {
        try Self.query.answer(from: row.text)
      }
      return
    }
    #expect(try Self.query.answer(from: row.text).routes == routes)
  }

  @Test(
    "what the kernel assigns by itself is known from what was set by hand",
    arguments: [
      ("inet6 fe80::1/64 scope link ", address("fe80::1/64"), false),
      (
        "inet6 fe80::1/64 scope link proto kernel_ll ",
        address("fe80::1/64", isAutoconfigured: true), true
      ),
      (
        "inet6 fe80::1/64 scope link stable-privacy ",
        address("fe80::1/64", isAutoconfigured: true),
        true
      ),
      (
        "inet6 fe80::215:5dff:fe4a:b01/64 scope link ", address("fe80::215:5dff:fe4a:b01/64"), true
      ),
      ("inet 169.254.3.4/16 scope link eth0", address("169.254.3.4/16", "scope link"), false),
      ("inet 10.1.2.4/24 scope global eth0:lab", address("10.1.2.4/24", "label :lab"), false),
      ("inet 10.1.2.4/24 scope global lab", address("10.1.2.4/24"), false),
      (
        "inet 10.9.0.1 peer 10.9.0.2/30 scope global eth0",
        address("10.9.0.1/30", "peer 10.9.0.2/30"), false
      ),
    ])
  func assigns(shown: String, address: InterfaceAddress, bySystem: Bool) throws {
    let line = "2: eth0    \(shown)\\       valid_lft forever preferred_lft forever"
    let answer = try Self.query.answer(from: line)
    #expect(answer.addresses[interface("eth0")] == [address])
    #expect(address.isAssignedBySystem == bySystem)
  }

  @Test(
    "an address is added with its label and peer",
    arguments: [
      ("10.1.2.4/24", "label :1", "bond0", "10.1.2.4/24 label bond0:1"),
      ("10.1.2.4/24", "label :a-long-on", "bond0", "10.1.2.4/24 label bond0:a-long-on"),
      ("10.1.2.4/24", "label :a-longer-one", "bond0", "10.1.2.4/24"),
      ("10.9.0.1/30", "peer 10.9.0.2/30 metric 5", "bond0", "10.9.0.1 peer 10.9.0.2/30 metric 5"),
    ])
  func adds(entry: String, attributes: String, name: String, words: String) {
    let adding = Linux().adding(address(entry, attributes), to: interface(name))
    #expect(adding.joined(separator: " ") == "address replace \(words) dev \(name)")
  }

  @Test(
    "a route is set with its type before the destination",
    arguments: [
      (
        route("10.11.28.0/24", "type local table local scope host"),
        "local 10.11.28.0/24 dev eth0 table local scope host"
      ),
      (
        route("10.0.0.0/8", via: "10.1.2.1", "metric 5"),
        "10.0.0.0/8 via 10.1.2.1 dev eth0 metric 5"
      ),
    ])
  func sets(route: Route, words: String) {
    #expect(Linux().replacing(route).joined(separator: " ") == "route replace \(words)")
  }

  @Test("the question is the one that the recordings answer")
  func asks() throws {
    let input = """
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

      """
    #expect(Self.query.command == Command("/sbin/ip", ["-oneline", "-batch", "-"], input: input))
  }
}
