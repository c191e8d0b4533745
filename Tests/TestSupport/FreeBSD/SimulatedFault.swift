import Failover

/// A command of a simulated machine that goes wrong.
package struct SimulatedFault: Decodable, Sendable {
  /// Which command.
  package enum Trigger: Sendable {
    /// Each that matches this regular expression; if there is a number, only that match.
    case line(String, nth: Int?)
    /// The nth of all, counted from 1.
    case call(Int)
    /// The nth of those that change something, counted from 1.
    case change(Int)
  }

  /// What happens.
  package enum Outcome: Hashable, Sendable {
    /// It changes nothing and exits so.
    case fails(Int32)
    /// It changes nothing, does not end, and is ended.
    case hangs
    /// It does its work, then does not end, and is ended.
    case hangsDone
    /// The program that ran it is killed with it: neither does anything any more.
    case kills
    /// It does its work, then the program is killed.
    case killsDone
    /// It changes nothing: somebody asks the program to stop.
    case interrupts
    /// It does its work; then somebody asks the program to stop.
    case interruptsDone
  }

  /// Which command.
  package var trigger: Trigger
  /// What happens.
  package var outcome: Outcome
  /// How often the trigger's expression has matched.
  var seen = 0

  private enum CodingKeys: String, CodingKey { case match, nth, exit }

  /// `outcome` at `trigger`.
  package init(_ outcome: Outcome, at trigger: Trigger) {
    self.trigger = trigger
    self.outcome = outcome
  }

  /// A fault of a recorded machine.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      .fails(try values.decodeIfPresent(Int32.self, forKey: .exit) ?? 1),
      at: .line(
        try values.decode(String.self, forKey: .match),
        nth: try values.decodeIfPresent(Int.self, forKey: .nth)))
  }

  /// Whether it strikes this command line: the `call`th command, the `change`th that changes
  /// something (nil: it does not).
  mutating func strikes(_ line: String, call: Int, change: Int?) -> Bool {
    switch trigger {
    case .call(let number): return call == number
    case .change(let number): return change == number
    case .line(let expression, let nth):
      guard let regex = try? Regex(expression), line.firstMatch(of: regex) != nil else {
        return false
      }
      seen += 1
      return nth == nil || nth == seen
    }
  }
}
