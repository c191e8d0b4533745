/// The takeover where a member must be down to join: the VF joins an empty bond, the
/// configuration moves in one go, and only then does the synthetic NIC go down and in. The other
/// order costs half a second of traffic; this one nothing.
struct ConfigurationFirst {
  private let takeover: Takeover
  private let vf: InterfaceName

  init(_ takeover: Takeover, vf: InterfaceName) {
    self.takeover = takeover
    self.vf = vf
  }

  var steps: [Step] {
    let join = create + joinVF + move + stopClient + joinSynthetic
    return join + takeover.afterJoining(startClient)
  }

  private var bond: InterfaceName { takeover.bond }
  private var synthetic: InterfaceName { takeover.synthetic }
  private var members: [InterfaceName] { takeover.network.interface(bond)?.bond?.members ?? [] }

  private var create: [Step] {
    guard takeover.network.interface(bond) == nil else { return [] }
    let address = takeover.nic.hardwareAddress
    return [
      Step(
        .createBond(bond, address, monitoring: takeover.settings.general.monitoring),
        undo: [.destroyBond(bond)], because: "\(bond) is missing"),
      Step(
        .disableDuplicateAddressDetection(bond),
        because: "its addresses were this guest's already", onFailure: .goOn),
    ]
  }

  /// A run that was cut short may have left the VF inside a bond that is down: nothing moves there.
  private var joinVF: [Step] {
    let isMember = members.contains(vf)
    guard !isMember || takeover.network.interface(bond)?.isUp != true else { return [] }
    let join = Step(
      .addMember(vf, to: bond), undo: [.removeMember(vf, from: bond)],
      because: "\(vf) works while \(synthetic) changes over")
    return (isMember ? [] : [join]) + [
      Step(.setPrimary(vf, of: bond), because: "\(vf) is the fast one", onFailure: .goOn),
      Step(
        .setUp(bond, true), undo: takeover.bondBefore?.isUp == false ? [.setUp(bond, false)] : [],
        because: "it takes the traffic over"),
      Step(.awaitCarrier(bond), because: "until then nothing may move"),
    ]
  }

  private var move: [Step] {
    let addresses = takeover.nic.addresses.filter {
      !$0.isAutoconfigured && !($0.family == .inet6 && $0.address.isLinkLocal)
    }
    let routes = takeover.network.routes(through: synthetic)
    guard !addresses.isEmpty || !routes.isEmpty else { return [] }
    return [
      Step(
        .move(addresses: addresses, routes: routes, from: synthetic, to: bond),
        undo: [
          .move(
            addresses: addresses, routes: routes.map { $0.moved(to: bond) }, from: bond,
            to: synthetic)
        ],
        because: "addresses and routes move in one go")
    ]
  }

  private var stopClient: [Step] {
    takeover.network.clients.filter { $0.interface == synthetic }.map { client in
      Step(
        .stopClient(client), undo: [.startClient(client.program, on: synthetic, waits: false)],
        because: "it would fight the one of \(bond); the lease is kept", onFailure: .goOn)
    }
  }

  private var joinSynthetic: [Step] {
    guard !members.contains(synthetic) else { return [] }
    return [
      Step(
        .addMember(synthetic, to: bond),
        undo: [.removeMember(synthetic, from: bond), .setUp(synthetic, true)],
        because: "it stands in whenever \(vf) leaves"),
      Step(
        .removeEveryAddress(.inet, from: synthetic, expected: []),
        because: "going down keeps addresses that nobody may answer for", onFailure: .goOn),
    ]
  }

  private var startClient: [Step] {
    // One that an earlier run started already asks.
    guard takeover.network.client(of: bond) == nil else { return [] }
    let running = takeover.network.client(of: synthetic)?.program ?? takeover.endedClient
    guard takeover.settings.usesDHCP || running != nil else { return [] }
    return [
      Step(
        .startClient(
          running ?? .isc, on: bond, waits: takeover.settings.waitsForLease),
        because: "it renews the lease", onFailure: .report)
    ]
  }
}
