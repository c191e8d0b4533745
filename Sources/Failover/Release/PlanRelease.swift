/// The reverse of a takeover: the bond is removed, and the synthetic NIC gets the configuration of
/// the bond (`hyperv_vfctl undo`).
///
/// A release is planned as a takeover from the bond to the synthetic NIC (`reversed`), with the
/// same rules for what comes from rc.conf and what from the present configuration.
package struct Release: Hashable, Sendable {
  /// The synthetic NIC that gets the configuration of the bond.
  let synthetic: InterfaceName
  /// The bond that is removed.
  let bond: InterfaceName
  /// The VF that is a member of the bond: its first member that is not the synthetic NIC. Nil if
  /// there is no such member, or if the bond does not exist.
  package let vf: InterfaceName?
  /// The takeover that is reversed, with the guest as observed now.
  let takeover: Takeover
  /// The DHCP clients that a killed run may have ended; empty if no run was killed.
  let ended: [DHCPClient.Program]
  /// The arguments that the clients in `ended` had.
  private let endedArguments: [DHCPClient.Arguments]
  /// The takeover with the state that a killed run saved, if that run has removed the bond already
  /// but not finished its work. Nil if the bond exists, or if no run was killed.
  let begun: Takeover?
  /// True if a killed run has removed the bond already, so that some of the steps may be done.
  package var isResumed: Bool { begun != nil }

  /// The release that reverses `takeover`, whose `network` is the result of
  /// `Platform.observeBonded`. `saved` is the state that a killed run left; nil if no run was
  /// killed.
  package init(of takeover: Takeover, after saved: SavedState?) {
    self.takeover = takeover
    synthetic = takeover.synthetic
    bond = takeover.bond
    let members = takeover.network.interface(takeover.bond)?.bond?.members ?? []
    vf = members.first { $0 != takeover.synthetic }
    ended = saved?.clients ?? []
    endedArguments = saved?.clientArguments ?? []
    let isGone = takeover.network.interface(takeover.bond) == nil
    begun = isGone ? saved.map { takeover.resumed(from: $0) } : nil
  }

  /// The release as a takeover in the other direction: the bond has the role of the synthetic NIC,
  /// and the synthetic NIC that of the bond.
  var reversed: Takeover {
    var reversed = Takeover(
      of: bond, by: synthetic, settings: takeover.settings, network: takeover.network,
      order: takeover.order)
    reversed.endedClients = ended.filter { program in
      !takeover.network.clients.contains { $0.program == program }
    }
    reversed.endedArguments = endedArguments
    return reversed
  }

  /// The step that makes the synthetic NIC a member of the bridge or VRF of which the bond is a
  /// member; empty if there is none.
  var joinGroup: [Step] {
    guard let place = takeover.network.membership else { return [] }
    return [
      Step(
        .joinGroup(synthetic, place), undo: [.leaveGroup(synthetic, place)],
        because: bond + " is a member of " + place.group)
    ]
  }

  /// The action that makes the bond a member of its bridge or VRF again, after an undo has created
  /// the bond again; empty if it was in none.
  var rejoinGroup: [Action] { takeover.network.membership.map { [.joinGroup(bond, $0)] } ?? [] }

  /// The state to save before the release begins. If the release is killed, the next hyperv_vfup
  /// restores the bond from it.
  package var state: SavedState {
    var saved = SavedState(before: takeover)
    let held = takeover.network.interface(bond)
    saved.nic.addresses += held?.addresses ?? []
    if held?.isIPv6Disabled == false { saved.nic.isIPv6Disabled = false }
    saved.routes += takeover.network.routes(through: bond).map { $0.moved(to: synthetic) }
    saved.clients =
      takeover.network.clients.filter { $0.interface == bond }.map { $0.program } + saved.clients
    saved.clients += ended.filter { !saved.clients.contains($0) }
    saved.clientArguments = DHCPClient.Arguments.of(saved.clients, in: reversed)
    saved.settings = SavedSettings(before: reversed).moved(from: bond, to: synthetic)
    return saved
  }
}

/// The plan that removes the bond of `release`. If a killed run has removed the bond already, the
/// plan finishes the work of that run. If there is no bond to remove, the plan has no steps and the
/// notice `.noBond`.
///
/// Throws `.foreignBond` if the bond was not made by the programs, `.noInterface` if the synthetic
/// NIC does not exist, and `.noClient` on Linux if rc.conf asks for DHCP and no client is
/// installed.
package func planRelease(_ release: Release) throws(Refusal) -> Plan {
  let takeover = release.takeover
  guard let found = takeover.network.interface(release.bond) else {
    guard let begun = release.begun else { return .nothing(.noBond(release.synthetic)) }
    return planTakeBack(begun, because: "an earlier undo did not finish")
  }
  guard let bond = found.bond, bond.mode == .failover, bond.members.count < 3,
    bond.members.contains(release.synthetic) || bond.members.allSatisfy({ release.isVF($0) })
  else { throw .foreignBond(release.bond, found.bond, of: release.synthetic) }
  guard takeover.network.interface(release.synthetic) != nil else {
    throw .noInterface(release.synthetic)
  }
  var plan =
    switch takeover.order {
    case .bonding: Plan(try BondingRelease(release, found).steps)
    case .lagg: Plan(LaggRelease(release, found).steps)
    }
  plan.unmovedSettings = takeover.network.unmovedSettings
  return plan
}

extension Release {
  /// True if this member of the bond can be the VF: it is the VF that was observed, or no VF was
  /// observed.
  fileprivate func isVF(_ member: InterfaceName) -> Bool {
    takeover.network.vf.map { $0 == member } ?? true
  }
}
