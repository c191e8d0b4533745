import Failover

/// A command of a simulated machine that fails.
package struct SimulatedFault: Decodable, Sendable {
  /// The condition for the fault.
  package enum Trigger: Sendable {
    /// Each command line that matches this regular expression. With a number, only the nth match.
    case line(String, nth: Int?)
    /// The nth command of all, counted from 1.
    case call(Int)
    /// The nth command that changes something, counted from 1.
    case change(Int)
  }

  /// The effect of the fault.
  package enum Outcome: Hashable, Sendable {
    /// The command changes nothing and exits with this status.
    case fails(Int32)
    /// The command changes nothing, hangs, and is killed.
    case hangs
    /// The command does its work, then hangs and is killed.
    case hangsDone
    /// The program that ran the command is killed with it. Neither changes anything any more.
    case kills
    /// The command does its work, then the program is killed.
    case killsDone
    /// The command changes nothing, and the program is asked to stop.
    case interrupts
    /// The command does its work, then the program is asked to stop.
    case interruptsDone
  }

  /// The condition for the fault.
  package var trigger: Trigger
  /// The effect of the fault.
  package var outcome: Outcome
  /// The number of matches of the trigger's expression so far.
  var seen = 0

  private enum CodingKeys: String, CodingKey { case match, nth, exit }

  /// A fault with this effect and condition.
  package init(_ outcome: Outcome, at trigger: Trigger) {
    self.trigger = trigger
    self.outcome = outcome
  }

  /// Decodes a fault of a recorded machine.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      .fails(try values.decodeIfPresent(Int32.self, forKey: .exit) ?? 1),
      at: .line(
        try values.decode(String.self, forKey: .match),
        nth: try values.decodeIfPresent(Int.self, forKey: .nth)))
  }

  /// Returns true if the fault applies to this command line. `call` is its number among all
  /// commands; `change` is its number among those that change something, or nil if it changes
  /// nothing.
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
