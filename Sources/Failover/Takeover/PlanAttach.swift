/// A NIC that has just appeared, and all that is known about it. The input of `planAttach`.
package struct Attachment: Hashable, Sendable {
  /// A stage of hyperv_vfattach(8). The first one ends at once, so that devd or udev need not wait;
  /// the others run in the background.
  package enum Stage: Hashable, Sendable {
    /// Finds out whether the NIC is a VF. If it is, starts the second stage in the background.
    /// `program` is the path of hyperv_vfattach.
    case first(program: String)
    /// Waits for the time `after`, so that the NIC settles. Then, on FreeBSD, makes the takeover,
    /// or only sets the VF up if its synthetic NIC is unknown (`takesOver` is nil). On Linux, the
    /// stage `settled` follows.
    case second(after: Duration)
    /// Follows the stage `second` on Linux: finds out whether the NIC is still a VF, and starts
    /// hyperv_vfup(8).
    case settled
  }

  /// A way to start hyperv_vfup(8) on a system whose kernel sends no event when a VF is ready
  /// (Linux).
  package enum Announcement: Hashable, Sendable {
    /// Sends an event to udev. A udev rule of this project then has systemd start hyperv_vfup.
    case event
    /// Starts hyperv_vfup directly, if an event would not start it: for example without systemd.
    /// The value is the path of hyperv_vfup.
    case program(String)
  }

  /// The name of the NIC that has appeared: `mce0`.
  package var interface: InterfaceName
  /// The stage of hyperv_vfattach(8) to plan.
  package var stage: Stage
  /// The seconds that the second stage waits, as text: the value of `hyperv_vf_delay`, or `2` if
  /// that is not set or invalid.
  package var delay: String
  /// True if `delay` comes from another file than /etc/rc.conf, so that the script of FreeBSD would
  /// not have read it.
  package var hasForeignDelay = false
  /// The name of the variable in rc.conf that switches the programs off for the synthetic NIC:
  /// `hyperv_vf_enable_hn0`. Nil if they are on.
  package var offSwitch: String?
  /// True if the NIC is the VF of a synthetic NIC, false if it is another NIC. Nil if the kernel
  /// has no list of VFs, or if this was not observed.
  package var isVF: Bool?
  /// The name of the synthetic NIC to which the VF belongs. Nil if the NIC is no VF, or if this was
  /// not observed.
  package var synthetic: InterfaceName?
  /// Whether the kernel is in transparent mode, in which it combines the synthetic NIC and the VF
  /// itself.
  package var transparency: NetworkState.Transparency
  /// The synthetic NIC whose takeover this run makes before the VF comes up (FreeBSD). If nil, the
  /// VF comes up first, and then the kernel sends an event that starts hyperv_vfup. Always nil on
  /// Linux.
  package var takesOver: InterfaceName?
  /// The hardware address of the synthetic NIC, if the kernel may still combine the VF with that
  /// NIC in transparent mode (Linux): the second stage waits for this. Nil if it need not wait.
  package var addressToAwait: HardwareAddress?
  /// The ways in which the stage `settled` starts hyperv_vfup. All of them are used, in this order.
  /// Empty in other stages, and on FreeBSD, whose kernel sends an event itself.
  package var announcements: [Announcement] = []
  /// True if there is an override for the synthetic NIC: a program of the administrator that
  /// replaces hyperv_vfup(8).
  package var hasOverride = false

  /// The stage that follows in the same run of hyperv_vfattach: `settled` after `second` on Linux.
  /// Nil in all other cases, and if the NIC is no VF.
  package var nextStage: Stage? {
    guard case .second = stage, synthetic != nil else { return nil }
    return .settled
  }

  /// The NIC `interface` in the stage `stage`, of which nothing else is known yet. `delay` is `2`.
  package init(
    of interface: InterfaceName, stage: Stage, transparency: NetworkState.Transparency = .no
  ) {
    self.interface = interface
    self.stage = stage
    self.transparency = transparency
    delay = Self.shortestDelay
  }

  /// The smallest number of seconds between the arrival of a VF and its use. A smaller
  /// `hyperv_vf_delay` counts as this.
  package static let shortestDelay = "2"

  /// The delay in seconds for `value`, the text of `hyperv_vf_delay`: that number if it is a whole
  /// number of at least 2. Else, or if `value` is nil, `2`. Blanks around the number are ignored.
  package static func delay(from value: String?) -> String {
    let words = (value ?? "").words
    // The second argument of hyperv_vfattach is an Int32 without a sign.
    guard words.count == 1, let word = words.first, let count = Int32(word), count >= 2 else {
      return shortestDelay
    }
    return String(word.removing(prefix: "+") ?? word[...])
  }
}

/// The plan of one stage of hyperv_vfattach(8) for a NIC that has just appeared. If there is
/// nothing to do, for example because the NIC is no VF, the plan has no steps and a notice with the
/// reason.
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
        because: interface + " is a VF",
        deviation: attachment.hasForeignDelay ? .delayEverywhere : nil, onFailure: .goOn)
    ])
  }
}

private func secondStage(_ attachment: Attachment, after delay: Duration) -> [Step] {
  let settle = Step(
    .wait(delay), because: attachment.interface + " needs time to get ready", onFailure: .goOn)
  if attachment.synthetic != nil {
    guard let address = attachment.addressToAwait else { return [settle] }
    let wait = Step(
      .awaitMaster(of: attachment.interface, having: address),
      because: "the kernel may combine " + attachment.interface + " with its synthetic NIC",
      onFailure: .goOn)
    return [settle, wait]
  }
  return attachment.takesOver == nil ? [settle, raise(attachment)] : [settle]
}

private func raise(_ attachment: Attachment) -> Step {
  Step(
    .setUp(attachment.interface, true),
    because: "the kernel reports " + attachment.interface + " when it is up", onFailure: .report)
}

/// The plan that only sets the VF up (FreeBSD), if there is an override or in compatibility mode.
/// The kernel then sends an event that starts hyperv_vfup(8).
package func planRaise(_ attachment: Attachment) -> Plan { Plan([raise(attachment)]) }

/// Returns `plan` for the VF `vf` that has just appeared (FreeBSD). If `plan` has no steps because
/// the bond is complete, and `vf` is down, returns a plan that sets `vf` up instead. `vf` is nil if
/// it was not observed.
package func planArrival(_ plan: Plan, of vf: Interface?) -> Plan {
  guard case .complete = plan.notice, let vf, !vf.isUp else { return plan }
  return Plan([
    Step(
      .setUp(vf.name, true), because: "the host sends to " + vf.name + " while it is up",
      deviation: .joinsFirst, onFailure: .report)
  ])
}

/// The steps that start hyperv_vfup(8) for the NIC `synthetic`, one for each of `announcements`. If
/// there is an override, which expects the VF to be up, the first step sets the VF up. Else the VF
/// stays down until it joins the bond, so that the data path moves only once.
private func announcement(
  of attachment: Attachment, to synthetic: InterfaceName
) -> [Step] {
  let raise = Step(
    .setUp(attachment.interface, true),
    because: "the override expects " + attachment.interface + " to be up", onFailure: .report)
  let tell = attachment.announcements.map { announcement in
    let action: Action =
      switch announcement {
      case .event: .announce(synthetic)
      case .program(let path): .takeOver(synthetic, program: path)
      }
    return Step(action, because: "the VF of " + synthetic + " is ready", onFailure: .report)
  }
  return (attachment.hasOverride ? [raise] : []) + tell
}
