import Failover
import Platforms
import TestSupport
import Testing

@Suite("What is left of an action on FreeBSD")
struct FreeBSDRefreshTests {
  private static let hn0 = FreeBSDGuest.hn0
  private static let lagg0 = FreeBSDGuest.lagg0
  private static let vf = FreeBSDGuest.vf

  private static func addresses(_ texts: String...) -> [InterfaceAddress] {
    texts.map { FreeBSDGuest.address($0) }
  }

  /// Returns a guest in which hn0 has two addresses and is a port of lagg0, which has a client.
  /// There is a default route.
  private static func guest() -> FreeBSDGuest {
    let guest = FreeBSDGuest()
    guest.answers["/sbin/ifconfig hn0"] = FreeBSDGuest.listing(
      "hn0", "inet 192.0.2.50/24", "inet6 fe80::1%hn0 prefixlen 64")
    guest.answers["/sbin/ifconfig lagg0"] = FreeBSDGuest.listing(
      "lagg0", "laggproto failover", "laggport: hn0 flags=0<>")
    guest.answers[FreeBSDGuest.netstat] =
      "Internet:\nDestination Gateway Flags Netif Expire\ndefault 192.0.2.1 UGS hn0\n"
    guest.files["/var/run/dhclient/dhclient.lagg0.pid"] = "77\n"
    guest.answers[FreeBSDGuest.ps(77)] = "dhclient: lagg0 (dhclient)\n"
    return guest
  }

  private static let other = sure(InterfaceName("lagg1"))
  private static let routes = [
    FreeBSDGuest.route("default", "192.0.2.1", hn0),
    FreeBSDGuest.route("198.51.100.0/24", "192.0.2.9", hn0),
    FreeBSDGuest.route("default", "fe80::1%hn0", hn0, .inet6),
  ]

  @Test(
    "what is done already is left out",
    arguments: [
      ("it is there", .createBond(lagg0, nil, monitoring: .zero), nil),
      (
        "it is not there", .createBond(other, nil, monitoring: .zero),
        .createBond(other, nil, monitoring: .zero)
      ),
      ("it is there", .destroyBond(lagg0), .destroyBond(lagg0)),
      ("it is gone", .destroyBond(other), nil),
      ("a member", .removeMember(hn0, from: lagg0), .removeMember(hn0, from: lagg0)),
      ("no member", .removeMember(vf, from: lagg0), nil),
      ("a member of nothing", .removeMember(vf, from: other), nil),
      (
        "others than expected",
        .removeEveryAddress(.inet, from: hn0, expected: addresses("192.0.2.9/24")),
        .removeEveryAddress(.inet, from: hn0, expected: addresses("192.0.2.50/24"))
      ),
      (
        "of its family", .removeEveryAddress(.inet6, from: hn0, expected: []),
        .removeEveryAddress(.inet6, from: hn0, expected: addresses("fe80::1%hn0/64"))
      ),
      (
        "none left",
        .removeEveryAddress(.inet, from: lagg0, expected: addresses("192.0.2.50/24")), nil
      ),
      (
        "some there, whatever their zone and length",
        .addAddresses(addresses("192.0.2.50/32", "fe80::1/64", "192.0.2.61/32"), to: hn0),
        .addAddresses(addresses("192.0.2.61/32"), to: hn0)
      ),
      ("all there", .addAddresses(addresses("192.0.2.50/24"), to: hn0), nil),
      (
        "some there, and one of the other family", .addRoutes(routes),
        .addRoutes([routes[1], routes[2]])
      ),
      ("all there", .addRoutes([routes[0]]), nil),
      ("a client runs", .startClient(.freebsd, on: lagg0, waits: true), nil),
      (
        "no client runs", .startClient(.freebsd, on: hn0, waits: false),
        .startClient(.freebsd, on: hn0, waits: false)
      ),
      ("nothing to ask", .wait(.zero), .wait(.zero)),
    ] as [(String, Action, Action?)])
  func refreshed(situation: String, action: Action, left: Action?) throws {
    #expect(try FreeBSD().refreshed(action, asking: Self.guest()) == left)
  }

  @Test(
    "only what is taken for granted is asked",
    arguments: [
      (.setUp(hn0, true), ["/sbin/ifconfig hn0"]), (.configure(hn0, words: ["up"]), []),
      (.destroyBond(lagg0), ["/sbin/ifconfig lagg0"]),
      (.addAddresses([], to: hn0), ["/sbin/ifconfig hn0"]),
      (.addRoutes([FreeBSDGuest.route("default", "192.0.2.1", hn0)]), [FreeBSDGuest.netstat]),
    ] as [(Action, [String])])
  func asked(action: Action, queries: [String]) throws {
    let guest = Self.guest()
    _ = try FreeBSD().refreshed(action, asking: guest)
    #expect(guest.asked == queries)
  }

  @Test("addresses that nobody tells are an error, and do not stay")
  func untold() {
    let error = GuestError.queryFailed(
      Command("/sbin/ifconfig", ["lagg1"]), CommandResult(.exit(1)))
    let action = Action.removeEveryAddress(.inet, from: Self.other, expected: [])
    #expect(throws: error) { try FreeBSD().refreshed(action, asking: Self.guest()) }
  }

  @Test("routes that cannot be asked for are an error, and nobody guesses")
  func failure() {
    let guest = Self.guest()
    guest.answers[FreeBSDGuest.netstat] = nil
    let error = GuestError.queryFailed(
      Command("/usr/bin/netstat", ["-rnW"]), CommandResult(.exit(1)))
    #expect(throws: error) { try FreeBSD().refreshed(.addRoutes(Self.routes), asking: guest) }
  }
}
