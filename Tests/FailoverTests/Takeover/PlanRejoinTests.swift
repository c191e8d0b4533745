import Failover
import TestSupport
import Testing

@Suite("planUp, where the bond is there")
struct PlanRejoinTests {
  private static let mlxen1 = sure(InterfaceName("mlxen1"))
  private static let mlxen10 = sure(InterfaceName("mlxen10"))
  private static let em0 = sure(InterfaceName("em0"))

  /// Returns the takeover of a machine with the VF mlxen1 and a finished lagg0, with these
  /// differences.
  private static func takeover(
    _ bond: Bond?, compat: String = "NO", leased: Bool = false, address: String? = "192.0.2.50/24"
  ) throws -> Takeover {
    var network = NetworkState()
    var lagg = Interface(.lagg0)
    lagg.bond = bond
    lagg.addresses = address.map { addresses($0) } ?? []
    network.vf = mlxen1
    network.interfaces = [lagg, Interface(.hn0)]
    if leased {
      network.clients = [DHCPClient(of: .lagg0, program: .freebsd, process: 7, pidFile: "")]
    }
    let text = "ifconfig_hn0=DHCP\nhyperv_vf_compat=\(compat)"
    return Takeover(
      of: .hn0, by: .lagg0, settings: try Settings(of: .hn0, in: variables(text)),
      network: network, order: .lagg)
  }

  private static let join = PlanOutline([
    (.addMember(mlxen1, to: .lagg0), .report, nil), (.setPrimary(mlxen1, of: .lagg0), .goOn, nil),
  ])
  private static let joinWholeWords = PlanOutline([
    (.addMember(mlxen1, to: .lagg0), .report, .wholeWords),
    (.setPrimary(mlxen1, of: .lagg0), .goOn, nil),
  ])
  private static let complete = PlanOutline(.nothing(.complete(bond: .lagg0)))

  @Test(
    "the VF goes in where it is missing, and its name is taken as a whole word",
    arguments: [
      ("NO", [.hn0, mlxen1], complete), ("NO", [mlxen1, .hn0], complete), ("NO", [.hn0], join),
      ("NO", [.hn0, mlxen10], joinWholeWords), ("NO", [.hn0, em0], join),
      ("2017", [.hn0, mlxen1], complete), ("2017", [.hn0], join), ("2017", [], join),
      ("2017", [.hn0, mlxen10], complete), ("current", [.hn0, mlxen10], complete),
      ("current", [em0], join), ("current", [mlxen1], complete),
    ] as [(String, [InterfaceName], PlanOutline)])
  func joins(compat: String, members: [InterfaceName], plan: PlanOutline) throws {
    let takeover = try Self.takeover(Bond(.failover, members: members), compat: compat)
    #expect(try PlanOutline(planUp(takeover)) == plan)
  }

  @Test(
    "a bond that is somebody else's is left alone",
    arguments: [
      ("other members", Bond(.failover, members: [em0])),
      ("the VF among others", Bond(.failover, members: [mlxen1, em0])),
      ("a VF of a longer name", Bond(.failover, members: [mlxen10])),
      ("another protocol", Bond(.other("lacp"), members: [.hn0, mlxen1])),
      ("another protocol, empty", Bond(.other("loadbalance"), members: [])),
      ("no bond at all", nil),
    ] as [(String, Bond?)])
  func foreign(situation: String, bond: Bond?) throws {
    let takeover = try Self.takeover(bond)
    #expect(throws: Refusal.foreignBond(.lagg0, bond, of: .hn0)) { try planUp(takeover) }
  }

  @Test("today's scripts put the VF into a bond of somebody else's")
  func foreignScripts() throws {
    let takeover = try Self.takeover(Bond(.other("lacp"), members: [Self.em0]), compat: "current")
    #expect(try PlanOutline(planUp(takeover)) == Self.join)
    #expect(try PlanOutline(planUp(Self.takeover(nil, compat: "2017"))) == Self.join)
  }

  @Test(
    "a bond that was never finished is finished",
    arguments: [
      ("empty", [], "192.0.2.50/24", false, [mlxen1, .hn0]),
      ("without the synthetic NIC", [mlxen1], "192.0.2.50/24", true, [.hn0]),
      ("without the VF and without an address", [.hn0], nil, false, [mlxen1]),
      ("with both, and without an address", [.hn0, mlxen1], nil, false, []),
    ] as [(String, [InterfaceName], String?, Bool, [InterfaceName])])
  func incomplete(
    situation: String, members: [InterfaceName], address: String?, leased: Bool,
    joining: [InterfaceName]
  ) throws {
    let plan = try planUp(
      Self.takeover(Bond(.failover, members: members), leased: leased, address: address))
    #expect(plan.steps.allSatisfy { $0.deviation == .incomplete })
    let form = Action.formBond(.lagg0, members: joining.filter { $0 != .hn0 }, words: ["up"])
    let join = joining.contains(.hn0) ? [Action.addMember(.hn0, to: .lagg0)] : []
    let lease: [Action] = [
      .copyLease(DHCPClient(of: .hn0, program: .freebsd, process: 0, pidFile: ""), to: .lagg0),
      .startClient(.freebsd, on: .lagg0, waits: false),
    ]
    #expect(plan.steps.map(\.action) == [form] + join + (leased ? [] : lease))
  }

  @Test("a bond without an address is finished, if it waits for one or is to have none")
  func waiting() throws {
    let bond = Bond(.failover, members: [.hn0, Self.mlxen1])
    let leased = try Self.takeover(bond, leased: true, address: nil)
    #expect(try PlanOutline(planUp(leased)) == Self.complete)
    // A client that waited in vain: its script ended before it set the address.
    var idle = leased
    idle.network.clients[0].age = 59
    #expect(try PlanOutline(planUp(idle)) == Self.complete)
    idle.network.clients[0].age = 60
    #expect(
      try planUp(idle).steps.map(\.action) == [
        .formBond(.lagg0, members: [], words: ["up"]), .stopClient(idle.network.clients[0]),
        .startClient(.freebsd, on: .lagg0, waits: false),
      ])
    // A network manager made the bond, and configures it.
    var managed = try Self.takeover(Bond(.failover, members: [.hn0]), address: nil)
    #expect(try PlanOutline(planUp(managed)) != Self.join)
    managed.network.hasManagedBond = true
    #expect(try PlanOutline(planUp(managed)) == Self.join)
    var overridden = try Self.takeover(bond, address: nil)
    overridden.scope = .joinOnly(then: [])
    #expect(try PlanOutline(planUp(overridden)) == Self.complete)
    var silent = try Self.takeover(bond, address: nil)
    silent.settings = Settings()
    #expect(try PlanOutline(planUp(silent)) == Self.complete)
    silent.network.interfaces[1].addresses = addresses("192.0.2.50/24")
    #expect(try planUp(silent).steps.first?.deviation == .incomplete)
  }
}
