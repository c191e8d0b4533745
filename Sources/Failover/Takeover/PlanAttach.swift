/// A NIC that has just arrived, and all that is known about it.
package struct Attachment: Hashable, Sendable {
  /// Which part of the work it is (linux.md and freebsd.md call them stages).
  package enum Stage: Hashable, Sendable {
    /// Decide whether it is a VF, and schedule the second stage.
    case first(program: String)
    /// Wait, then bring it up, or look again.
    case second(after: Duration)
    /// The wait is over, and what was seen before it may be otherwise now (Linux).
    case settled
  }

  /// How the guest is told that the VF is ready, where the kernel does not do it.
  package enum Announcement: Hashable, Sendable {
    /// By an event, which rules of udev's may answer.
    case event
    /// By starting this program: no rule of ours would answer the event.
    case program(String)
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
  /// The synthetic NIC whose takeover is made before the VF comes up (FreeBSD); nil: the VF comes up
  /// first, and the kernel reports it.
  package var takesOver: InterfaceName?
  /// Whether the kernel may still do so, however old it looks: by that address its NIC is known.
  package var mayBeJoined: HardwareAddress?
  /// How the guest is told that the VF is ready, in this order.
  package var announcements: [Announcement] = []
  /// Whether a program of the administrator's takes over in the place of ours.
  package var hasOverride = false

  /// The stage that follows in the same run; nil: none.
  package var nextStage: Stage? {
    guard case .second = stage, synthetic != nil else { return nil }
    return .settled
  }

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
    let words = (value ?? "").words
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
    return attachment.isVF == false
      ? .nothing(.notAVF(interface)) : Plan(secondStage(attachment, after: delay))
  case .settled:
    guard attachment.isVF == true, let synthetic = attachment.synthetic else {
      return .nothing(.notAVF(interface))
    }
    if attachment.transparency == .expected {
      return .nothing(.notJoined(interface, to: synthetic))
    }
    return Plan(announcement(of: attachment, to: synthetic))
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
  if attachment.synthetic != nil {
    guard let address = attachment.mayBeJoined else { return [settle] }
    let wait = Step(
      .awaitMaster(of: attachment.interface, having: address),
      because: "the kernel may join it to \(attachment.synthetic.map { "\($0)" } ?? "") by itself",
      onFailure: .goOn)
    return [settle, wait]
  }
  return attachment.takesOver == nil ? [settle, raise(attachment)] : [settle]
}

private func raise(_ attachment: Attachment) -> Step {
  Step(
    .setUp(attachment.interface, true), because: "then the kernel reports it", onFailure: .report)
}

/// What is left of the second stage where the takeover is not made before the VF is up: an override does
/// it, or FreeBSD's scripts do.
package func planRaise(_ attachment: Attachment) -> Plan { Plan([raise(attachment)]) }

/// `plan` of a takeover that was made for a VF which arrived: it comes up in any case.
package func planArrival(_ plan: Plan, of vf: Interface?) -> Plan {
  guard case .complete = plan.notice, let vf, !vf.isUp else { return plan }
  return Plan([
    Step(
      .setUp(vf.name, true), because: "the host sends to \(vf.name) from then on",
      deviation: .joinsFirst, onFailure: .report)
  ])
}

/// Joining a bond raises the VF, and a needless up and down would move the traffic twice; only an
/// override is promised a VF that is up.
private func announcement(
  of attachment: Attachment, to synthetic: InterfaceName
) -> [Step] {
  let raise = Step(
    .setUp(attachment.interface, true), because: "the override expects it up", onFailure: .report)
  let tell = attachment.announcements.map { announcement in
    let action: Action =
      switch announcement {
      case .event: .announce(synthetic)
      case .program(let path): .takeOver(synthetic, program: path)
      }
    return Step(action, because: "its VF is ready", onFailure: .report)
  }
  return (attachment.hasOverride ? [raise] : []) + tell
}
