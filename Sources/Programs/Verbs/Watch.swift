import Failover
import Guest

/// The work of `hyperv_vfctl watch`: prints the pairs and then each change of a pair, until its
/// output is closed. Observes the pairs after events of the kernel, and does not poll.
struct Watch {
  /// Observes the pairs and returns their state. Throws if a query fails.
  var look: () throws(Failure) -> [PairState]
  /// Waits for an event of the kernel, for at most the given time, or without limit for nil.
  /// Returns true if an event came. Throws if the wait fails.
  var wait: (Duration?) throws(Failure) -> Bool
  /// Returns the present time in milliseconds since 1970.
  var now: () -> Int
  /// Prints a change of a pair. The second argument is the time of its event, in milliseconds since
  /// 1970. Returns false if the output is closed.
  var tell: (PairChange, Int) -> Bool

  /// The pauses between the observations after an event of the kernel. One observation is not
  /// enough: sysfs shows an interface for a moment longer than rtnetlink(7), a bond chooses its
  /// active member after the event, and a query may fail while an interface disappears.
  static let pauses = [10, 20, 40, 80].map { Duration.milliseconds($0) }
  /// The number of failed observations in a row after which `run` throws.
  static let patience = 10

  /// Prints the pairs and then each change, until the output is closed. Throws if observations fail
  /// too often in a row (`patience`), or if the wait fails.
  func run() throws(Failure) {
    var known: [PairState] = []
    var time = now()
    var pauses = Self.pauses[...]
    var failures = 0
    while true {
      do throws(Failure) {
        let seen = try look()
        for change in changes(from: known, to: seen) {
          guard tell(change, time) else { return }
        }
        known = seen
        failures = 0
      } catch {
        failures += 1
        guard failures < Self.patience else { throw error }
      }
      let pause = failures == 0 ? pauses.first : pauses.first ?? Self.pauses.last
      if try wait(pause) {
        pauses = Self.pauses[...]
        time = now()
      } else {
        pauses = pauses.dropFirst()
      }
    }
  }
}

extension Watch {
  /// Returns `change` as one line with a line break, as JSON if `asJSON`, else as text. `time` is
  /// in milliseconds since 1970.
  static func line(of change: PairChange, at time: Int, asJSON: Bool) -> String {
    let time = TimeText(milliseconds: time)
    if asJSON { return json(of: change, time).line }
    switch change {
    case .now(let pair): return "\(time.text) \(pair.headline) (\(pair.mode.rawValue))\n"
    case .gone(let name): return "\(time.text) \(name): is gone\n"
    }
  }

  private static func json(of change: PairChange, _ time: TimeText) -> JSONValue {
    var pair: PairState?
    let name: InterfaceName
    switch change {
    case .now(let now): (pair, name) = (now, now.synthetic.name)
    case .gone(let gone): name = gone
    }
    return .object([
      "time": .string(time.standard), "synthetic": .text(name), "present": .bool(pair != nil),
      "vf": .text(pair?.vf?.name), "mode": .text(pair?.mode.rawValue),
      "bond": .text(pair.flatMap { $0.isBonded ? $0.bond?.name : nil }),
      "active": .text(pair?.active),
    ])
  }
}
