/// The steps of a release on Linux: they remove the bond and give its configuration back to the
/// synthetic NIC. A member goes down when it leaves a bond, so the synthetic NIC leaves and comes
/// up while the VF carries the traffic. Then the VF goes down, and one command moves the
/// configuration.
///
/// The VF goes down before the move, because Hyper-V gives the synthetic NIC no link while the VF
/// is up: waiting for the link would be in vain, and a neighbour would be asked again only after a
/// second.
final class BondingRelease {
  // A class, and no struct: a copy of all that was observed for each of its properties would take
  // more code than the properties themselves.
  private let wanted: Release
  private let found: Interface
  private let reversed: BondingTakeover

  init(_ wanted: Release, _ found: Interface) {
    self.wanted = wanted
    self.found = found
    reversed = BondingTakeover(wanted.reversed, vf: wanted.vf ?? wanted.synthetic)
  }

  var steps: [Step] {
    get throws(Refusal) {
      // Throws if rc.conf asks for a DHCP client that is not installed, before anything is changed.
      let clients = try reversed.startClients.map(endingOnUndo)
      let handOver =
        prepareMove + preferVF + release + applySettings + reversed.addRules + lowerVF
        + awaitSynthetic
        + move + reversed.configureVLANs + reversed.removeRules + reversed.moveTunnels
      return handOver + reversed.stopClients + reversed.moveResolver + destroy + restoreIPv6
        + reversed.configure + clients
    }
  }

  private var bond: InterfaceName { wanted.bond }
  private var synthetic: InterfaceName { wanted.synthetic }
  private var nic: Interface { wanted.takeover.nic }
  private var isMember: Bool { found.bond?.members.contains(synthetic) == true }
  /// True if the kernel checks for duplicates of the IPv6 addresses that the synthetic NIC gets: it
  /// would find those of the bond. False if the kernel has no IPv6, if IPv6 is disabled on the NIC,
  /// or if the NIC makes no such check.
  private var asksForDuplicates: Bool {
    wanted.takeover.network.hasIPv6 && !nic.isIPv6Disabled && !nic.skipsDuplicateDetection
  }

  /// Returns `step` with an undo that ends the DHCP client that the step starts. Returns any other
  /// step unchanged. In a takeover such a step needs no undo: the client ends with the bond.
  private func endingOnUndo(_ step: Step) -> Step {
    guard case .startClient(_, let name, _, _, _) = step.action else { return step }
    var copy = step
    copy.undo = [.endClient(of: name)]
    return copy
  }

  /// The steps that make the VF the active member of the bond, for example after
  /// `hyperv_vfctl standby`. Empty if the synthetic NIC is not a member, or if the bond has no VF.
  private var preferVF: [Step] {
    guard isMember, let vf = wanted.vf else { return [] }
    let isUp = wanted.takeover.network.interface(vf)?.isUp != false
    let raise = Step(
      .setUp(vf, true), undo: [.setUp(vf, false)],
      because: vf + " must be up to carry the traffic")
    return (isUp ? [] : [raise]) + [
      Step(
        .setPrimary(vf, of: bond),
        because: vf + " carries the traffic while " + synthetic + " leaves", onFailure: .goOn),
      Step(
        .awaitActive(vf, of: bond),
        because: synthetic + " leaves only when " + vf + " carries the traffic", onFailure: .goOn),
    ]
  }

  private var release: [Step] {
    let quieten = Step(
      .disableDuplicateAddressDetection(synthetic),
      undo: [.enableDuplicateAddressDetection(synthetic)],
      because: synthetic + " and " + bond + " have the same addresses for a moment",
      onFailure: .goOn)
    let leave = Step(
      .removeMember(synthetic, from: bond), undo: [.addMember(synthetic, to: bond)],
      because: wanted.vf.map { "\($0) carries the traffic now" } ?? "\(bond) will be removed")
    let up = Step(
      .setUp(synthetic, true), undo: isMember ? [] : [.setUp(synthetic, nic.isUp)],
      because: synthetic + " must be up to carry the traffic")
    return (asksForDuplicates ? [quieten] : []) + (isMember ? [leave] : []) + wanted.joinGroup
      + resize
      + (isMember || !nic.isUp ? [up] : [])
  }

