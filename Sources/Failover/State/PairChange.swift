/// A change of a pair, as `hyperv_vfctl watch` prints it.
package indirect enum PairChange: Hashable, Sendable {
  /// A pair has appeared, or its active NIC, VF, mode or bond has changed. The value is the pair as
  /// it is now.
  case now(PairState)
  /// The synthetic NIC of a pair has disappeared. The value is its name.
  case gone(InterfaceName)
}

/// The changes between two observations of the pairs, `before` and `now`: first the new and changed
/// pairs, in the order of `now`, then those that have disappeared, in the order of `before`. Empty
/// if nothing has changed.
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

/// How much is observed of each pair.
package enum StatusDetail: Sendable {
  /// Everything that `hyperv_vfctl status` prints.
  case whole
  /// Only what `hyperv_vfctl watch` follows: the two NICs, the mode, the bond and the NIC that
  /// carries the traffic. Without addresses, routes, DHCP clients and network managers, which take
  /// most of the time.
  case trafficPath
}

/// The properties of a pair that `hyperv_vfctl watch` follows: if one of them differs between two
/// observations, the pair has changed.
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
