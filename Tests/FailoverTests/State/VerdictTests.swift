import Failover
import TestSupport
import Testing

/// A pair, a change of it, and the findings after the change.
struct VerdictRow: Sendable, CustomTestStringConvertible {
  let name: String
  let change: @Sendable (inout PairState) -> Void
  let findings: [Finding]

  init(
    _ name: String, _ findings: [Finding], _ change: @escaping @Sendable (inout PairState) -> Void
  ) {
    self.name = name
    self.findings = findings
    self.change = change
  }

  var testDescription: String { name }
}

extension PairState {
  private static func nic(_ name: InterfaceName, master: InterfaceName?) -> Interface {
    var nic = Interface(name)
    nic.isUp = true
    nic.hardwareAddress = .pair
    nic.master = master
    return nic
  }

  /// A pair in a correct bond.
  static var bonded: PairState {
    var pair = PairState(of: Member(nic(.hn0, master: .lagg0)))
    pair.hardwareAddress = .pair
    pair.vf = Member(nic(.vf, master: .lagg0), device: "0001:00:02.0")
    pair.mode = .bond
    pair.bond = nic(.lagg0, master: nil)
    pair.bond?.bond = Bond(.failover, members: [.vf, .hn0])
    pair.bond?.addresses = addresses("192.0.2.50/24")
    (pair.hasPrimary, pair.primary, pair.active) = (true, .vf, .vf)
    return pair
  }

  /// A pair in correct transparent mode.
  static var transparent: PairState {
    var pair = bonded
    pair.mode = .transparent
    (pair.bond, pair.primary) = (nil, nil)
    pair.synthetic.interface.addresses = addresses("192.0.2.50/24")
    return pair
  }

  /// A pair without a bond.
  static var separate: PairState {
    var pair = transparent
    (pair.mode, pair.active) = (.none, .hn0)
    return pair
  }

  /// A synthetic NIC without a VF, and without an expected one.
  static var alone: PairState {
    var pair = separate
    pair.vf = nil
    return pair
  }
}

@Suite("What is wrong with a pair")
struct VerdictTests {
  private static let vf = Finding.VF(.vf, of: .hn0)
  private static let route = Route(
    to: "default", family: .inet, via: IPAddress("192.0.2.1"), through: .vf)
  private static func client(_ name: InterfaceName) -> DHCPClient {
    DHCPClient(of: name, program: .isc, process: 77, pidFile: "")
  }
  private static let other = sure(HardwareAddress("02:00:00:00:00:99"))

  @Test(
    "all is well",
    arguments: [PairState.bonded, .transparent, .alone])
  func well(pair: PairState) { #expect(verdict(on: pair) == []) }

  /// Rows about a VF in either mode.
  private static let vfRows = [
    VerdictRow(
      "a lease gave it an address beside others",
      [
        .ownAddresses(vf, addresses("192.0.2.9/24"), recipient: nil),
        .ownClient(vf, client(.vf), recipient: nil),
      ]
    ) {
      $0.vf?.interface.addresses = addresses("192.0.2.9/24", "fe80::1/64")
      $0.bond?.addresses = addresses("192.0.2.50/24")
      $0.synthetic.interface.addresses = $0.mode == .bond ? [] : addresses("192.0.2.50/24")
      $0.clients = [client(.vf)]
    },
    VerdictRow("another program has it", [.managed(vf, by: .networkd)]) { $0.owner = .networkd },
    VerdictRow("another carries the traffic", [.carriesNothing(vf, active: .hn0)]) {
      $0.active = .hn0
    },
    VerdictRow("none carries it", [.carriesNothing(vf, active: nil)]) { $0.active = nil },
  ]

  @Test("of the VF, in a bond and in transparent mode", arguments: vfRows)
  func virtualFunction(row: VerdictRow) {
    for var pair in [PairState.bonded, .transparent] {
      row.change(&pair)
      #expect(verdict(on: pair) == row.findings)
    }
  }

  @Test("a default route by the VF in transparent mode is its own", arguments: [false, true])
  func ownRoute(hasAnother: Bool) {
    var pair = PairState.transparent
    pair.defaultRoutes = [Self.route] + (hasAnother ? [Self.route.moved(to: .hn0)] : [])
    #expect(
      verdict(on: pair)
        == [
          .ownRoute(
            Self.vf, Self.route, recipient: hasAnother ? nil : .hn0, isRemovedWithAddresses: false)
        ])
  }

