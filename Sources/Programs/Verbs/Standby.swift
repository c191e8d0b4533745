import Failover
import Guest
import Platforms
import RCConf

extension Verb {
  /// The verb `standby [-n] [-v] [--no-shell] IF`: has the synthetic NIC carry the traffic of the
  /// pair, until `resume` or until the VF leaves. `words` are the words after `standby`. Returns
  /// the exit status. Throws if that is not possible or fails.
  func standby(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let pipeline = try pipeline(given, on: console)
    return try pipeline.standby(pair(given, in: pipeline))
  }

  /// The verb `resume [-n] [-v] [--no-shell] IF`: has the VF carry the traffic of the pair again.
  /// `words` are the words after `resume`. Returns the exit status. Throws if that is not possible
  /// or fails.
  func resume(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let pipeline = try pipeline(given, on: console)
    return try pipeline.resume(pair(given, in: pipeline))
  }
}

extension Pipeline {
  /// Has the synthetic NIC of `pair` carry its traffic, while the VF stays. Returns the exit
  /// status. Throws `.cannotStandBy` if that is not possible, and another error if it fails.
  func standby(_ pair: PairState) throws(Failure) -> Int32 {
    let steps: [Step]
    do throws(StandbyRefusal) {
      steps = try planStandby(pair, by: platform.standbyMeans(in: pair.mode))
    } catch {
      throw .cannotStandBy(error)
    }
    return try move(pair, steps, to: pair.synthetic.name, .standby)
  }

  /// Has the VF of `pair` carry its traffic again. Returns the exit status. Throws `.cannotStandBy` if
  /// that is not possible, and another error if it fails.
  func resume(_ pair: PairState) throws(Failure) -> Int32 {
    let steps: [Step]
    do throws(StandbyRefusal) {
      steps = try planResume(pair, by: platform.standbyMeans(in: pair.mode))
    } catch {
      throw .cannotStandBy(error)
    }
    return try move(pair, steps, to: pair.vf?.name ?? pair.synthetic.name, .resumed)
  }

  private func move(
    _ pair: PairState, _ steps: [Step], to nic: InterfaceName, _ kind: History.Kind
  ) throws(Failure) -> Int32 {
    let synthetic = pair.synthetic.name
    guard !steps.isEmpty else { return conclude(.nothing(.alreadyActive(nic))) }
    let plan = Plan(steps)
    guard !options.isDryRun else { return conclude(plan) }
    let lock = try lockWithoutQueue(for: synthetic)
    defer { withExtendedLifetime(lock) {} }
    cancelRetry(of: synthetic)
    let outcome = try perform(plan, for: synthetic, isInterruptible: true)
    note(kind, of: synthetic, vf: pair.vf?.name)
    return outcome.status
  }
}

extension StandbyRefusal {
  /// The message for the user: why it cannot be changed which NIC carries the traffic, and what can
  /// be done.
  var text: String {
    switch self {
    case .noVF(let name): "\(name): has no VF now"
    case .noBond(let name):
      "\(name): nothing holds it and its VF together; \(Installation.vfupCommand(for: name)) does"
    case .incomplete(let name):
      "\(name): not both are in the bond; \(Installation.vfupCommand(for: name)) completes it"
    case .kernelDecides(let name):
      "\(name): in transparent mode this kernel alone decides which of the two carries the traffic"
    }
  }

  var exitCode: Int32 {
    if case .kernelDecides = self { return ExitCode.unavailable }
    return ExitCode.tryAgain
  }
}
