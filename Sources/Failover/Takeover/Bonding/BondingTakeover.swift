/// The takeover where a member must be down to join: the VF joins an empty bond, the
/// configuration moves in one go, and only then does the synthetic NIC go down and in. The other
/// order costs half a second of traffic; this one nothing.
///
/// The synthetic NIC keeps what it has until the move, and the move's undo gives it back; so each
/// step, failed or cut short, leaves a guest that is reached by one of the two.
struct BondingTakeover {
  let takeover: Takeover
  let vf: InterfaceName

  init(_ takeover: Takeover, vf: InterfaceName) {
    self.takeover = takeover
    self.vf = vf
  }

  var steps: [Step] {
    get throws(Refusal) {
      guard case .joinOnly(let requests) = takeover.scope else {
        return try stepsToUndo + configure + startClients
      }
      let needsClient = requests.contains { if case .lease = $0 { true } else { false } }
      if needsClient, takeover.network.installedClient == nil {
        throw .noClient(DHCPClient.Program.names)
      }
      return stepsToUndo + takeover.afterJoining([])
    }
  }

  /// Those that change what was there before; the others only concern the bond.
  var stepsToUndo: [Step] {
    getReady + create + joinGroup + giveSettings + addRules + assignInAdvance + joinVF + move
      + emptyVF
      + removeRules + moveTunnels + stopClients + leaveGroup + joinSynthetic + moveResolver
  }

  var bond: InterfaceName { takeover.bond }
  var synthetic: InterfaceName { takeover.synthetic }
  var nic: Interface { takeover.nic }
  /// What rc.conf fixes; nothing where an override configures the bond.
  var fixed: FixedConfiguration {
    takeover.scope == .whole ? takeover.settings.fixed : FixedConfiguration()
  }

  /// The members that need not join. A run that was cut short may have left the bond in any state:
  /// then every step is looked at again, and taken back as if it were ours.
  var members: [InterfaceName] {
    takeover.isResumed ? [] : takeover.network.interface(bond)?.bond?.members ?? []
  }

  /// The bond as somebody else made it; nil: it is ours.
  var before: Interface? { takeover.originalBond }

  /// First of all, so that it is done when the VF has joined. A run that finishes the work of another
  /// looks again before it moves anything, and knows only then what there is to get ready for.
  private var getReady: [Step] {
    guard !takeover.isResumed, !transfer.isEmpty else { return [] }
    return [
      Step(.prepare(transfer), because: "the move must not take long later", onFailure: .goOn)
    ]
  }

  /// From the synthetic NIC to the bond. A run that finishes the work of another cannot know how far
  /// that one came.
  private var transfer: ConfigurationTransfer {
    var transfer = BondingConfiguration(self).transfer
    transfer.replacesAdvance = mayGiveBeforehand && !transfer.beforehand.isEmpty
    return transfer
  }

  /// Only a bond of ours: what it is told of its routes is forgotten with it.
  private var mayGiveBeforehand: Bool { takeover.network.canGiveBeforehand && before == nil }

  /// The host may send all traffic to the VF as soon as that is up, and take the synthetic NIC's link
  /// away: so the VF comes up when the bond has all that it needs to answer.
  private var assignInAdvance: [Step] {
    guard !takeover.isResumed, transfer.replacesAdvance else { return [] }
    return [
      Step(
        .assignInAdvance(beforehand),
        because: "\(bond) answers as soon as \(vf) carries traffic", onFailure: .goOn)
    ]
  }

  /// With whom the synthetic NIC has found: the answer to a question of the bond's that came while the host
  /// changes over would go to the synthetic NIC, and the bond ask again only after a second.
  private var beforehand: ConfigurationTransfer {
    var part = transfer.beforehand
    part.neighbors = takeover.network.neighbors
    return part
  }

  private var create: [Step] {
    if let before { return resize(bond, from: before.mtu) }
    let interval = takeover.settings.general.monitoring
    let prepare = takeover.network.preparation.map {
      Step(.command($0), because: "the kernel has to be ready for bonds of ours")
    }
    return prepare + [
      Step(
        .createBond(bond, nic.hardwareAddress, monitoring: interval),
        // A run that was cut short may have started a client there.
        undo: (takeover.isResumed ? [.endClient(of: bond)] : []) + [.destroyBond(bond)],
        because: "\(bond) is missing")
    ] + quietenIPv6 + resize(bond, from: Self.usualMTU)
  }

  /// Before it has addresses: what joins a VRF loses its routes.
  var joinGroup: [Step] {
    guard let place = takeover.network.membership else { return [] }
    return [
      Step(
        .joinGroup(bond, place), undo: before == nil ? [] : [.leaveGroup(bond, place)],
        because: "\(synthetic) is a member of \(place.group)", deviation: .heldElsewhere)
    ]
  }

  /// A member of one cannot be one of a bond.
  var leaveGroup: [Step] {
    guard let place = takeover.network.membership else { return [] }
    return [
      Step(
        .leaveGroup(synthetic, place), undo: [.joinGroup(synthetic, place)],
        because: "\(bond) has taken its place in \(place.group)", deviation: .heldElsewhere)
    ]
  }

  /// The bond treats IPv6 as the synthetic NIC does, before it has a carrier and asks for routers.
  private var quietenIPv6: [Step] {
    guard takeover.network.hasIPv6 else { return [] }
    guard !nic.isIPv6Disabled else {
      return [
        Step(
          .setIPv6(bond, false, bringUp: false), because: "\(synthetic) has no IPv6 either",
          onFailure: .goOn)
      ]
    }
    return [
      Step(
        .disableDuplicateAddressDetection(bond),
        because: "its addresses were this guest's already", onFailure: .goOn),
      Step(
        .setRouterAdvertisements(bond, nic.acceptsRouterAdvertisements, bringUp: false),
        because: "it listens to routers as \(synthetic) does", onFailure: .goOn),
    ]
  }

  private static let usualMTU = 1500

  private var move: [Step] {
    guard !transfer.isEmpty else { return [] }
    let back = BondingConfiguration(self).handoverBack
    return [
      Step(
        .move(transfer),
        // Not with the client that is ended later: one of its own that starts too early would not
        // find its address.
        undo: [.move(back)] + settingsAgain + restartClients,
        because: "addresses and routes move in one go")
    ]
  }

  var moveResolver: [Step] {
    guard let link = takeover.network.resolver, !link.isEmpty else { return [] }
    return [
      Step(
        .moveResolver(link, to: bond), because: "the resolver asks by \(bond) from now on",
        onFailure: .goOn)
    ]
  }

  /// What rc.conf says beside addresses and routes, which have moved.
  var configure: [Step] {
    var steps = fixed.words.map { Step(.configure(bond, words: $0), because: "so says rc.conf") }
    if !fixed.wishes.isEmpty {
      let words = fixed.wishes
      steps.append(
        Step(.configure(bond, words: words), because: "so says rc.conf", onFailure: .goOn))
    }
    if !takeover.settings.note.isEmpty {
      steps.append(
        Step(
          .setNote(bond, takeover.settings.note), because: "the description follows",
          onFailure: .goOn))
    }
    return steps
  }
}
