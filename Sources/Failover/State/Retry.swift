/// The record of a retry: a failed takeover is tried once more. The record is a file in the run
/// folder.
///
/// Each arrival of a VF has one retry. If the fault passes, the guest need not do without the VF
/// until the next boot. If the fault stays, the guest is not cut off again and again.
package struct Retry: Hashable, Sendable {
  /// The VF whose takeover failed.
  package var vf: InterfaceName
  /// A number that differs for each arrival of the VF: on Linux its interface index. Nil on
  /// FreeBSD, which has none.
  package var number: Int?
  /// The time of the retry, in seconds since 1970; nil after the retry was made.
  package var due: Int?

  /// The time between failure and retry, in seconds, which hyperv_vfattach(8) waits.
  package static let delay = 60

  /// The environment variable of the process that makes the retry. Its value is a `Ticket`.
  package static let variable = "HYPERV_VF_RETRY"

  /// The identity of a retry: `hn0:1764370000`.
  package struct Ticket: Hashable, Sendable {
    /// The synthetic NIC whose takeover failed.
    package var synthetic: InterfaceName
    /// The time of the retry, in seconds since 1970. The record has another time, or none, if the
    /// retry was cancelled or another takeover has failed since.
    package var due: Int

    /// The ticket of the retry for `synthetic` at `due`.
    package init(of synthetic: InterfaceName, due: Int) {
      self.synthetic = synthetic
      self.due = due
    }

    /// Parses a ticket; nil if the text is none.
    package init?(_ text: String) {
      let (head, tail) = text.cut(at: UInt8(ascii: ":"))
      guard let name = InterfaceName(String(head)), let due = tail.flatMap({ Int($0) }) else {
        return nil
      }
      self.init(of: name, due: due)
    }

    /// The text of the ticket.
    package var text: String { "\(synthetic):\(due)" }
  }

  /// The record of a retry for the arrival `number` of `vf`, at `due`.
  package init(of vf: InterfaceName, number: Int?, due: Int?) {
    self.vf = vf
    self.number = number
    self.due = due
  }

  /// Parses a record; nil if the text is none.
  package init?(_ text: some Sequence<UInt8>) {
    let words = String(decoding: Array(text), as: UTF8.self).words
    guard words.count == 3, let vf = InterfaceName(words[0]) else { return nil }
    self.init(of: vf, number: Int(words[1]), due: Int(words[2]))
  }

  /// The text of the record: VF, number of the arrival or `-`, and time, such as
  /// `mlxen0 - 1764370000`. After the retry it has `made` instead of the time.
  package var text: String {
    [vf.text, number.map { String($0) } ?? "-", due.map { String($0) } ?? "made"]
      .joined(separator: " ") + "\n"
  }

  /// True if the arrival `number` of `vf` has had its retry, or has one pending at the time `now`.
  package func isSpent(for vf: InterfaceName, number: Int?, now: Int) -> Bool {
    guard self.vf == vf, self.number == number else { return false }
    return due == nil || isDue(now)
  }

  /// True if a process waits to make the retry. If the time of the retry differs from `now`
  /// (seconds since 1970) by more than two minutes, no process waits: it was killed, or the clock
  /// was set.
  package func isDue(_ now: Int) -> Bool {
    due.map { abs($0 - now) <= 2 * Self.delay } ?? false
  }
}

extension Command {
  /// The same command with `ticket` in its environment, so that the command makes the retry of that
  /// ticket; unchanged for nil.
  package func retrying(_ ticket: Retry.Ticket?) -> Command {
    var copy = self
    if let ticket { copy.environment[Retry.variable] = ticket.text }
    return copy
  }
}

extension Retry {
  /// The step that starts hyperv_vfattach, whose path is `program`. It waits and then retries the
  /// takeover of `vf`. `ticket` is nil in a dry run.
  package static func step(_ ticket: Ticket?, vf: InterfaceName, program: String) -> Step {
    Step(
      .schedule(program: program, vf: vf, delay: String(delay), retrying: ticket),
      because: "all is taken back, and tried again once for each arrival of \(vf)",
      deviation: .retry, onFailure: .goOn)
  }
}
