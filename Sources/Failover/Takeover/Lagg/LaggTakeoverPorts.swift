extension LaggTakeover {
  /// The action with which an undo removes the VF from a lagg that existed before the takeover.
  /// Empty if the VF was a port of it before. Empty also if the takeover makes the lagg: an undo
  /// then destroys the lagg, which releases its ports.
  var releaseVF: [Action] {
    guard let original = takeover.originalBond, original.bond?.members.contains(vf) != true else {
      return []
    }
    return [.removeMember(vf, from: bond)]
  }

  var joinVF: [Step] {
    guard !isVFUp, !present.contains(vf) else { return [] }
    return [
      Step(
        .addMember(vf, to: bond), undo: releaseVF,
        because: vf + " becomes a member of " + bond)
    ]
  }

  /// The step that adds the lagg to the bridge of the synthetic NIC. The synthetic NIC is still a
  /// member then, so that the bridge keeps working. Empty if the synthetic NIC is in no bridge.
  var joinGroup: [Step] {
    guard let place = network.membership else { return [] }
    return [
      Step(
        .joinGroup(bond, place), undo: [.leaveGroup(bond, place)],
        because: bond + " takes the place of " + synthetic + " in " + place.group,
        deviation: .heldElsewhere)
    ]
  }

  /// The step that removes the synthetic NIC from its bridge, when it is a port of the lagg
  /// already. FreeBSD lets a member of a bridge become a port, but does not let a port become a
  /// member of a bridge. Empty if the synthetic NIC is in no bridge.
  var leaveGroup: [Step] {
    guard let place = network.membership else { return [] }
    return [
      Step(
        .leaveGroup(synthetic, place),
        because: bond + " has taken the place of " + synthetic + " in " + place.group,
        deviation: .heldElsewhere)
    ]
  }

  var joinSynthetic: [Step] {
    let both = !isCutOff && isVFUp && !present.contains(vf)
    guard joinsSynthetic || both else { return [] }
    let words = joinsSynthetic ? addresses.inet6.first?.words ?? [] : []
    let first = takeover.held(.inet).prefix(1).filter { $0.holder == synthetic }.map { $0.entry }
    let again = network.membership.map { [Action.joinGroup(synthetic, $0)] } ?? []
    let isMember = takeover.originalBond?.bond?.members.contains(synthetic) == true
    let members = (joinsSynthetic ? [synthetic] : []) + [vf]
    return [
      Step(
        both
          ? .formBond(bond, members: members, words: words)
          : .addMember(synthetic, to: bond, words: words),
        // The address of the synthetic NIC is restored before the NIC leaves the lagg, so that it
        // answers as soon as it has left.
        undo: (first.isEmpty ? [] : [.addAddresses(first, to: synthetic)])
          + (isMember ? [] : [.removeMember(synthetic, from: bond)] + again)
          + (both ? releaseVF : []),
        because: both
          ? "\(synthetic) and \(vf) become members of \(bond)"
          : "\(synthetic) becomes a member of \(bond)")
    ]
  }
}
