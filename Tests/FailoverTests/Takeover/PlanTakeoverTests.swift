import Failover
import TestSupport
import Testing

@Suite("planUp, a takeover by lagg(4)")
struct PlanTakeoverTests {
  private typealias Lines = [(Action, Step.Failure, Deviation?)]

  private static let dynamic = Situation("DHCP and router advertisements").with {
    $0.rcConf = "ifconfig_hn0=DHCP\nifconfig_hn0_ipv6='inet6 accept_rtadv'\nrtsol_flags=-i"
    $0.addresses = ["192.0.2.50/24"]
    $0.routes = ["default 192.0.2.1", "198.51.100.0/24 192.0.2.9"]
    $0.isIPv6On = true
    $0.acceptsRouterAdvertisements = true
    $0.hasClient = true
  }
  private static let client = DHCPClient(of: .hn0, program: .freebsd, process: 77, pidFile: "")
  private static let create = Action.createBond(
    .lagg0, .pair, monitoring: .milliseconds(100))
  private static let noBond = Step.Failure.stop(1, saying: "lagg0 creation failed")
  private static let form = Action.formBond(.lagg0, members: [.hn0, .vf])
  private static let live = Action.removeEveryAddress(
    .inet, from: .hn0, expected: addresses("192.0.2.50/24"))
  private static let purged = Action.removeEveryAddress(.inet6, from: .hn0, expected: [])

  @Test("the first scripts know no IPv6, go on after failures, and end with dhclient's status")
  func dynamic2017() throws {
    let lines: Lines = [
      (Self.create, Self.noBond, nil), (Self.form, .goOn, nil),
      (.disableDuplicateAddressDetection(.lagg0), .goOn, nil),
      (.stopClient(Self.client), .goOn, nil), (Self.live, .goOn, .endlessLoop),
      (.setUp(.lagg0, true), .goOn, nil),
      (.startClient(.freebsd, on: .lagg0, waits: false), .report, nil),
    ]
    #expect(try PlanOutline(planUp(Self.dynamic.takeover(compat: "2017"))) == PlanOutline(lines))
  }

  @Test("today's scripts move IPv6, and end where a step of it fails")
  func dynamicCurrent() throws {
    let lines: Lines = [
      (Self.create, Self.noBond, nil),
      (.setRouterAdvertisements(.hn0, false, bringUp: false), .end, nil), (Self.form, .end, nil),
      (.setIPv6(.hn0, false, bringUp: false), .end, nil), (Self.purged, .end, nil),
      (.disableDuplicateAddressDetection(.lagg0), .goOn, nil),
      (.stopClient(Self.client), .goOn, nil), (Self.live, .goOn, .endlessLoop),
      (.setUp(.lagg0, true), .goOn, nil),
      (.startClient(.freebsd, on: .lagg0, waits: false), .goOn, nil),
      (.setIPv6(.lagg0, true, bringUp: true), .end, nil),
      (.configure(.lagg0, words: ["inet6", "accept_rtadv"]), .end, nil),
      (.setRouterAdvertisements(.lagg0, true, bringUp: true), .goOn, nil),
      (.solicitRouters(.lagg0, program: "/sbin/rtsol", options: ["-i"]), .goOn, nil),
    ]
    #expect(try PlanOutline(planUp(Self.dynamic.takeover(compat: "current"))) == PlanOutline(lines))
  }

