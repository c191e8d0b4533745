import Failover
import TestSupport
import Testing

@testable import Platforms

/// The texts have the format that the source of netstat(1) in each release prints.
@Suite("What netstat -rn lists on FreeBSD")
struct FreeBSDNetstatTests {
  private static let wanted: [Route] = [
    FreeBSDGuest.route("default", "192.0.2.1", FreeBSDGuest.hn0),
    FreeBSDGuest.route("198.51.100.0/24", "192.0.2.9", FreeBSDGuest.hn0),
    FreeBSDGuest.route("203.0.113.9", "192.0.2.9", FreeBSDGuest.hn0),
    FreeBSDGuest.route("203.0.113.128/25", nil, FreeBSDGuest.hn0),
    FreeBSDGuest.route("10.0.0.0/8", "192.0.2.9", FreeBSDGuest.hn0),
    FreeBSDGuest.route("default", "fe80::1%hn0", FreeBSDGuest.hn0, .inet6),
    FreeBSDGuest.route("2001:db8:1::/48", "2001:db8::1", FreeBSDGuest.hn0, .inet6),
  ]

  /// Returns a table of routes. `columns` is the text of the columns between Flags and Netif.
  private static func table(_ head: String, columns: String) -> String {
    let inet = [
      "default            192.0.2.1          UGS", "127.0.0.1          link#2             UH",
      "192.0.2.0/24       link#1             U", "192.0.2.50         link#1             UHS",
      "198.51.100.0/24    192.0.2.9          UGS", "203.0.113.9        192.0.2.9          UGHS",
      "203.0.113.128/25   link#1             US", "203.0.113.10       192.0.2.9          UGHD",
      "198.18.0.0/15      127.0.0.1          UGSB", "198.18.0.1         127.0.0.1          UGHRS",
      "10.0.0.0/8         192.0.2.9          UG1", "10.9.0.0/16        127.0.0.1          UG1B",
    ]
    let inet6 = [
      "default                           fe80::1%hn0        UGS",
      "::1                               link#2             UHS",
      "2001:db8::/64                     link#1             U",
      "2001:db8:1::/48                   2001:db8::1        UGS",
      "2001:db8:2::/48                   fe80::2%hn0        UG",
      "fe80::%hn0/64                     link#1             U",
    ]
    let row = { (line: String) in
      let isLocal = line.contains(" link#1             UHS") || line.contains("link#2")
      return "\(line) \(columns) \(isLocal ? "lo0" : "hn0") 1200"
    }
    return
      (["Routing tables", "", "Internet:", head] + inet.map(row) + ["", "Internet6:", head]
      + inet6.map(row)).joined(separator: "\n") + "\n"
  }

  @Test(
    "the routes that somebody set are found in every release's columns",
    arguments: [
      ("Destination Gateway Flags Netif Expire", ""),
      ("Destination        Gateway            Flags    Refs      Use  Netif Expire", "0 1234"),
      (
        "Destination        Gateway            Flags    Refs      Use    Mtu  Netif Expire",
        "0 9 1500"
      ),
      ("Destination        Gateway            Flags   Nhop#    Mtu      Netif Expire", "4 1500"),
      ("Destination        Gateway            Flags     Use    Mtu      Netif Expire", "77 1500"),
    ])
  func releases(head: String, columns: String) throws {
    let routes = try netstatRoutes(Self.table(head, columns: columns))
    // Routes to the guest's own addresses have no next hop and use lo0.
    #expect(routes.filter { $0.interface == FreeBSDGuest.hn0 } == Self.wanted)
  }

  @Test(
    "tables without a route, and no table, have none",
    arguments: [
      "", "Routing tables\n",
      "Routing tables\n\nInternet:\nDestination Gateway Flags Netif Expire\n",
    ])
  func none(text: String) throws { #expect(try netstatRoutes(text) == []) }

  @Test(
    "one line is one route, or none",
    arguments: [
      ("a route through a gateway", "default 192.0.2.1 UGS hn0", ("default", "192.0.2.1")),
      ("one that expires", "default 192.0.2.1 UGS hn0 1200", ("default", "192.0.2.1")),
      ("a host", "203.0.113.9 192.0.2.9 UGHS hn0", ("203.0.113.9", "192.0.2.9")),
      ("a network on the link", "203.0.113.0/24 link#1 US hn0", ("203.0.113.0/24", nil)),
      ("by a hardware address", "203.0.113.0/24 00:15:5d:4a:0b:01 US hn0", ("203.0.113.0/24", nil)),
      ("one that an address brought", "192.0.2.0/24 link#1 U hn0", nil),
      ("one learnt from a redirect", "203.0.113.10 192.0.2.9 UGHD hn0", nil),
      ("a blackhole", "198.18.0.0/15 192.0.2.1 UGSB lo0", nil),
      ("a rejecting one", "198.18.0.0/15 192.0.2.1 UGRS lo0", nil),
    ] as [(String, String, (String, String?)?)])
  func line(situation: String, line: String, route: (String, String?)?) throws {
    let text = "Internet:\nDestination Gateway Flags Netif Expire\n\(line)\n"
    let wanted = route.map { FreeBSDGuest.route($0.0, $0.1, FreeBSDGuest.hn0) }
    #expect(try netstatRoutes(text) == [wanted].compactMap(\.self))
  }

  @Test(
    "a line that cannot be read is an error with that line",
    arguments: [
      ("too short", "default 192.0.2.1 UGS"), ("no gateway's address", "default gw UGS hn0"),
      ("no interface's name", "default 192.0.2.1 UGS a/b"), ("a word", "netstat:"),
      ("a damaged gateway", "default 192.0.2 UGS hn0"),
    ])
  func damaged(situation: String, line: String) {
    let text = "Internet:\nDestination Gateway Flags Netif Expire\n\(line)\n"
    #expect(throws: GuestError.notUnderstood(by: "/usr/bin/netstat", line: line)) {
      try netstatRoutes(text)
    }
  }

  @Test(
    "a table that does not say where Netif is cannot be read",
    arguments: ["", "Destination Gateway Flags Interface\n"])
  func headless(head: String) {
    let line = "default 192.0.2.1 UGS hn0"
    #expect(throws: GuestError.notUnderstood(by: "/usr/bin/netstat", line: line)) {
      try netstatRoutes("Internet:\n\(head)\(line)\n")
    }
  }
}
