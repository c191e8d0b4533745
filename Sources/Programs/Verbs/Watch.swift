import Failover
import Guest

/// `hyperv_vfctl watch`: the pairs as they are, then each change of one, until somebody ends it or nobody
/// reads any more. It looks when the kernel tells something of a link, and not by the clock.
struct Watch {
  /// The pairs as they are now.
  var look: () throws(Failure) -> [PairState]
  /// Waits until the kernel tells something, or for so long; nil: for ever. Whether it did.
  var wait: (Duration?) throws(Failure) -> Bool
  /// Milliseconds since 1970.
  var now: () -> Int
  /// Tells a change, and when the kernel told of it; whether somebody still reads.
  var tell: (PairChange, Int) -> Bool

  /// After so much quiet it looks once more: sysfs has an interface for a moment longer than rtnetlink(7),
  /// and a question that was asked while one went may have failed.
  static let quiet = Duration.milliseconds(100)
  /// So many looks on end may fail.
  static let patience = 10

  /// Tells everything.
  ///
  /// Throws where the guest does not answer, also not a moment later, or the kernel cannot be heard.
  func run() throws(Failure) {
    var known: [PairState] = []
    var time = now()
    var isSettled = false
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
      let mayRest = isSettled && failures == 0
      isSettled = try !wait(mayRest ? nil : Self.quiet)
      if !isSettled { time = now() }
    }
  }
}

extension Watch {
  /// A change in one line, for people or as a document of JSON.
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