  @Test("by default the lease's address and the default route move first, the client starts last")
  func dynamicDefault() throws {
    let routes = Self.dynamic.routes.map { Situation.route($0, through: .lagg0) }
    let settlement = RouteSettlement(routes, members: [.hn0, .vf], missing: [routes[1]])
    let again = Step(
      .startClient(.freebsd, on: .lagg0, waits: false), because: "the DHCP client got no lease",
      deviation: .noLease, onFailure: .goOn)
    let lines: Lines = [
      (Self.create, Self.noBond, .beforeUp),
      (Self.prepare, .undo, .beforeUp), (.stopClient(Self.client), .undo, .beforeUp),
      (Self.leave, .undo, .beforeUp), (.returnRoutes([routes[0]]), .goOn, .routesFollow),
      (.disableDuplicateAddressDetection(.lagg0), .goOn, .beforeUp),
      (.setIPv6(.lagg0, true, bringUp: true), .undo, .beforeUp),
      (.addMember(.hn0, to: .lagg0, words: ["inet6", "accept_rtadv"]), .undo, .beforeUp),
      (.setRouterAdvertisements(.hn0, false, bringUp: false), .undo, .beforeUp),
      (.setIPv6(.hn0, false, bringUp: false), .undo, .beforeUp),
      (.settleRoutes(settlement), .undo, .routesFollow),
      (.setRouterAdvertisements(.lagg0, true, bringUp: true), .undo, .beforeUp),
      (.solicitRouters(.lagg0, program: "/sbin/rtsol", options: ["-i"]), .goOn, .beforeUp),
      (.copyLease(Self.client, to: .lagg0), .goOn, .beforeUp),
      (.startClient(.freebsd, on: .lagg0, waits: false), .instead([again]), .beforeUp),
      (Self.outdated, .goOn, .beforeUp),
    ]
    #expect(try PlanOutline(planUp(Self.dynamic.takeover())) == PlanOutline(lines))
  }

  @Test("while the VF is down the synthetic NIC joins last, and the VF comes up in the end")
  func whileDown() throws {
    let situation = Self.fixed.with {
      $0.isVFUp = false
      $0.addresses.append("192.0.2.70/24")
    }
    let routes = [Situation.route("default 192.0.2.1", through: .lagg0)]
    let others = addresses("192.0.2.61/32", "192.0.2.70/24")
    let lines: Lines = [
      (Self.create, Self.noBond, .beforeUp),
      (.formBond(.lagg0, members: [], words: ["inet", "192.0.2.50/24"]), .undo, .beforeUp),
      (.addAlias(.lagg0, words: ["inet", "192.0.2.61/32"]), .undo, .aliasesFollow),
      (.addAlias(.lagg0, words: ["inet", "192.0.2.62/32"]), .undo, .aliasesFollow),
      (.addAlias(.lagg0, words: ["inet", "192.0.2.70/24"]), .undo, .liveBeside),
      (.addMember(.vf, to: .lagg0), .undo, .beforeUp),
      (.removeAddresses(addresses("192.0.2.70/24"), from: .hn0), .undo, .beforeUp),
      (.addMember(.hn0, to: .lagg0), .undo, .beforeUp), (Self.leave, .undo, .beforeUp),
      (.returnRoutes(routes), .goOn, .routesFollow),
      (.removeEveryAddress(.inet, from: .hn0, expected: others), .undo, .beforeUp),
      (.configure(.lagg0, words: ["mtu", "9000"]), .undo, .beforeUp),
      (.setNote(.lagg0, "to the lab"), .goOn, .aliasesFollow),
      (
        .settleRoutes(RouteSettlement(routes, members: [.hn0, .vf], missing: [])), .undo,
        .routesFollow
      ),
      (.setUp(.vf, true), .report, .beforeUp),
    ]
    #expect(try PlanOutline(planUp(situation.takeover())) == PlanOutline(lines))
  }

  private static let outdated = Action.removeOutdated(
    addresses("192.0.2.50/24")[0], from: .lagg0, known: [sure(IPAddress("192.0.2.50"))])
  private static let prepare = Action.formBond(
    .lagg0, members: [.vf], words: ["inet", "192.0.2.50/24"])
  private static let leave = Action.removeAddresses(addresses("192.0.2.50/24"), from: .hn0)

  private static let fixed = Situation("static").with {
    $0.rcConf = """
      ifconfig_hn0="inet 192.0.2.50/24 mtu 9000"
      ifconfig_hn0_alias0="inet 192.0.2.61-62/32"
      ifconfig_hn0_descr="to the lab"
      """
    $0.addresses = ["192.0.2.50/24", "192.0.2.61/32"]
    $0.routes = ["default 192.0.2.1"]
    $0.hasIPv6 = false
  }
  private static let aliasesOff: Lines = [
    (.removeAlias(.hn0, words: ["inet", "192.0.2.61"]), .goOn, nil),
    (.removeAlias(.hn0, words: ["inet", "192.0.2.62/32"]), .goOn, nil),
  ]
  private static let words = Action.configure(
    .lagg0, words: ["inet", "192.0.2.50/24", "mtu", "9000"])

