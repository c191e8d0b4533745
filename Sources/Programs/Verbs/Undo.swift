import Failover
import Guest
import Platforms
import RCConf

extension Verb {
  /// The verb `undo [-n] [-v] [--no-shell] IF`: removes the bond of the pair of IF, and gives its
  /// configuration back to the synthetic NIC. `words` are the words after `undo`. Returns the exit
  /// status. Throws if that fails.
  func undo(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let pipeline = try pipeline(given, on: console)
    return try pipeline.undo(try pair(given, in: pipeline).synthetic.name)
  }

  /// Returns a pipeline for a verb that changes the guest, with the options in `given`. Throws if
  /// the user is not root, except for a dry run.
  func pipeline(_ given: VerbArguments, on console: Console) throws(Failure) -> Pipeline {
    var options = RunOptions()
    options.isDryRun = given.has("-n") || given.has("--dry-run")
    options.isVerbose = given.has("-v") || given.has("--verbose")
    options.avoidsShell = given.has("--no-shell")
    return try Main.pipeline(.vfctl, Self.installation, options, console)
  }

  /// Returns the state of the pair that contains the interface IF, the operand in `given`. Throws
  /// if IF belongs to no pair, or if a query fails.
  func pair(_ given: VerbArguments, in pipeline: Pipeline) throws(Failure) -> PairState {
    let word = try given.operand
    let survey = try StatusReport.live(of: [word], mayUseShell: !pipeline.options.avoidsShell)
    return try survey.state.onlyPair
  }
}

extension Pipeline {
  /// Removes the bond of the NIC `synthetic`, gives its configuration back to the NIC, and cancels
  /// a pending retry of a takeover. Returns the exit status. Throws if that fails.
  func undo(_ synthetic: InterfaceName) throws(Failure) -> Int32 {
    // The retry of a failed takeover is cancelled even if rc.conf cannot be read or there is
    // nothing to undo.
    cancelRetry(of: synthetic)
    let request = UpRequest(synthetic)
    var settings = try settings(of: request, in: load())
    // There is no compatibility mode here, since the scripts have no undo that could be imitated.
    settings.general.compatibility = .none
    return try within(settings.general.commandLimit).release(synthetic, settings)
  }

  private func release(
    _ synthetic: InterfaceName, _ settings: Settings
  ) throws(Failure) -> Int32 {
    let bond = try bondName(of: synthetic, settings)
    let lock = try lockWithoutQueue(for: synthetic)
    defer { withExtendedLifetime(lock) {} }
    // A takeover that held the lock until now may have failed and scheduled a retry.
    cancelRetry(of: synthetic)
    let state = stateFile(synthetic, platform.runFolder)
    let release = try observe(synthetic, bond, settings, after: state.saved(of: synthetic))
    let plan = try plan(release)
    warn(about: plan.unmovedSettings, bond: synthetic)
    guard !options.isDryRun, plan.notice == nil else { return conclude(plan) }

    let outcome = try perform(plan, of: release, on: synthetic, keeping: state)
    let left = try self.plan(observe(synthetic, bond, settings, after: nil)).steps
    guard left.isEmpty else { throw .unconfirmed(left.map { $0.reason }, on: synthetic) }
    note(.undone, of: synthetic, vf: release.vf)
    console.report(.notice, Warning.alone(synthetic).text)
    return outcome.status
  }

  /// Locks the NIC `synthetic` for a verb such as `undo`, and returns the lock; nil in a dry run,
  /// which takes none. Throws `.busy` if the wait takes too long, or if another process waits for
  /// the lock already: hyperv_vfup could leave its work to that process, but a verb has work of its
  /// own.
  func lockWithoutQueue(for synthetic: InterfaceName) throws(Failure) -> RunLock? {
    do throws(Failure) {
      if case .acquired(let lock) = try self.lock(synthetic) { return lock }
    } catch {
      guard case .locked(let path) = error else { throw error }
      throw .busy(path)
    }
    throw .busy("\(platform.runFolder)/\(synthetic).wait")
  }

  private func observe(
    _ synthetic: InterfaceName, _ bond: InterfaceName, _ settings: Settings,
    after saved: SavedState?
  ) throws(Failure) -> Release {
    let network = try asking { () throws(GuestError) in
      try platform.observeBonded(synthetic, bond: bond, settings: settings, asking: guest)
    }
    let takeover = Takeover(
      of: synthetic, by: bond, settings: settings, network: network, order: platform.order)
    return Release(of: takeover, after: saved)
  }

  private func plan(_ release: Release) throws(Failure) -> Plan {
    do throws(Refusal) {
      return try planRelease(release)
    } catch {
      throw .refused(error)
    }
  }

  /// Carries out `plan`, which removes a bond, and returns the outcome. Until it is done or undone,
  /// the file `state` has the configuration of the bond: if this run is killed, the next
  /// hyperv_vfup restores the bond from it.
  private func perform(
    _ plan: Plan, of release: Release, on synthetic: InterfaceName, keeping state: StateFile
  ) throws(Failure) -> RunOutcome {
    // The saved state of a killed run is used to finish its work, and stays.
    if !release.isResumed { try state.write(Array(release.state.text.utf8)) }
    do throws(Failure) {
      let outcome = try perform(
        plan, for: synthetic, isResuming: release.isResumed, isInterruptible: true)
      forget(state)
      return outcome
    } catch {
      if error.isUndone { forget(state) }
      throw error
    }
  }
}
