import Failover
import Platforms
import TestSupport
import Testing

@Suite("Effects on FreeBSD")
struct FreeBSDEffectsTests {
  private static let hn0 = FreeBSDGuest.hn0
  private static let lagg0 = FreeBSDGuest.lagg0
  private static let vf = FreeBSDGuest.vf
  private static let client = DHCPClient(
    of: hn0, program: .freebsd, process: 77, pidFile: "/var/run/dhclient.hn0.pid")

  private static func lines(_ action: Action) -> [String] {
    FreeBSD().effects(of: action).map { line($0) }
  }

  private static func addresses(_ texts: String...) -> [InterfaceAddress] {
    texts.map { FreeBSDGuest.address($0) }
  }

  private static func sent(to broadcast: String) -> [InterfaceAddress] {
    var address = FreeBSDGuest.address("192.0.2.50/24")
    address.broadcast = sure(IPAddress(broadcast))
    return [address]
  }

  @Test(
    "a change of a bond or an interface is one ifconfig command",
    arguments: [
      (.createBond(lagg0, nil, monitoring: .seconds(1)), "lagg0 create"),
      (.destroyBond(lagg0), "lagg0 destroy"),
      (
        .formBond(lagg0, members: [hn0, vf]),
        "lagg0 laggproto failover laggport hn0 laggport mlxen0"
      ),
      (
        .formBond(lagg0, members: [vf], words: ["inet", "192.0.2.50/24"]),
        "lagg0 inet 192.0.2.50/24 laggproto failover laggport mlxen0"
      ),
      (.formBond(lagg0, members: [], words: ["up"]), "lagg0 up laggproto failover"),
      (.addMember(vf, to: lagg0), "lagg0 laggport mlxen0"),
      (
        .addMember(hn0, to: lagg0, words: ["inet6", "2001:db8::5/64"]),
        "lagg0 inet6 2001:db8::5/64 laggport hn0"
      ),
      (.removeMember(vf, from: lagg0), "lagg0 -laggport mlxen0"),
      (.setUp(vf, true), "mlxen0 up"), (.setUp(vf, false), "mlxen0 down"),
      (.disableDuplicateAddressDetection(lagg0), "lagg0 inet6 no_dad"),
      (.setRouterAdvertisements(hn0, false, bringUp: false), "hn0 inet6 -accept_rtadv"),
      (.setRouterAdvertisements(lagg0, true, bringUp: true), "lagg0 inet6 accept_rtadv up"),
      (.setIPv6(hn0, false, bringUp: false), "hn0 inet6 ifdisabled"),
      (.setIPv6(lagg0, true, bringUp: true), "lagg0 inet6 -ifdisabled up"),
      (.setNote(lagg0, "to the lab"), "lagg0 description to the lab"),
      (
        .configure(lagg0, words: ["inet", "192.0.2.50/24", "up"]), "lagg0 inet 192.0.2.50/24 up"
      ),
      (.addAlias(lagg0, words: ["inet", "192.0.2.61/32"]), "lagg0 inet 192.0.2.61/32 alias"),
      (.removeAlias(hn0, words: ["inet", "192.0.2.61"]), "hn0 inet 192.0.2.61 -alias"),
    ] as [(Action, String)])
  func ifconfig(action: Action, words: String) {
    #expect(Self.lines(action) == ["/sbin/ifconfig \(words)"])
  }