  @Test("the scripts lose aliases and routes, and end with the status of ifconfig")
  func fixedScripts() throws {
    let silence: Lines = [(.disableDuplicateAddressDetection(.lagg0), .goOn, nil)]
    let rest: Lines = [(Self.live, .goOn, .endlessLoop), (Self.words, .report, nil)]
    let scripts2017: Lines = [(Self.create, Self.noBond, nil), (Self.form, .goOn, nil)]
    let current: Lines = [(Self.create, Self.noBond, nil), (Self.form, .end, nil)]
    #expect(
      try PlanOutline(planUp(Self.fixed.takeover(compat: "2017")))
        == PlanOutline(scripts2017 + silence + Self.aliasesOff + rest))
    #expect(
      try PlanOutline(planUp(Self.fixed.takeover(compat: "current")))
        == PlanOutline(current + Self.aliasesOff + rest))
  }

  @Test("by default aliases, description and routes follow, and each says which deviation it is")
  func fixedDefault() throws {
    let routes = [Situation.route("default 192.0.2.1", through: .lagg0)]
    let others = addresses("192.0.2.61/32")
    let lines: Lines = [
      (Self.create, Self.noBond, .beforeUp), (Self.prepare, .undo, .beforeUp),
      (Self.leave, .undo, .beforeUp), (.returnRoutes(routes), .goOn, .routesFollow),
      (.addMember(.hn0, to: .lagg0), .undo, .beforeUp),
      (.addAlias(.lagg0, words: ["inet", "192.0.2.61/32"]), .undo, .aliasesFollow),
      (.addAlias(.lagg0, words: ["inet", "192.0.2.62/32"]), .undo, .aliasesFollow),
      (.removeEveryAddress(.inet, from: .hn0, expected: others), .undo, .beforeUp),
      (.configure(.lagg0, words: ["mtu", "9000"]), .undo, .beforeUp),
      (.setNote(.lagg0, "to the lab"), .goOn, .aliasesFollow),
      (
        .settleRoutes(RouteSettlement(routes, members: [.hn0, .vf], missing: [])), .undo,
        .routesFollow
      ),
    ]
    #expect(try PlanOutline(planUp(Self.fixed.takeover())) == PlanOutline(lines))
  }

  @Test("where rc.conf is silent, what was live follows")
  func silent() throws {
    var situation = Self.fixed
    situation.rcConf = ""
    situation.routes = []
    let lines: Lines = [
      (Self.create, Self.noBond, .beforeUp), (Self.prepare, .undo, .liveFollows),
      (Self.leave, .undo, .beforeUp), (.addMember(.hn0, to: .lagg0), .undo, .beforeUp),
      (.addAlias(.lagg0, words: ["inet", "192.0.2.61/32"]), .undo, .liveFollows),
      (
        .removeEveryAddress(.inet, from: .hn0, expected: addresses("192.0.2.61/32")), .undo,
        .beforeUp
      ),
    ]
    #expect(try PlanOutline(planUp(situation.takeover())) == PlanOutline(lines))
    let both = Action.removeEveryAddress(
      .inet, from: .hn0, expected: addresses("192.0.2.50/24", "192.0.2.61/32"))
    #expect(
      try PlanOutline(planUp(situation.takeover(compat: "current"))).lines.map(\.action)
        == [Self.create, Self.form, both])
  }

  @Test("ending a client that the scripts never find is a deviation of its own")
  func pidFile() throws {
    var takeover = try Self.dynamic.takeover()
    takeover.network.clients[0].isKnownToScripts = false
    let stop = try planUp(takeover).steps.first {
      if case .stopClient = $0.action { true } else { false }
    }
    #expect(stop?.deviation == .pidFileFound)
  }
}
