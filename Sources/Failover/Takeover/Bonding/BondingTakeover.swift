/// The takeover on Linux, where a member must be down to join. The VF joins an empty bond, the
/// configuration moves in one command, and then the synthetic NIC goes down and joins. The other
/// order costs half a second of packets; this one none.
///
/// The synthetic NIC has its configuration until the move, and the undo of the move restores it.
/// After any step, failed or killed, the guest is reachable through one of the two NICs.
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

  /// The steps that change more than the new bond. The remaining ones need no undo: what they
  /// change disappears with the bond.
  var stepsToUndo: [Step] {
    prepareMove + create + joinGroup + applySettings + addRules + preassign + joinVF + move
      + emptyVF
      + removeRules + moveTunnels + stopClients + leaveGroup + joinSynthetic + moveResolver
  }

  var bond: InterfaceName { takeover.bond }
  var synthetic: InterfaceName { takeover.synthetic }
  var nic: Interface { takeover.nic }
  /// The configuration in rc.conf; empty if an override configures the bond.
  var fixed: FixedConfiguration {
    takeover.scope == .whole ? takeover.settings.fixed : FixedConfiguration()
  }

  /// The present members of the bond, which need not join again. Empty after a killed run, which
  /// may have left the bond in any state: then each member has a step, which `Platform.refreshed`
  /// leaves out if the member has joined, and which an undo undoes.
  var members: [InterfaceName] {
    takeover.isResumed ? [] : takeover.network.interface(bond)?.bond?.members ?? []
  }

  /// The bond from before the takeover, made by another program; nil if the takeover makes the
  /// bond.
  var before: Interface? { takeover.originalBond }

  /// The first step. It starts the command of the move, which waits for its input until the VF has
  /// joined. No such step after a killed run: then the move is observed again just before it runs.
  private var prepareMove: [Step] {
    guard !takeover.isResumed, !transfer.isEmpty else { return [] }
    return [
      Step(.prepare(transfer), because: "the move must not take long later", onFailure: .goOn)
    ]
  }

  /// The transfer from the NIC to the bond. It replaces what the step `preassign` may have given to
  /// the bond before.
  private var transfer: ConfigurationTransfer {
    var transfer = BondingConfiguration(self).transfer
    transfer.replacesPreassigned = mayPreassign && !transfer.preassignable.isEmpty
    return transfer
  }

  /// True if the bond can get addresses before it has a carrier. Only a bond that the takeover
  /// makes: its routes disappear with it in an undo.
  private var mayPreassign: Bool { takeover.network.supportsPreassignment && before == nil }

  /// The step that gives the bond its addresses before the VF comes up. The host may send
  /// everything to the VF from then on, and take the link of the synthetic NIC away.
  private var preassign: [Step] {
    guard !takeover.isResumed, transfer.replacesPreassigned else { return [] }
    return [
      Step(
        .preassign(preassignable),
        because: "\(bond) answers as soon as \(vf) carries traffic", onFailure: .goOn)
    ]
  }

  /// The part of the transfer for a bond without a carrier, with the neighbours of the synthetic
  /// NIC. If the bond asked for their hardware addresses while the host changes the data path, the
  /// answer would go to the synthetic NIC, and the bond would ask again only after a second.
  private var preassignable: ConfigurationTransfer {
    var part = transfer.preassignable
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
        // A killed run may have started a client on the bond.
        undo: (takeover.isResumed ? [.endClient(of: bond)] : []) + [.destroyBond(bond)],
        because: "\(bond) is missing")
    ] + matchIPv6Settings + resize(bond, from: Self.usualMTU)
  }

  /// The step that puts the bond into a VRF, before it has addresses: an interface that joins a VRF
  /// loses its routes.
  var joinGroup: [Step] {
    guard let place = takeover.network.membership else { return [] }
    return [
      Step(
        .joinGroup(bond, place), undo: before == nil ? [] : [.leaveGroup(bond, place)],
        because: "\(synthetic) is a member of \(place.group)", deviation: .heldElsewhere)
    ]
  }

  /// The step that removes the synthetic NIC from its VRF. A member of a VRF cannot be a member of
  /// a bond.
  var leaveGroup: [Step] {
    guard let place = takeover.network.membership else { return [] }
    return [
      Step(
        .leaveGroup(synthetic, place), undo: [.joinGroup(synthetic, place)],
        because: "\(bond) has taken its place in \(place.group)", deviation: .heldElsewhere)
    ]
  }

  /// The steps that give the bond the IPv6 settings of the synthetic NIC, before it has a carrier
  /// and sends router solicitations.
  private var matchIPv6Settings: [Step] {
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
    let back = BondingConfiguration(self).transferBack
    return [
      Step(
        .move(transfer),
        // The clients are restarted here, and not in the undo of the step that stops them. That is
        // undone first, when the NIC does not have its address yet, and a client would not find it.
        undo: [.move(back)] + restoreSettings + restartClients,
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

  /// The steps for the words of rc.conf that are neither addresses nor routes. The step `move` has
  /// moved addresses and routes.
  var configure: [Step] {
    var steps = fixed.words.map { Step(.configure(bond, words: $0), because: "so says rc.conf") }
    if !fixed.optionalWords.isEmpty {
      let words = fixed.optionalWords
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
