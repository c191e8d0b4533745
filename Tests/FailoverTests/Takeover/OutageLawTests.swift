import Failover
import Platforms
import TestSupport
import Testing

@Suite("The law of the outage, where the host sends to a VF that is up")
struct OutageLawTests {
  /// The number of commands during which the address, and the default route, did not work.
  struct Outage: Equatable {
    var address = 0
    var defaultRoute = 0
  }

  private static let rows = SituationCase.all.filter {
    $0.kernel == .lagg && $0.situation.members == nil && !$0.situation.addresses.isEmpty
      && $0.situation.addresses.first?.contains(":") == false
      && $0.wantsFirstAddress
  }

  @Test(
    "the first address answers, and the default route leads out, but for a few commands",
    arguments: rows)
  func takeover(row: SituationCase) throws {
    let outage = try outage(of: row)
    // Each address of the VF in the same network keeps the network on the VF, one command longer.
    let more = row.situation.vfAddresses.count
    #expect(outage.address <= (row.situation.isVFUp ? 3 : 1) + more)
    #expect(outage.defaultRoute <= (row.situation.isVFUp ? 4 : 2) + more)
  }

  @Test("an undo costs no more than a takeover before the VF is up", arguments: rows)
  func undo(row: SituationCase) throws {
    let start = try bonded(row)
    let plan = try planRelease(Release(of: row.situation.takeover(start), after: nil))
    let outage = try outage(of: plan, on: start, row)
    #expect(outage.address <= 1)
    #expect(outage.defaultRoute <= 2)
  }

  @Test(
    "a VF that returns costs nothing before it is up, and else what joining takes",
    arguments: rows, [false, true])
  func returns(row: SituationCase, isVFUp: Bool) throws {
    var network = try bonded(row)
    try network.apply(.setUp(.vf, false))
    try network.apply(.removeMember(.vf, from: .lagg0))
    if isVFUp { try network.apply(.setUp(.vf, true)) }
    var plan = try planUp(row.situation.takeover(network))
    if !isVFUp { plan = planArrival(plan, of: network.state.interface(.vf)) }
    let outage = try outage(of: plan, on: network, row)
    let most = isVFUp ? 1 : 0
    #expect(outage.address <= most)
    #expect(outage.defaultRoute <= most)
    #expect(!plan.steps.isEmpty)
  }

  @Test("each command that is run meanwhile counts, but for the one that begins the outage")
  func counts() throws {
    let up = try #require(Self.rows.first { $0.situation.isVFUp })
    let down = try #require(Self.rows.first { !$0.situation.isVFUp })
    #expect(try outage(of: up).address == 3)
    #expect(try outage(of: down).address == 1)
    let network = try bonded(up)
    let undo = try planRelease(Release(of: up.situation.takeover(network), after: nil))
    #expect(try outage(of: undo, on: network, up) == Outage(address: 1, defaultRoute: 2))
  }

  private func outage(of row: SituationCase) throws -> Outage {
    let network = row.situation.start(row.kernel)
    return try outage(of: planUp(row.situation.takeover(network)), on: network, row)
  }

  /// Returns the network after a finished takeover, with the VF up.
  private func bonded(_ row: SituationCase) throws -> SimulatedNetwork {
    var network = row.situation.start(row.kernel)
    try network.run(planUp(row.situation.takeover(network)).steps)
    return network
  }

  private func outage(
    of plan: Plan, on start: SimulatedNetwork, _ row: SituationCase
  ) throws -> Outage {
    var network = start
    let first = try #require(InterfaceAddress(row.situation.addresses[0])).address
    let hasRoute = row.situation.routes.contains { $0.hasPrefix("default 192") }
    var outage = Outage()
    for step in plan.steps {
      // The program itself sends a signal, without a command.
      let count = FreeBSD().effects(of: step.action).count {
        if case .run = $0 { true } else { false }
      }
      if !network.answers(first) { outage.address += count }
      if hasRoute, !network.leadsOut(.inet) { outage.defaultRoute += count }
      try network.run([step])
    }
    #expect(network.answers(first))
    #expect(!hasRoute || network.leadsOut(.inet))
    return outage
  }
}

extension SituationCase {
  /// True if the bond must get the first address of the synthetic NIC.
  fileprivate var wantsFirstAddress: Bool {
    guard let first = InterfaceAddress(situation.addresses[0])?.address else { return false }
    return situation.wanted.contains { InterfaceAddress($0)?.address == first }
  }

  /// Returns the addresses of the synthetic NIC that do not answer, if the host sends to a VF that
  /// is up.
  func loss(in network: SimulatedNetwork) -> [String] {
    guard kernel == .lagg else { return [] }
    // A VF that has the addresses itself answers while it is up.
    let isVFs = !situation.vfAddresses.isEmpty
    let before = (isVFs ? situation : situation.with { $0.isVFUp = false }).start(kernel)
    let all = [InterfaceName.hn0, .vf].flatMap { before.state.interface($0)?.addresses ?? [] }
    let had = all.filter { !$0.isAutoconfigured }.map(\.address)
    return had.filter { !$0.isLinkLocal && before.answers($0) && !network.answers($0) }
      .map { "\($0)" }
      + [AddressFamily.inet, .inet6].filter { before.leadsOut($0) && !network.leadsOut($0) }
      .map(\.rawValue)
  }
}