  @Test("routes are returned, redirected and settled in the words of route(8)")
  func routes() throws {
    let route = FreeBSDGuest.route("default", "192.0.2.1", Self.lagg0)
    let other = FreeBSDGuest.route("default", "2001:db8::1", Self.lagg0, .inet6)
    let stale = FreeBSDGuest.route("default", "2001:db8::1", Self.hn0, .inet6)
    let settlement = RouteSettlement(
      [route, other], members: [Self.hn0], stale: [stale], missing: [other])
    #expect(
      Self.lines(.returnRoutes([route])) == ["/sbin/route -n add -inet default 192.0.2.1"])
    #expect(
      Self.lines(.redirectRoutes([other])) == [
        "/sbin/route -n change -inet6 default 2001:db8::1 -ifp lagg0"
      ])
    #expect(
      Self.lines(.settleRoutes(settlement)) == [
        "/sbin/route -n delete -inet6 default 2001:db8::1",
        "/sbin/route -n add -inet6 default 2001:db8::1",
      ])
  }

  @Test("an address that a lease has replaced goes only when that is seen")
  func outdated() {
    let address = FreeBSDGuest.address("192.0.2.50/24")
    let known = [address.address]
    #expect(Self.lines(.removeOutdated(address, from: Self.lagg0, known: known)) == [])
    #expect(
      Self.lines(.removeOutdated(address, from: Self.lagg0, known: known, found: [address]))
        == ["/sbin/ifconfig lagg0 inet 192.0.2.50 delete"])
  }

  @Test(
    "what lagg(4) does by itself takes no effect",
    arguments: [
      .setPrimary(vf, of: lagg0), .awaitCarrier(lagg0), .announceAddress(hn0), .announce(hn0),
      .formBond(lagg0, members: []), .addRoutes([]), .addAddresses([], to: hn0),
      .removeEveryAddress(.inet, from: hn0, expected: []),
    ] as [Action])
  func none(action: Action) { #expect(FreeBSD().effects(of: action) == []) }

  @Test(
    "each address is added by its own command",
    arguments: [
      (addresses("192.0.2.50/24"), ["inet 192.0.2.50/24 alias"]),
      (sent(to: "192.0.2.255"), ["inet 192.0.2.50/24 alias"]),
      (sent(to: "192.0.2.9"), ["inet 192.0.2.50/24 broadcast 192.0.2.9 alias"]),
      (addresses("2001:db8::5/64"), ["inet6 2001:db8::5 prefixlen 64 alias"]),
      (addresses("fe80::1%hn0/64"), ["inet6 fe80::1%lagg0 prefixlen 64 alias"]),
      (
        addresses("192.0.2.61/32", "::5/128"),
        ["inet 192.0.2.61/32 alias", "inet6 ::5 prefixlen 128 alias"]
      ),
    ])
  func adding(addresses: [InterfaceAddress], words: [String]) {
    #expect(
      Self.lines(.addAddresses(addresses, to: Self.lagg0))
        == words.map { "/sbin/ifconfig lagg0 \($0)" })
  }

  @Test("addresses are removed by their text alone, in their order")
  func removing() {
    let entries = Self.addresses("192.0.2.50/24", "fe80::1%hn0/64", "2001:db8::5/64")
    let wanted = ["inet 192.0.2.50 delete", "inet6 fe80::1 -alias", "inet6 2001:db8::5 -alias"]
      .map { "/sbin/ifconfig hn0 \($0)" }
    #expect(Self.lines(.removeAddresses(entries, from: Self.hn0)) == wanted)
    let all = Action.removeEveryAddress(.inet6, from: Self.hn0, expected: entries)
    #expect(Self.lines(all) == wanted)
  }

  @Test(
    "a route is added by its destination's kind",
    arguments: [
      (FreeBSDGuest.route("default", "192.0.2.1", hn0), "-inet default 192.0.2.1"),
      (
        FreeBSDGuest.route("198.51.100.0/24", "192.0.2.9", hn0),
        "-inet -net 198.51.100.0/24 192.0.2.9"
      ),
      (FreeBSDGuest.route("203.0.113.9", "192.0.2.9", hn0), "-inet -host 203.0.113.9 192.0.2.9"),
      (FreeBSDGuest.route("203.0.113.0/24", nil, hn0), "-inet -net 203.0.113.0/24 -iface hn0"),
      (
        FreeBSDGuest.route("default", "fe80::1%lagg0", lagg0, .inet6),
        "-inet6 default fe80::1%lagg0"
      ),
      (
        FreeBSDGuest.route("2001:db8:1::/48", "2001:db8::1", lagg0, .inet6),
        "-inet6 -net 2001:db8:1::/48 2001:db8::1"
      ),
    ])
  func route(route: Route, words: String) {
    #expect(Self.lines(.addRoutes([route])) == ["/sbin/route -n add \(words)"])
  }

  @Test("a move takes addresses off before it puts them on, and routes come last")
  func move() {
    let routes = [FreeBSDGuest.route("default", "fe80::1%lagg0", Self.lagg0, .inet6)]
    let addresses = Self.addresses("2001:db8::5/64")
    let action = Action.move(
      ConfigurationTransfer(
        from: Self.hn0, to: Self.lagg0, removing: addresses, adding: addresses, routes: routes))
    #expect(
      Self.lines(action) == [
        "/sbin/ifconfig hn0 inet6 2001:db8::5 -alias",
        "/sbin/ifconfig lagg0 inet6 2001:db8::5 prefixlen 64 alias",
        "/sbin/route -n add -inet6 default fe80::1%lagg0",
      ])
  }

  @Test(
    "programs are run as they are asked for",
    arguments: [
      (.stopClient(client), .terminate(client)),
      (
        .startClient(.freebsd, on: lagg0, waits: true),
        .run(Command("/sbin/dhclient", ["lagg0"], patience: .lease))
      ),
      (
        .startClient(.freebsd, on: lagg0, waits: false),
        .run(Command("/sbin/dhclient", ["-b", "lagg0"]))
      ),
      (
        .solicitRouters(lagg0, program: "/sbin/rtsol", options: ["-i"]),
        .run(Command("/sbin/rtsol", ["-i", "lagg0"]))
      ),
      (
        .schedule(program: "/x/hyperv_vfattach", vf: vf, delay: "5"),
        .run(Command("/usr/sbin/daemon", ["-f", "/x/hyperv_vfattach", "mlxen0", "5"]))
      ),
      (.command(Command("/usr/bin/true", [])), .run(Command("/usr/bin/true", []))),
      (.wait(.seconds(5)), .wait(.seconds(5))),
    ] as [(Action, Effect)])
  func programs(action: Action, effect: Effect) {
    #expect(FreeBSD().effects(of: action) == [effect])
  }

  @Test("words from rc.conf stay one argument each")
  func arguments() {
    let command = Command("/sbin/ifconfig", ["lagg0", "description", "to the lab; reboot"])
    #expect(FreeBSD().effects(of: .setNote(Self.lagg0, "to the lab; reboot")) == [.run(command)])
  }
}
