/// The record of a retry: a failed takeover is tried once more, 60 seconds later. The record is a
/// file for each synthetic NIC, which lasts until the next boot.
///
/// Each arrival of a VF has one retry. If the fault was temporary, the guest gets its VF without a
/// reboot. If the retry fails too, no other follows, so that the guest is not cut off again and
/// again.
package struct Retry: Hashable, Sendable {
  /// The VF whose takeover failed.
  package var vf: InterfaceName
  /// The number of the arrival of the VF, different for each arrival: on Linux the interface index
  /// of the VF. Nil on FreeBSD, which has no such number.
  package var number: Int?
  /// The time at which the takeover is tried again, in seconds since 1970; nil if that was done.
  package var due: Int?

  /// The time between the failure and the retry, in seconds.
  package static let delay = 60

  /// The environment variable that a process has if it makes a retry. Its value is the text of a
  /// `Ticket`.
  package static let variable = "HYPERV_VF_RETRY"

  /// Identifies one retry, by its synthetic NIC and its time: `hn0:1764370000`. The process that
  /// makes the retry gets the ticket, and does nothing if the record does not have the same time.
  package struct Ticket: Hashable, Sendable {
    /// The synthetic NIC whose takeover failed.
    package var synthetic: InterfaceName
    /// The time of the retry, in seconds since 1970. If the record has another time, or none, this
    /// retry was cancelled or has been made.
    package var due: Int

    /// The ticket for the retry of the takeover of `synthetic` at the time `due`, in seconds since
    /// 1970.
    package init(of synthetic: InterfaceName, due: Int) {
      self.synthetic = synthetic
      self.due = due
    }

    /// Parses the text of a ticket, such as `hn0:1764370000`; nil if the text has another form.
    package init?(_ text: String) {
      let (head, tail) = text.cut(at: UInt8(ascii: ":"))
      guard let name = InterfaceName(String(head)), let due = tail.flatMap({ Int($0) }) else {
        return nil
      }
      self.init(of: name, due: due)
    }

    /// The text of the ticket, such as `hn0:1764370000`.
    package var text: String { "\(synthetic):\(due)" }
  }

  /// The record of a retry. `number` is the number of the arrival of `vf`, nil on FreeBSD; `due` is
  /// the time of the retry in seconds since 1970, nil if it was made.
  package init(of vf: InterfaceName, number: Int?, due: Int?) {
    self.vf = vf
    self.number = number
    self.due = due
  }

  /// Parses the contents of the record's file, in the form of `text`; nil if they have another
  /// form.
  package init?(_ text: some Sequence<UInt8>) {
    let words = String(decoding: Array(text), as: UTF8.self).words
    guard words.count == 3, let vf = InterfaceName(words[0]) else { return nil }
    self.init(of: vf, number: Int(words[1]), due: Int(words[2]))
  }

  /// The contents of the record's file: the VF, the number of its arrival or `-`, and the time of
  /// the retry or `made`. Example: `mlxen0 - 1764370000`.
  package var text: String {
    [vf.text, number.map { String($0) } ?? "-", due.map { String($0) } ?? "made"]
      .joined(separator: " ") + "\n"
  }

  /// True if no other retry may be scheduled for the arrival `number` of `vf`: its retry was made,
  /// or is pending at the time `now`, in seconds since 1970.
  package func isSpent(for vf: InterfaceName, number: Int?, now: Int) -> Bool {
    guard self.vf == vf, self.number == number else { return false }
    return due == nil || isDue(now)
  }

  /// True if the retry is pending: its time is not more than two minutes before or after `now`, in
  /// seconds since 1970. Otherwise no process waits to make it: the retry was made, the process was
  /// killed, or the clock was set.
  package func isDue(_ now: Int) -> Bool {
    due.map { abs($0 - now) <= 2 * Self.delay } ?? false
  }
}

extension Command {
  /// Returns the command with `ticket` in its environment (`Retry.variable`), so that the command
  /// makes the retry of this ticket. Returns the command unchanged if `ticket` is nil.
  package func retrying(_ ticket: Retry.Ticket?) -> Command {
    var copy = self
    if let ticket { copy.environment[Retry.variable] = ticket.text }
    return copy
  }
}

extension Retry {
  /// The step that starts hyperv_vfattach(8), whose path is `program`, in the background.
  /// hyperv_vfattach waits 60 seconds and then tries the takeover of `vf` again. `ticket`
  /// identifies this retry; nil in a dry run.
  package static func step(_ ticket: Ticket?, vf: InterfaceName, program: String) -> Step {
    Step(
      .schedule(program: program, vf: vf, delay: String(delay), retrying: ticket),
      because: "every change is undone, and one retry follows after \(delay) seconds",
      deviation: .retry, onFailure: .goOn)
  }
}
