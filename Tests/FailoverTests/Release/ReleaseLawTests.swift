import Failover
import TestSupport
import Testing

@Suite("The laws of an undo")
struct ReleaseLawTests {
  /// Returns the network after a finished takeover.
  private func bonded(_ row: SituationCase) throws -> SimulatedNetwork {
    var network = row.situation.start(row.kernel)
    try network.run(planUp(row.situation.takeover(network)).steps)
    return network
  }

  private func plan(_ row: SituationCase, _ network: SimulatedNetwork) throws -> Plan {
    try planRelease(Release(of: row.situation.takeover(network), after: nil))
  }

  @Test("the synthetic NIC has all that the bond had, and is alone", arguments: SituationCase.all)
  func reaches(_ row: SituationCase) throws {
    let start = try bonded(row)
    var network = start
    try network.run(plan(row, start).steps)
    #expect(Standing(.hn0, in: network) == Standing(.lagg0, in: start).moved)
    #expect(network.state.interface(.lagg0) == nil)
    #expect(network.state.interface(.hn0)?.isUp == true)
    #expect(network.state.interface(.vf)?.isUp == false)
  }

  @Test("planning again gives nothing", arguments: SituationCase.all)
  func settles(_ row: SituationCase) throws {
    var network = try bonded(row)
    try network.run(plan(row, network).steps)
    #expect(try plan(row, network) == .nothing(.noBond(.hn0)))
  }

  @Test("stopped behind any step and taken back, all is as it was", arguments: SituationCase.all)
  func undoes(_ row: SituationCase) throws {
    let start = try bonded(row)
    let steps = try plan(row, start).steps
    for count in 0...steps.count {
      var network = start
      try network.run(steps.prefix(count))
      let refused = network.takeBack(planUndo(of: Array(steps.prefix(count))))
      #expect(network.settled == start.settled, "behind step \(count)")
      #expect(refused == [], "behind step \(count)")
    }
  }

  @Test("cut short behind any step, the next undo ends it", arguments: SituationCase.all)
  func resumes(_ row: SituationCase) throws {
    let start = try bonded(row)
    let first = try Release(of: row.situation.takeover(start), after: nil)
    let steps = try planRelease(first).steps
    let destroyed = steps.firstIndex { if case .destroyBond = $0.action { true } else { false } }
    for count in 0...(try #require(destroyed)) {
      var network = start
      try network.run(steps.prefix(count))
      let again = try Release(of: row.situation.takeover(network), after: first.state)
      try network.resume(planRelease(again).steps)
      #expect(
        Standing(.hn0, in: network) == Standing(.lagg0, in: start).moved, "behind step \(count)")
    }
  }

  @Test(
    "cut short behind any step, the next takeover makes the bond whole again",
    arguments: SituationCase.all)
  func returns(_ row: SituationCase) throws {
    let start = try bonded(row)
    let first = try Release(of: row.situation.takeover(start), after: nil)
    let steps = try planRelease(first).steps
    for count in 0...steps.count {
      var network = start
      try network.run(steps.prefix(count))
      let again = try row.situation.takeover(network).resumed(from: first.state)
      try network.resume(planUp(again).steps)
      #expect(
        Standing(.lagg0, in: network) == Standing(.lagg0, in: start), "behind step \(count)")
      #expect(
        Set(network.state.interface(.lagg0)?.bond?.members ?? []) == [.hn0, .vf],
        "behind step \(count)")
    }
  }

  @Test("a bond of somebody else's is left alone")
  func refuses() throws {
    let row = SituationCase.all[0]
    for members in [
      [InterfaceName.vf, .hn0, sure(InterfaceName("em0"))], [sure(InterfaceName("em0"))],
    ] {
      var network = try bonded(row)
      let index = try #require(network.state.interfaces.firstIndex { $0.name == .lagg0 })
      network.state.interfaces[index].bond?.members = members
      #expect(throws: Refusal.foreignBond(.lagg0, Bond(.failover, members: members), of: .hn0)) {
        try plan(row, network)
      }
    }
  }
}

/// The state of an interface that is compared.
private struct Standing: Equatable {
  var addresses: Set<String>
  var routes: Set<Route>
  var hasClient: Bool

  init(_ name: InterfaceName, in network: SimulatedNetwork) {
    let nic = network.state.interface(name)
    addresses = Set(
      (nic?.addresses ?? []).filter { !$0.address.isLinkLocal && !$0.isAutoconfigured }
        .map { "\($0)" })
    routes = Set(network.state.routes(through: name))
    hasClient = network.state.client(of: name) != nil
  }

  /// The same state, with the routes through the synthetic NIC.
  var moved: Standing {
    var copy = self
    copy.routes = Set(routes.map { $0.moved(to: .hn0) })
    return copy
  }
}
