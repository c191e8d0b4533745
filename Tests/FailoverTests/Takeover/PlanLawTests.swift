import Failover
import TestSupport
import Testing

@Suite("The laws of a takeover")
struct PlanLawTests {
  @Test("the plan reaches the wanted state", arguments: SituationCase.all)
  func reaches(_ row: SituationCase) throws {
    var network = row.situation.start(row.kernel)
    try network.run(planUp(row.situation.takeover(network)).steps)
    #expect(Outcome(of: network) == Outcome(wantedBy: row.situation))
  }

  @Test("planning again gives no step", arguments: SituationCase.all)
  func settles(_ row: SituationCase) throws {
    var network = row.situation.start(row.kernel)
    try network.run(planUp(row.situation.takeover(network)).steps)
    #expect(try planUp(row.situation.takeover(network)) == .nothing(.complete(bond: .lagg0)))
  }

  @Test("stopped behind any step and undone, all is as it was", arguments: SituationCase.all)
  func undoes(_ row: SituationCase) throws {
    let start = row.situation.start(row.kernel)
    let plan = try planUp(row.situation.takeover(start))
    let steps = plan.steps
    #expect(!steps.isEmpty)
    for count in 0...steps.count {
      var network = start
      try network.run(steps.prefix(count))
      let refused = network.takeBack(
        plan.beforeUndo + planUndo(of: Array(steps.prefix(count))))
      // A client of a bond that stays is left running: without members it gets no lease.
      network.state.clients.removeAll { $0.interface == .lagg0 }
      #expect(row.situation.undone(network) == row.situation.undone(start), "behind step \(count)")
      #expect(network.bridges == start.bridges, "behind step \(count)")
      #expect(refused == [], "behind step \(count)")
      #expect(row.loss(in: network) == [], "behind step \(count)")
    }
  }

  @Test(
    "a step that failed without effect can be undone as if it had one", arguments: SituationCase.all
  )
  func undoesRefused(_ row: SituationCase) throws {
    let start = row.situation.start(row.kernel)
    let plan = try planUp(row.situation.takeover(start))
    let steps = plan.steps
    for count in steps.indices where !steps[count].action.createsBond {
      var network = start
      try network.run(steps.prefix(count))
      let refused = network.takeBack(
        plan.beforeUndo + planUndo(of: Array(steps.prefix(count + 1))))
      #expect(row.situation.undone(network) == row.situation.undone(start), "at step \(count + 1)")
      #expect(refused == [], "at step \(count + 1)")
    }
  }

  /// Only for indispensable steps. Steps that wait, or that state what is true anyway, may be
  /// missing.
  @Test(
    "a plan with a step dropped breaks the first law",
    arguments: SituationCase.all.filter { !$0.situation.wanted.isEmpty })
  func reachesNotWithoutStep(_ row: SituationCase) throws {
    let start = row.situation.start(row.kernel)
    let steps = try planUp(row.situation.takeover(start)).steps
    for index in steps.indices where steps[index].action.isIndispensable(on: start) {
      var network = start
      var shorter = steps
      shorter.remove(at: index)
      // The following steps may be refused then, which also counts.
      let reached =
        (try? network.run(shorter)) != nil
        && Outcome(of: network) == Outcome(wantedBy: row.situation)
      #expect(!reached, "without \(steps[index].action)")
    }
  }

  @Test("a takeover cut short breaks the second law", arguments: SituationCase.all)
  func settlesNotWhenCutShort(_ row: SituationCase) throws {
    let start = row.situation.start(row.kernel)
    let steps = try planUp(row.situation.takeover(start)).steps
    let joins = try #require(steps.firstIndex { $0.action.joinsMember })
    var network = start
    try network.run(steps.prefix(joins))
    #expect(try !planUp(row.situation.takeover(network)).steps.isEmpty)
  }

  @Test("a takeover that is not undone breaks the third law", arguments: SituationCase.all)
  func undoesNotWithoutUndo(_ row: SituationCase) throws {
    var network = row.situation.start(row.kernel)
    let start = network.settled
    try network.run(planUp(row.situation.takeover(network)).steps)
    #expect(network.settled != start)
  }
}

/// The state of a network that is compared after a takeover.
struct Outcome: Equatable {
  var members: Set<InterfaceName>
  var isUp: Bool
  /// The addresses that are still on the two NICs, where none must be.
  var left: [String]
  var addresses: Set<String>
  var routes: Set<Route>
  var clients: [InterfaceName]
  var bridged: [InterfaceName]
  /// The state of the bond and the NICs besides addresses and routes.
  var rules: [PolicyRule]
  var settings: LinkSettings
  var tunnels: [InterfaceName]

  init(of network: SimulatedNetwork) {
    let bond = network.state.interface(.lagg0)
    members = Set(bond?.bond?.members ?? [])
    isUp = bond?.isUp == true
    left = [InterfaceName.hn0, .vf].flatMap { name in
      network.state.interface(name)?.addresses.map { "\($0)" } ?? []
    }
    addresses = Set((bond?.addresses ?? []).filter { !$0.address.isLinkLocal }.map { "\($0)" })
    routes = Set(network.state.routes)
    clients = network.state.clients.map(\.interface)
    bridged = network.bridges.values.flatMap { $0 }
    rules = network.state.rules.sorted { $0.priority < $1.priority }
    settings = network.state.linkSettings[.lagg0] ?? LinkSettings()
    tunnels = network.state.tunnels.map(\.underlay)
  }

  init(wantedBy situation: Situation) {
    members = [.hn0, .vf]
    isUp = true
    left = []
    addresses = Set(situation.wanted)
    routes = Set(situation.wantedRoutes.map { Situation.route($0, through: .lagg0) })
    clients = situation.wantsClient ? [.lagg0] : []
    bridged = situation.isBridged ? [.lagg0] : []
    let before = situation.start(.bonding).state
    rules = before.rules.map { $0.moved(from: .hn0, to: .lagg0).moved(from: .vf, to: .lagg0) }
    settings = before.linkSettings[.hn0] ?? LinkSettings()
    tunnels = before.tunnels.map { _ in .lagg0 }
  }
}

extension Action {
  fileprivate var createsBond: Bool { if case .createBond = self { true } else { false } }

  fileprivate var joinsMember: Bool {
    switch self {
    case .formBond, .addMember: true
    default: false
    }
  }

  /// Returns true if the wanted state cannot be reached without this action.
  fileprivate func isIndispensable(on network: SimulatedNetwork) -> Bool {
    switch self {
    case .createBond, .formBond, .addMember, .startClient, .stopClient, .addRoutes, .move: true
    case .addAlias, .addAddresses, .applySettings, .addRules, .removeRules, .moveTunnel: true
    case .configure(_, let words): words.contains { InterfaceAddress($0) != nil }
    case .removeEveryAddress(let family, let name, let expected):
      !expected.isEmpty && network.state.interface(name)?.addresses(family).isEmpty == false
    default: false
    }
  }
}