  /// The steps that give the synthetic NIC the settings of the bond, such as permanent neighbours;
  /// empty if the bond has none.
  private var applySettings: [Step] {
    wanted.takeover.network.linkSettings[bond]?
      .steps(giving: synthetic, because: bond + " has these settings") ?? []
  }

  private var awaitSynthetic: [Step] {
    [
      Step(
        .awaitCarrier(synthetic), because: synthetic + " needs a link before the addresses move",
        onFailure: .goOn)
    ]
  }

  /// The step that gives the synthetic NIC the MTU that rc.conf sets, or else that of the bond: a
  /// NIC that leaves a bond gets the MTU that it had before it joined. Empty if both MTUs are 1500
  /// bytes.
  private var resize: [Step] {
    let size = reversed.fixed.mtu ?? found.mtu
    guard size != 1500 || nic.mtu != size else { return [] }
    return [Step(.setMTU(synthetic, size), because: bond + " has this MTU")]
  }

  private var prepareMove: [Step] {
    let transfer = BondingConfiguration(reversed).transfer
    guard !transfer.isEmpty else { return [] }
    return [
      Step(.prepare(transfer), because: "this saves time when the addresses move", onFailure: .goOn)
    ]
  }

  private var move: [Step] {
    let configuration = BondingConfiguration(reversed)
    guard !configuration.transfer.isEmpty else { return [] }
    return [
      Step(
        .move(configuration.transfer),
        // The clients are restarted here, and not in the undo of the step that stops them, as in a
        // takeover.
        undo: [.move(configuration.transferBack)] + reversed.restoreSettings
          + reversed.configureVLANsAgain + reversed.restartClients,
        because: "one command moves the addresses and routes to " + synthetic)
    ]
  }

  /// The step that sets the VF down, since the host sends to the VF while it is up; empty if the
  /// bond has no VF.
  private var lowerVF: [Step] {
    guard let vf = wanted.vf else { return [] }
    return [
      Step(
        .setUp(vf, false), undo: [.setUp(vf, true), .awaitCarrier(bond)],
        because: "the host sends to " + synthetic + " while " + vf + " is down")
    ]
  }

  private var destroy: [Step] {
    let settings = wanted.takeover.settings.general
    let vf = wanted.vf
    let again: [Action] =
      [.createBond(bond, found.hardwareAddress, monitoring: settings.monitoring)]
      + wanted.rejoinGroup + ipv6Again + restoreSettings
      + (found.mtu == 1500 ? [] : [.setMTU(bond, found.mtu)])
      + (vf.map { [.addMember($0, to: bond), .setPrimary($0, of: bond)] } ?? [])
      + (found.isUp ? [.setUp(bond, true)] : [])
      + (wanted.takeover.network.resolver.map { [.moveResolver($0, to: bond)] } ?? [])
    return [Step(.destroyBond(bond), undo: again, because: "nothing uses " + bond + " any more")]
  }

  private var restoreSettings: [Action] {
    guard let settings = wanted.takeover.network.linkSettings[bond], !settings.isEmpty else {
      return []
    }
    return [.applySettings(settings, to: bond)]
  }

  private var ipv6Again: [Action] {
    guard wanted.takeover.network.hasIPv6 else { return [] }
    guard !found.isIPv6Disabled else { return [.setIPv6(bond, false, bringUp: false)] }
    return (found.skipsDuplicateDetection ? [.disableDuplicateAddressDetection(bond)] : []) + [
      .setRouterAdvertisements(bond, found.acceptsRouterAdvertisements, bringUp: false)
    ]
  }

  private var restoreIPv6: [Step] {
    guard asksForDuplicates else { return [] }
    return [
      Step(
        .enableDuplicateAddressDetection(synthetic),
        because: "only " + synthetic + " has its addresses now", onFailure: .goOn)
    ]
  }
}