  @Test("all that the machine has is the VF's: it goes to what lasts, before anything else")
  func onlyVF() {
    for var pair in [PairState.bonded, .transparent] {
      let configuredInterface = pair.configuredInterface.name
      pair.vf?.interface.addresses = addresses("192.0.2.9/24")
      pair.synthetic.interface.addresses = []
      pair.bond?.addresses = []
      pair.clients = [Self.client(.vf)]
      pair.active = nil
      #expect(
        verdict(on: pair) == [
          .ownAddresses(Self.vf, addresses("192.0.2.9/24"), recipient: configuredInterface),
          .ownClient(Self.vf, Self.client(.vf), recipient: configuredInterface),
          .carriesNothing(Self.vf, active: nil),
        ])
    }
  }

  @Test("where the bond is missing, hyperv_vfup takes over what the VF has")
  func noBond() {
    var pair = PairState.separate
    pair.vf?.interface.addresses = addresses("192.0.2.9/24")
    pair.clients = [Self.client(.vf)]
    #expect(verdict(on: pair) == [.noBond(Self.vf)])
  }

  @Test(
    "of a bond",
    arguments: [
      VerdictRow(
        "a default route leaves by the VF",
        [.routeOfMember(route, bond: .lagg0, isReplaced: false)]
      ) { $0.defaultRoutes = [route] },
      VerdictRow(
        "a default route leaves by the synthetic NIC, and one by the bond",
        [.routeOfMember(route.moved(to: .hn0), bond: .lagg0, isReplaced: true)]
      ) { $0.defaultRoutes = [route.moved(to: .hn0), route.moved(to: .lagg0)] },
      VerdictRow("the synthetic NIC is outside", [.memberMissing(.hn0, bond: .lagg0, of: .hn0)]) {
        $0.bond?.bond?.members = [.vf]
      },
      VerdictRow("the VF is outside", [.memberMissing(.vf, bond: .lagg0, of: .hn0)]) {
        $0.bond?.bond?.members = [.hn0]
      },
      VerdictRow("it prefers another", [.wrongPrimary(vf, bond: .lagg0, is: .hn0)]) {
        ($0.primary, $0.active) = (.hn0, .hn0)
      },
      VerdictRow("it has a foreign address", [.foreignAddress(.lagg0, is: other, expected: .pair)])
      { $0.bond?.hardwareAddress = other },
      VerdictRow(
        "the synthetic NIC has an address",
        [.configuredBeside(.hn0, bond: .lagg0, addresses("192.0.2.9/24"))]
      ) { $0.synthetic.interface.addresses = addresses("192.0.2.9/24") },
      VerdictRow(
        "the synthetic NIC has a client", [.clientOfMember(client(.hn0), bond: .lagg0)]
      ) { $0.clients = [client(.lagg0), client(.hn0)] },
      VerdictRow(
        "a port has another MTU, which the lagg must set",
        [.mtu(.vf, 9000, expected: 1500, by: .lagg0, remedy: .init(.lagg0, 1500))]
      ) {
        $0.vf?.interface.mtu = 9000
        ($0.hasPrimary, $0.primary) = (false, nil)
      },
      VerdictRow(
        "a member of a Linux bond has another MTU",
        [.mtu(.vf, 9000, expected: 1500, by: .lagg0, remedy: .init(.vf, 1500))]
      ) {
        $0.vf?.interface.mtu = 9000
        ($0.hasPrimary, $0.primary) = (true, .vf)
      },
      VerdictRow("two VFs", [.severalVFs(vf, others: [.lagg0])]) { $0.otherVFs = [.lagg0] },
      VerdictRow("two synthetic NICs", [.sharedAddress(.hn0, with: [.lagg0])]) {
        $0.twins = [.lagg0]
      },
      VerdictRow("a VF without a link", [.noLink(vf)]) {
        $0.vf?.interface.hasCarrier = false
        $0.active = .hn0
      },
      VerdictRow("there is no VF, and none was recorded: a bond made at boot", []) {
        $0.vf = nil
        $0.bond?.bond?.members = [.hn0]
        $0.active = .hn0
      },
      VerdictRow("there is no VF any more", [.noVF(.hn0, .earlier(.vf))]) {
        $0.vf = nil
        $0.recordedVF = .vf
        $0.bond?.bond?.members = [.hn0]
        $0.active = .hn0
      },
    ])
  func bond(row: VerdictRow) {
    var pair = PairState.bonded
    row.change(&pair)
    #expect(verdict(on: pair) == row.findings)
  }

  @Test(
    "of transparent mode",
    arguments: [
      VerdictRow("a lagg is left over", [.leftoverBond(.lagg0, of: .hn0, isEmpty: true)]) {
        $0.bond = PairState.bonded.bond
        $0.bond?.bond?.members = []
      },
      VerdictRow("it holds the synthetic NIC", [.leftoverBond(.lagg0, of: .hn0, isEmpty: false)]) {
        $0.bond = PairState.bonded.bond
        $0.bond?.bond?.members = [.hn0]
        $0.synthetic.interface.addresses = []
      },
      VerdictRow(
        "the VF has another MTU",
        [.mtu(.vf, 1400, expected: 1500, by: .hn0, remedy: .init(.vf, 1500))]
      ) { $0.vf?.interface.mtu = 1400 },
      VerdictRow(
        "the VF has another MTU, and can have the other one",
        [.mtu(.vf, 1400, expected: 1500, by: .hn0, remedy: .init(.vf, 1500))]
      ) {
        $0.vf?.interface.mtu = 1400
        $0.vf?.largestMTU = 1500
      },
      VerdictRow(
        "the VF cannot have the MTU of its synthetic NIC",
        [.mtu(.vf, 1400, expected: 1500, by: .hn0, remedy: .init(.hn0, 1400))]
      ) {
        $0.vf?.interface.mtu = 1400
        $0.vf?.largestMTU = 1400
      },
    ])
  func transparent(row: VerdictRow) {
    var pair = PairState.transparent
    row.change(&pair)
    #expect(verdict(on: pair) == row.findings)
  }

  @Test(
    "of two that nothing holds",
    arguments: [
      VerdictRow("there is no bond", [.noBond(vf)]) { _ in },
      VerdictRow("the kernel would", [.notJoined(vf, device: "0001:00:02.0")]) {
        $0.awaitsKernel = true
      },
      VerdictRow("the administrator wants it so", []) {
        $0.offSwitch = "hyperv_vf_enable"
        $0.vf?.interface.addresses = addresses("192.0.2.9/24")
      },
    ])
  func separate(row: VerdictRow) {
    var pair = PairState.separate
    row.change(&pair)
    #expect(verdict(on: pair) == row.findings)
  }

  @Test("a VF that was there, or that rc.conf expects, is missed; a device without a NIC is told")
  func expected() {
    var pair = PairState.alone
    pair.expectedBy = "hyperv_vf_enable_hn0"
    #expect(verdict(on: pair) == [.noVF(.hn0, .variable("hyperv_vf_enable_hn0"))])
    pair.recordedVF = .vf
    let state = PairsState([pair], idleDevices: ["0001:00:02.0"])
    #expect(
      verdict(on: state) == [.noDriver(device: "0001:00:02.0"), .noVF(.hn0, .earlier(.vf))])
  }
}
