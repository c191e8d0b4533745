/// The reverse of a takeover: the bond is removed, and the synthetic NIC gets its configuration
/// back.
///
/// A release is planned as a takeover from the bond to the synthetic NIC, with the same rules for
/// what comes from rc.conf and what from the present configuration.
package struct Release: Hashable, Sendable {
  /// The synthetic NIC.
  let synthetic: InterfaceName
  /// The bond that is removed.
  let bond: InterfaceName
  /// The VF in the bond; nil if there is none.
  package let vf: InterfaceName?
  /// The takeover to undo.
  let takeover: Takeover
  /// The DHCP clients that a killed run may have ended.
  let ended: [DHCPClient.Program]
  /// The arguments of `ended`.
  private let endedArguments: [DHCPClient.Arguments]
  /// The takeover to undo, from its saved state, if a killed run has removed the bond already and
  /// left the rest. Nil if there is nothing to finish.
  let begun: Takeover?
  /// True if a killed run may have done some of the steps.
  package var isResumed: Bool { begun != nil }

  /// The release that undoes `takeover`, which was observed with everything that the bond has.
  /// `saved` is the state that a killed run left; nil if no run was killed.
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

  /// The takeover in the other direction, from the bond to the synthetic NIC.
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

  /// The steps that put the synthetic NIC into the bridge or VRF of its bond.
  var joinGroup: [Step] {
    guard let place = takeover.network.membership else { return [] }
    return [
      Step(
        .joinGroup(synthetic, place), undo: [.leaveGroup(synthetic, place)],
        because: "\(bond) is a member of \(place.group)")
    ]
  }

  /// The action that puts the bond into its bridge or VRF again, when an undo has made the bond
  /// anew.
  var rejoinGroup: [Action] { takeover.network.membership.map { [.joinGroup(bond, $0)] } ?? [] }

  /// The state to save, with which the next hyperv_vfup restores the bond if this run is killed.
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

/// The plan that removes a bond; without steps if the bond does not exist.
///
/// Throws if another program made the bond.
package func planRelease(_ release: Release) throws(Refusal) -> Plan {
  let takeover = release.takeover
  guard let found = takeover.network.interface(release.bond) else {
    guard let begun = release.begun else { return .nothing(.noBond(release.synthetic)) }
    return planTakeBack(begun, because: "an undo was cut short")
  }
  guard let bond = found.bond, bond.mode == .failover, bond.members.count < 3,
    bond.members.contains(release.synthetic) || bond.members.allSatisfy({ release.isVF($0) })
  else { throw .foreignBond(release.bond, found.bond) }
  guard takeover.network.interface(release.synthetic) != nil else {
    throw .noInterface(release.synthetic)
  }
  var plan =
    switch takeover.order {
    case .bonding: Plan(try BondingRelease(release, found).steps)
    case .lagg: Plan(LaggRelease(release, found).steps)
    }
  plan.leftBehind = takeover.network.leftBehind
  return plan
}

extension Release {
  /// True if a member can be the VF: the present VF, or any member if there is none.
  fileprivate func isVF(_ member: InterfaceName) -> Bool {
    takeover.network.vf.map { $0 == member } ?? true
  }
}
