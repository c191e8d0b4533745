/// A change of a pair, as `watch` reports it.
package enum PairChange: Hashable, Sendable {
  /// The pair as it is now: a new pair, or one whose active NIC, VF, mode or bond has changed.
  case now(PairState)
  /// The synthetic NIC, which is the value, has disappeared.
  case gone(InterfaceName)
}

/// The changes between two observations of the pairs, in the order of the later one; then the pairs
/// that have disappeared.
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

/// The properties of a pair that `watch` follows: a change of one of them is reported.
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
