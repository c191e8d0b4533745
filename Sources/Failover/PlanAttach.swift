/// A NIC that has just arrived, and all that is known about it.
package struct Attachment: Hashable, Sendable {
  /// Which part of the work it is (linux.md and freebsd.md call them stages).
  package enum Stage: Hashable, Sendable {
    /// Decide whether it is a VF, and schedule the second stage.
    case first(program: String)
    /// Wait, then bring it up.
    case second(after: Duration)
  }

  /// The NIC.
  package var interface: InterfaceName
  /// Which part of the work.
  package var stage: Stage
  /// The delay as rc.conf gives it, made whole: see `delay(from:)`.
  package var delay: String
  /// Whether FreeBSD's script would have overlooked it.
  package var hasForeignDelay = false
  /// The variable that switches its synthetic NIC off; nil: it is on.
  package var offSwitch: String?
  /// Whether it is the VF of a synthetic NIC; nil where the kernel cannot say.
  package var isVF: Bool?
  /// The synthetic NIC, where that is known already.
  package var synthetic: InterfaceName?
  /// Whether the kernel joins the two by itself.
  package var transparency: NetworkState.Transparency

  /// An interface about which nothing else is known.
  package init(
    of interface: InterfaceName, stage: Stage, transparency: NetworkState.Transparency = .no
  ) {
    self.interface = interface
    self.stage = stage
    self.transparency = transparency
    delay = Self.shortestDelay
  }

  /// The shortest delay, in seconds: the VF needs that long until it can be brought up.
  package static let shortestDelay = "2"

  /// The delay that a value of `hyperv_vf_delay` means, in seconds: itself where it is a whole
  /// number of at least 2, blanks around it aside; else, or when unset, 2.
  package static func delay(from value: String?) -> String {
    let words = (value ?? "").split(whereSeparator: \.isWhitespace)
    // Int32 and without a sign: what hyperv_vfattach takes as its second argument.
    guard words.count == 1, let word = words.first, let count = Int32(word), count >= 2 else {
      return shortestDelay
    }
    return String(word.drop { $0 == "+" })
  }
}

/// What hyperv_vfattach does for a NIC that has arrived.
package func planAttach(_ attachment: Attachment) -> Plan {
  let interface = attachment.interface
  if case .yes(let sign) = attachment.transparency {
    return .nothing(.transparent(interface, sign))
  }
  switch attachment.stage {
  case .second(let delay):
    return Plan(secondStage(attachment, after: delay))
  case .first(let program):
    guard let isVF = attachment.isVF else { return .nothing(.oldKernel) }
    guard isVF else { return .nothing(.notAVF(interface)) }
    if let name = attachment.offSwitch {
      return .nothing(.disabled(interface, by: name), deviation: .offSwitch)
    }
    return Plan([
      Step(
        .schedule(program: program, vf: interface, delay: attachment.delay),
        because: "\(interface) is a VF",
        deviation: attachment.hasForeignDelay ? .delayEverywhere : nil, onFailure: .goOn)
    ])
  }
}

private func secondStage(_ attachment: Attachment, after delay: Duration) -> [Step] {
  let settle = Step(.wait(delay), because: "\(attachment.interface) settles", onFailure: .goOn)
  if let synthetic = attachment.synthetic {
    return [
      settle,
      Step(.announce(synthetic), because: "its VF is ready", onFailure: .report),
    ]
  }
  return [
    settle,
    Step(
      .setUp(attachment.interface, true), because: "then the kernel reports it",
      onFailure: .report),
  ]
}
