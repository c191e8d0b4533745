/// The reverse of a takeover: the bond is taken apart, and the synthetic NIC has everything back.
///
/// It is decided as a takeover in the other direction: from the bond to the synthetic NIC, with the same
/// rules of what rc.conf says and what was live.
package struct Release: Hashable, Sendable {
  /// The synthetic NIC.
  let synthetic: InterfaceName
  /// Its bond.
  let bond: InterfaceName
  /// The VF that is in it; nil: none is.
  package let vf: InterfaceName?
  /// The takeover that is taken back.
  let takeover: Takeover
  /// The DHCP clients that a run which was cut short may have ended already.
  let ended: [DHCPClient.Program]
  /// Their arguments.
  private let endedArguments: [DHCPClient.Arguments]
  /// What a run that was cut short began, where no bond is left of it; nil: nothing is to be finished.
  let begun: Takeover?
  /// Whether each step may be done already.
  package var isResumed: Bool { begun != nil }

  /// `takeover` is of the synthetic NIC, and observed with all that the bond has; `saved` is what a run
  /// left that was cut short.
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

  /// The same in the other direction: the bond is what gives, the synthetic NIC what gets.
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

  /// The synthetic NIC takes the place of its bond in a bridge or VRF again.
  var joinGroup: [Step] {
    guard let place = takeover.network.membership else { return [] }
    return [
      Step(
        .joinGroup(synthetic, place), undo: [.leaveGroup(synthetic, place)],
        because: "\(bond) is a member of \(place.group)")
    ]
  }

  /// What makes a new bond a member again.
  var joinGroupAgain: [Action] { takeover.network.membership.map { [.joinGroup(bond, $0)] } ?? [] }

  /// What the next hyperv_vfup has to know if this is cut short: it makes the bond whole again, as if what
  /// the bond has were the synthetic NIC's.
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

/// What takes a bond apart; nothing where there is none.
///
/// Throws where the bond is somebody else's.
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
  /// Whether a member can be the VF: the one that is there now, or any where there is none.
  fileprivate func isVF(_ member: InterfaceName) -> Bool {
    takeover.network.vf.map { $0 == member } ?? true
  }
}
