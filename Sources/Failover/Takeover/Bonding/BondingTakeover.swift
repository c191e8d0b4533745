/// The takeover on Linux, where a NIC must be down to join a bond. The VF joins an empty bond, the
/// configuration moves in one command, and then the synthetic NIC goes down and joins. No packet is
/// lost; if the synthetic NIC joined first, packets would be lost for half a second.
///
/// The synthetic NIC keeps its configuration until the move, and the undo of the move restores it.
/// If a step fails, or the run is killed after any step, the guest is still reachable through one
/// of the two NICs.
final class BondingTakeover {
  // A class, and no struct: a copy of all that was observed for each of its properties would take
  // more code than the properties themselves.
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

  /// The steps until both NICs are members and the configuration has moved. The steps after these
  /// change only the bond and so need no undo: their changes disappear with the bond.
  var stepsToUndo: [Step] {
    prepareMove + create + joinGroup + applySettings + addRules + preassign + joinVF + move
      + emptyVF
      + configureVLANs + removeRules + moveTunnels + stopClients + leaveGroup + joinSynthetic
      + moveResolver
  }

  var bond: InterfaceName { takeover.bond }
  var synthetic: InterfaceName { takeover.synthetic }
  var nic: Interface { takeover.nic }
  /// The addresses, routes, MTU and other words that rc.conf sets for the bond; empty if an
  /// override configures the bond.
  var fixed: TranslatedConfiguration {
    takeover.scope == .whole ? takeover.settings.fixed : TranslatedConfiguration()
  }

  /// The members that the bond has already, which need no step to join. Empty if there is no bond
  /// yet. Empty also after a killed run, which may have left the bond in any state: then the plan
  /// has a step with an undo for each member, and the runner skips the step if the member has
  /// joined.
  var members: [InterfaceName] {
    takeover.isResumed ? [] : takeover.network.interface(bond)?.bond?.members ?? []
  }

  /// The bond as it was before the takeover, if another program had made it; nil if the takeover
  /// makes the bond.
  var before: Interface? { takeover.originalBond }

  /// The first step: it starts the command of the step `move`, which waits for its input until the
  /// VF has joined, so that the move itself is fast. Empty if nothing moves. Empty also after a
  /// killed run: then the NICs are observed again just before the move.
  private var prepareMove: [Step] {
    guard !takeover.isResumed, !transfer.isEmpty else { return [] }
    return [
      Step(.prepare(transfer), because: "this saves time when the addresses move", onFailure: .goOn)
    ]
  }

  /// The move of addresses, routes and VLANs from the NIC to the bond. It replaces what the bond
  /// may have got from the step `preassign`.
  private var transfer: ConfigurationTransfer {
    var transfer = BondingConfiguration(self).transfer
    transfer.replacesPreassigned = mayPreassign && !transfer.preassignable.isEmpty
    return transfer
  }

  /// True if the bond can get addresses and routes before it has a carrier: the kernel supports
  /// this, and the takeover makes the bond, so that an undo removes them with the bond.
  private var mayPreassign: Bool { takeover.network.supportsPreassignment && before == nil }

  /// The step that gives the bond its IPv4 addresses and routes before the VF comes up. From then
  /// on the host may send all packets to the VF, and take the carrier of the synthetic NIC away.
  /// Empty if the kernel does not support this, if the bond existed before, after a killed run, and
  /// if there is nothing to give.
  private var preassign: [Step] {
    guard !takeover.isResumed, transfer.replacesPreassigned else { return [] }
    return [
      Step(
        .preassign(preassignable),
        because: bond + " can answer as soon as " + vf + " carries the traffic", onFailure: .goOn)
    ]
  }

  /// The part of the move that the bond can get before it has a carrier, with the neighbours of the
  /// NICs. If the bond had to ask for the hardware address of a neighbour while the host changes
  /// the data path, the answer would go to the synthetic NIC, and the bond would ask again only
  /// after a second.
  private var preassignable: ConfigurationTransfer {
    var part = transfer.preassignable
    part.neighbors = takeover.network.neighbors
    return part
  }

  private var create: [Step] {
    if let before { return resize(bond, from: before.mtu) }
    let interval = takeover.settings.general.monitoring
    let prepare = takeover.network.preparation.map {
      Step(.command($0), because: "the bonding module must not make a bond itself")
    }
    return prepare + [
      Step(
        .createBond(bond, nic.hardwareAddress, monitoring: interval),
        // A killed run may have started a client on the bond.
        undo: (takeover.isResumed ? [.endClient(of: bond)] : []) + [.destroyBond(bond)],
        because: bond + " is missing")
    ] + matchIPv6Settings + resize(bond, from: Self.usualMTU)
  }

  /// The step that puts the bond into the VRF of the synthetic NIC, before the bond has addresses:
  /// an interface that joins a VRF loses its routes. Empty if the synthetic NIC is in no VRF.
  var joinGroup: [Step] {
    guard let place = takeover.network.membership else { return [] }
    return [
      Step(
        .joinGroup(bond, place), undo: before == nil ? [] : [.leaveGroup(bond, place)],
        because: synthetic + " is a member of " + place.group, deviation: .heldElsewhere)
    ]
  }

  /// The step that removes the synthetic NIC from its VRF: a member of a VRF cannot be a member of
  /// a bond. Empty if it is in no VRF.
  var leaveGroup: [Step] {
    guard let place = takeover.network.membership else { return [] }
    return [
      Step(
        .leaveGroup(synthetic, place), undo: [.joinGroup(synthetic, place)],
        because: bond + " has taken the place of " + synthetic + " in " + place.group,
        deviation: .heldElsewhere)
    ]
  }

  /// The steps that give a new bond the IPv6 settings of the synthetic NIC, such as whether it
  /// accepts router advertisements. They come before the bond has a carrier and sends router
  /// solicitations. Empty if the kernel has no IPv6.
  private var matchIPv6Settings: [Step] {
    guard takeover.network.hasIPv6 else { return [] }
    guard !nic.isIPv6Disabled else {
      return [
        Step(
          .setIPv6(bond, false, bringUp: false), because: "IPv6 is disabled on " + synthetic,
          onFailure: .goOn)
      ]
    }
    return [
      Step(
        .disableDuplicateAddressDetection(bond),
        because: "this guest had the addresses of " + bond + " before", onFailure: .goOn),
      Step(
        .setRouterAdvertisements(bond, nic.acceptsRouterAdvertisements, bringUp: false),
        because: bond + " treats router advertisements as " + synthetic + " does", onFailure: .goOn),
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
        undo: [.move(back)] + restoreSettings + configureVLANsAgain + restartClients,
        because: "one command moves the addresses and routes to " + bond)
    ]
  }

  var moveResolver: [Step] {
    guard let link = takeover.network.resolver, !link.isEmpty else { return [] }
    return [
      Step(
        .moveResolver(link, to: bond), because: "systemd-resolved has to use " + bond,
        onFailure: .goOn)
    ]
  }

  /// The steps that give the bond what rc.conf sets besides addresses, routes and the MTU, such as
  /// the description and offloads. Empty if there is nothing.
  var configure: [Step] {
    var steps = fixed.words.map { Step(.configure(bond, words: $0), because: "rc.conf sets it") }
    if !fixed.optionalWords.isEmpty {
      let words = fixed.optionalWords
      steps.append(
        Step(.configure(bond, words: words), because: "rc.conf sets it", onFailure: .goOn))
    }
    if !takeover.settings.note.isEmpty {
      steps.append(
        Step(
          .setNote(bond, takeover.settings.note), because: "rc.conf sets the description",
          onFailure: .goOn))
    }
    return steps
  }
}
