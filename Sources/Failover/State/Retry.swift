/// The record of the one retry that a failed takeover gets, a file of the run folder.
///
/// A fault that goes away must not cost the fast NIC until the next boot, and one that stays must not cut
/// the guest off again and again: so each arrival of a VF has one retry.
package struct Retry: Hashable, Sendable {
  /// The VF whose takeover failed.
  package var vf: InterfaceName
  /// Which arrival of that VF, as the system numbers them; nil where it does not.
  package var number: Int?
  /// When it is made, in seconds since 1970; nil: it has been made.
  package var due: Int?

  /// The seconds from the failure to the retry, which hyperv_vfattach(8) waits.
  package static let delay = 60

  /// The environment variable of the process that makes the retry; its value is a `Ticket`.
  package static let variable = "HYPERV_VF_RETRY"

  /// Tells one retry from another: `hn0:1764370000`.
  package struct Ticket: Hashable, Sendable {
    /// The synthetic NIC whose takeover failed.
    package var synthetic: InterfaceName
    /// When it is due, in seconds since 1970. The record has the same time as long as nobody has cancelled
    /// it, and no other takeover of that NIC has failed.
    package var due: Int

    /// That of `synthetic`, at `due`.
    package init(of synthetic: InterfaceName, due: Int) {
      self.synthetic = synthetic
      self.due = due
    }

    /// What `text` says; nil: nothing that the programs write.
    package init?(_ text: String) {
      let parts = text.split(separator: ":")
      guard parts.count == 2, let name = InterfaceName(String(parts[0])),
        let due = Int(parts[1])
      else { return nil }
      self.init(of: name, due: due)
    }

    /// The text.
    package var text: String { "\(synthetic):\(due)" }
  }

  /// That of the arrival `number` of `vf`, at `due`.
  package init(of vf: InterfaceName, number: Int?, due: Int?) {
    self.vf = vf
    self.number = number
    self.due = due
  }

  /// What `text` says; nil where nothing was kept in it.
  package init?(_ text: some Sequence<UInt8>) {
    let words = String(decoding: Array(text), as: UTF8.self).words
    guard words.count == 3, let vf = InterfaceName(words[0]) else { return nil }
    self.init(of: vf, number: Int(words[1]), due: Int(words[2]))
  }

  /// The text: `mlxen0 - 1764370000`, and `made` in the place of the time afterwards.
  package var text: String {
    [vf.text, number.map { String($0) } ?? "-", due.map { String($0) } ?? "made"]
      .joined(separator: " ") + "\n"
  }

  /// Whether the arrival `number` of `vf` has had its retry, or waits for it.
  package func isSpent(for vf: InterfaceName, number: Int?, now: Int) -> Bool {
    guard self.vf == vf, self.number == number else { return false }
    return due == nil || isDue(now)
  }

  /// Whether a process still waits to make it. If its time is minutes away from `now` (seconds since
  /// 1970), none does: the process was killed, or the clock was set.
  package func isDue(_ now: Int) -> Bool {
    due.map { abs($0 - now) <= 2 * Self.delay } ?? false
  }
}

extension Command {
  /// The same command, which is told which takeover it tries again; as it is for nil.
  package func retrying(_ ticket: Retry.Ticket?) -> Command {
    var copy = self
    if let ticket { copy.environment[Retry.variable] = ticket.text }
    return copy
  }
}

extension Retry {
  /// The step that starts `program`, which is hyperv_vfattach, to make a retry; nil for `ticket`: as a dry
  /// run shows it.
  package static func step(_ ticket: Ticket?, vf: InterfaceName, program: String) -> Step {
    Step(
      .schedule(program: program, vf: vf, delay: String(delay), retrying: ticket),
      because: "all is taken back, and tried again once for each arrival of \(vf)",
      deviation: .retry, onFailure: .goOn)
  }
}
