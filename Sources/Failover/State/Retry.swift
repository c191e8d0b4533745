/// The one further try that a takeover gets which failed, kept in the run folder: a fault that goes away
/// must not cost the fast NIC until the next boot, and one that stays must not cut the guest off again
/// and again. A VF has one for each of its arrivals.
package struct Retry: Hashable, Sendable {
  /// The VF whose takeover failed.
  package var vf: InterfaceName
  /// Which arrival of that VF, as the system numbers them; nil where it does not.
  package var number: Int?
  /// When it is made, in seconds since 1970; nil: it has been made.
  package var due: Int?

  /// The seconds from the failure to the further try: as hyperv_vfattach(8) takes them.
  package static let delay = 60

  /// The variable in the environment of the process that makes it; its value is a `Ticket`.
  package static let variable = "HYPERV_VF_RETRY"

  /// Which further try a process makes: `hn0:1764370000`.
  package struct Ticket: Hashable, Sendable {
    /// The synthetic NIC whose takeover failed.
    package var synthetic: InterfaceName
    /// When it is due, as the record of the NIC has it: another failure has another time.
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

  /// Whether that arrival of `vf` has had its try, or waits for it. One that is long past its time
  /// has lost its process, and counts no more.
  package func isSpent(for vf: InterfaceName, number: Int?, now: Int) -> Bool {
    guard self.vf == vf, self.number == number else { return false }
    return due == nil || isDue(now)
  }

  /// Whether it is still to be made: its process waits no longer than that, and no clock that was set
  /// back counts.
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

/// The step that starts `program` (hyperv_vfattach) for the further try: what follows a failure, and what
/// a dry run shows of it.
package func retryStep(_ ticket: Retry.Ticket?, vf: InterfaceName, program: String) -> Step {
  Step(
    .schedule(program: program, vf: vf, delay: String(Retry.delay), retrying: ticket),
    because: "all is taken back, and tried again once for each arrival of \(vf)",
    deviation: .retry, onFailure: .goOn)
}
