import TestSupport

/// A run that moves the traffic, by the way in which it does.
enum OutageKind: CaseIterable, Sendable {
  /// A takeover before the VF is up.
  case attach
  /// A takeover where something else brought the VF up.
  case up
  /// The bond is taken apart.
  case undo
  /// A VF returns, and joins before it is up.
  case returnDown
  /// One that was brought up joins.
  case returnUp

  /// That of a case.
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

  /// The most commands that may change something while the first address is out.
  var address: ReleaseGap.Limit {
    switch self {
    case .attach, .undo, .returnUp: ReleaseGap.Limit(1)
    case .up: ReleaseGap.Limit(3)
    case .returnDown: ReleaseGap.Limit(0)
    }
  }

  /// The same of the default route.
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
  /// The limits that it has, else those of its kind.
  var limits: [String: ReleaseGap.Limit] {
    let kind = OutageKind(self)
    return ["address": kind.address, "default": kind.defaultRoute].merging(end.gap ?? [:]) { $1 }
  }

  /// What of the outage of a run is more than they allow.
  func excess(on guest: SimulatedFreeBSD) -> [String] {
    ReleaseEnd(gap: limits).unmetGaps(guest, synthetic)
  }

  /// The same machine with another invocation, as whose end nothing is known.
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
