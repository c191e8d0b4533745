extension LaggTakeover {
  /// The actions that remove the VF from a lagg that existed before and stays. A lagg that is
  /// destroyed releases both ports.
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
        because: "\(synthetic) and \(vf) are one NIC")
    ]
  }

  /// The step that adds the lagg to the bridge while the synthetic NIC is still a member, so that
  /// the bridge keeps working.
  var joinGroup: [Step] {
    guard let place = network.membership else { return [] }
    return [
      Step(
        .joinGroup(bond, place), undo: [.leaveGroup(bond, place)],
        because: "\(bond) takes the place of \(synthetic) in \(place.group)",
        deviation: .heldElsewhere)
    ]
  }

  /// The step that removes the synthetic NIC from the bridge. A member of a bridge can become a
  /// port, but a port cannot become a member of a bridge.
  var leaveGroup: [Step] {
    guard let place = network.membership else { return [] }
    return [
      Step(
        .leaveGroup(synthetic, place),
        because: "\(bond) has taken its place in \(place.group)", deviation: .heldElsewhere)
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
        because: "\(synthetic) and \(vf) are one NIC")
    ]
  }
}
