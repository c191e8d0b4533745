/// A NIC that has arrived, with what is known about it.
package struct Attachment: Hashable, Sendable {
  /// A stage of hyperv_vfattach(8).
  package enum Stage: Hashable, Sendable {
    /// Decide whether the NIC is a VF. If so, start `program`, the path of hyperv_vfattach, for the
    /// second stage.
    case first(program: String)
    /// Wait for `after`, so that the NIC settles. Then, on FreeBSD, make the takeover, or set the
    /// VF up if `takesOver` is nil; on Linux, go on to `settled`.
    case second(after: Duration)
    /// After the wait (Linux): find out whether the NIC is still a VF, and start hyperv_vfup.
    case settled
  }

  /// How hyperv_vfup is started, if the kernel sends no event.
  package enum Announcement: Hashable, Sendable {
    /// Sends an event, for which there is a udev rule that starts hyperv_vfup.
    case event
    /// Starts hyperv_vfup itself, since no rule would receive an event. The value is its path.
    case program(String)
  }

  /// The NIC that has arrived.
  package var interface: InterfaceName
  /// The stage to plan.
  package var stage: Stage
  /// The seconds that the second stage waits: `hyperv_vf_delay`, corrected by `delay(from:)`.
  package var delay: String
  /// True if the script of FreeBSD would have ignored this delay, because it is not set in
  /// /etc/rc.conf.
  package var hasForeignDelay = false
  /// The variable that switches the programs off for the synthetic NIC; nil if they are on.
  package var offSwitch: String?
  /// True if the NIC is the VF of a synthetic NIC; nil if the kernel cannot say.
  package var isVF: Bool?
  /// The synthetic NIC of the VF; nil if it is not known.
  package var synthetic: InterfaceName?
  /// Whether the kernel is in transparent mode.
  package var transparency: NetworkState.Transparency
  /// The synthetic NIC whose takeover is made before the VF comes up (FreeBSD). If nil, the VF
  /// comes up first and the kernel sends an event.
  package var takesOver: InterfaceName?
  /// The hardware address of the synthetic NIC, if the kernel may still combine the VF with it in
  /// transparent mode; else nil.
  package var mayBeJoined: HardwareAddress?
  /// The ways to start hyperv_vfup, in this order.
  package var announcements: [Announcement] = []
  /// True if there is an override for the synthetic NIC: a program of the administrator that
  /// replaces hyperv_vfup(8).
  package var hasOverride = false

  /// The stage that follows in the same run; nil if none does.
  package var nextStage: Stage? {
    guard case .second = stage, synthetic != nil else { return nil }
    return .settled
  }

  /// The arrival of `interface`, of which only the stage and the transparency are known.
  package init(
    of interface: InterfaceName, stage: Stage, transparency: NetworkState.Transparency = .no
  ) {
    self.interface = interface
    self.stage = stage
    self.transparency = transparency
    delay = Self.shortestDelay
  }

  /// The smallest value of `hyperv_vf_delay` that has an effect: the seconds from the arrival of a VF
  /// until it is set up.
  package static let shortestDelay = "2"

  /// The delay for a value of `hyperv_vf_delay`, in seconds: `value` if it is a whole number of at
  /// least 2, else 2. Blanks around the number are ignored.
  package static func delay(from value: String?) -> String {
    let words = (value ?? "").words
    // The second argument of hyperv_vfattach is an Int32 without a sign.
    guard words.count == 1, let word = words.first, let count = Int32(word), count >= 2 else {
      return shortestDelay
    }
    return String(word.removing(prefix: "+") ?? word[...])
  }
}

/// The plan of hyperv_vfattach for a NIC that has arrived.
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

/// The plan that sets the VF up before the takeover: for an override or the compatibility mode.
package func planRaise(_ attachment: Attachment) -> Plan { Plan([raise(attachment)]) }

/// Returns `plan`; but a plan that sets the VF up, if the bond is complete and the VF is down.
package func planArrival(_ plan: Plan, of vf: Interface?) -> Plan {
  guard case .complete = plan.notice, let vf, !vf.isUp else { return plan }
  return Plan([
    Step(
      .setUp(vf.name, true), because: "the host sends to \(vf.name) from then on",
      deviation: .joinsFirst, onFailure: .report)
  ])
}

/// The steps that start hyperv_vfup. Joining sets the VF up, and setting it up before would move
/// the data path twice. Only an override gets a VF that is up.
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
