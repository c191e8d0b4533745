/// Something that happened to a pair, as far as it matters to who watches the pairs.
package enum PairChange: Hashable, Sendable {
  /// It is so now: it was not there before, or another NIC carries its traffic, it has another VF or none,
  /// or something else holds the two together.
  case now(PairState)
  /// Its synthetic NIC is gone.
  case gone(InterfaceName)
}

/// What happened between two looks at the pairs of a guest, in the order of the later one.
package func changes(from before: [PairState], to now: [PairState]) -> [PairChange] {
  let changed = now.filter { pair in
    let earlier = before.first { $0.synthetic.name == pair.synthetic.name }
    return earlier?.path != pair.path
  }
  let left = before.map { $0.synthetic.name }.filter { name in
    !now.contains { $0.synthetic.name == name }
  }
  return changed.map { .now($0) } + left.map { .gone($0) }
}

/// What the traffic of a pair depends on: two looks that have the same are no change.
private struct PairPath: Equatable {
  var vf: InterfaceName?
  var used: [UsedVF]
  var mode: PairState.Mode
  var bond: InterfaceName?
  var active: InterfaceName?
}

extension PairState {
  fileprivate var path: PairPath {
    PairPath(
      vf: vf?.name, used: used, mode: mode, bond: isBonded ? bond?.name : nil, active: active)
  }
}
