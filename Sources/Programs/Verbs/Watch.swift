import Failover
import Guest

/// `hyperv_vfctl watch`: prints the pairs and then each change, until it is interrupted or its
/// output is closed. Observes the pairs after events of the kernel, and does not poll.
struct Watch {
  /// Observes the pairs. Throws if a query fails.
  var look: () throws(Failure) -> [PairState]
  /// Waits for an event of the kernel, at most this long, or without limit for nil. Returns false
  /// if there was none.
  var wait: (Duration?) throws(Failure) -> Bool
  /// The time in milliseconds since 1970.
  var now: () -> Int
  /// Prints a change with the time of its event. Returns false if the output is closed.
  var tell: (PairChange, Int) -> Bool

  /// The times between the observations after an event of the kernel. sysfs shows an interface for a
  /// moment longer than rtnetlink(7), a bond chooses its active member after the event, and a query may
  /// have failed while an interface disappeared.
  static let pauses = [Duration.milliseconds(10), .milliseconds(30), .milliseconds(100)]
  /// The number of consecutive failed observations after which `run` throws.
  static let patience = 10

  /// Prints the pairs and then each change, until the output is closed.
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
  /// A change in one line, as text or as JSON. `time` is in milliseconds since 1970.
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
