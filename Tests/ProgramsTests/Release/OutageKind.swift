import TestSupport

/// The kind of a run that moves the traffic, which decides on the length of the outage.
enum OutageKind: CaseIterable, Sendable {
  /// A takeover before the VF is up.
  case attach
  /// A takeover after something else brought the VF up.
  case up
  /// An undo of the bond.
  case undo
  /// A VF returns, and joins before it is up.
  case returnDown
  /// A VF returns, and joins after something else brought it up.
  case returnUp

  /// The kind of a case.
  init(_ parity: ReleaseCase) {
    let isJoined = parity.machine.nics.values.contains {
      $0.laggport?.contains(parity.synthetic) == true
    }
    switch (parity.argv[0], isJoined) {
    case ("hyperv_vfctl", _): self = .undo
    case ("hyperv_vfattach", let isJoined): self = isJoined ? .returnDown : .attach
    case (_, let isJoined): self = isJoined ? .returnUp : .up
    }
  }

  /// The limit for the outage of the first address.
  var address: ReleaseGap.Limit {
    switch self {
    case .attach, .undo, .returnUp: ReleaseGap.Limit(1)
    case .up: ReleaseGap.Limit(3)
    case .returnDown: ReleaseGap.Limit(0)
    }
  }

  /// The limit for the outage of the default route.
  var defaultRoute: ReleaseGap.Limit {
    switch self {
    case .attach, .undo: ReleaseGap.Limit(2)
    case .up: ReleaseGap.Limit(4)
    case .returnDown: ReleaseGap.Limit(0)
    case .returnUp: ReleaseGap.Limit(1)
    }
  }
}

extension ReleaseCase {
  /// The limits of the case itself, or else of its kind.
  var limits: [String: ReleaseGap.Limit] {
    let kind = OutageKind(self)
    return ["address": kind.address, "default": kind.defaultRoute].merging(end.gap ?? [:]) { $1 }
  }

  /// Returns a text for each outage of a run that is longer than the limits.
  func excess(on guest: SimulatedFreeBSD) -> [String] {
    ReleaseEnd(gap: limits).unmetGaps(guest, synthetic)
  }

  /// Returns the same machine with another invocation, without any required state.
  func then(
    _ argv: [String], on machine: SimulatedMachine? = nil,
    _ change: (inout SimulatedMachine) -> Void = { _ in }
  ) -> ReleaseCase {
    var next = machine ?? self.machine
    change(&next)
    next.settle()
    return ReleaseCase("\(name), then \(argv.joined(separator: " "))", argv, on: next)
  }
}
