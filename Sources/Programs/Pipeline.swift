import Failover
import Guest
import Platforms
import RCConf

/// START HERE: the way from an event to a bond, stage by stage.
///
/// argv -> Invocation -> load (ConfigFiles, RCConf, Settings) -> observe (Platforms) -> plan
/// (Failover) -> print (PlanText) or run (PlanRunner) -> confirm -> exit status
///
/// Loading and observing change nothing, planning is pure, and only the runner changes the guest.
/// The stages themselves are in Stages.swift.
package struct Pipeline {
  let program: Program
  let platform: any Platform
  var guest: any GuestAccess
  let config: ConfigFiles
  let console: Console
  let installation: Installation
  var options: RunOptions
  /// Waits for the lock of a NIC, and returns whether this process has the lock or need not wait.
  /// The arguments are the NIC and the folder with the lock files. Throws if it takes too long.
  let acquireLock: (InterfaceName, String) throws(Failure) -> LockOutcome
  /// Takes the lock of a NIC without waiting; nil if another run has the lock, or if the lock
  /// cannot be taken. The arguments are the NIC and the folder with the lock files.
  var tryAcquireLock: (InterfaceName, String) -> LockOutcome? = { _, _ in nil }
  /// Returns the file for the state of a NIC before a takeover or an `undo`, which exists while
  /// that runs. The arguments are the NIC and the folder of the file.
  let stateFile: (InterfaceName, String) -> StateFile
  /// Returns the file that records the retry of a failed takeover of a NIC (`Retry`). The arguments
  /// are the NIC and the folder of the file.
  var retryFile: (InterfaceName, String) -> StateFile = { _, _ in .none }
  /// Adds an event, such as the arrival of a VF, to the history that `status` shows. A failure is
  /// ignored.
  var record: (History.Event) -> Void = { _ in }

  /// Does the work of hyperv_vfup for the NIC of `request`: the takeover, or the override of the
  /// NIC. Returns the exit status. Throws if the work could not be done.
  package func up(_ request: UpRequest) throws(Failure) -> Int32 {
    var lock = prefetchQueries(for: request)
    defer { guest.discardPrefetched() }
    do throws(Failure) {
      // A signal while rc.conf is read must not end this program before the VF is set down. It may
      // end a running override.
      if lock != nil, ((try? override(of: request)) ?? nil) == nil { _ = try heedingSignals() }
      return try up(request, &lock)
    } catch {
      // Nothing was changed, but the host may send to a VF that is in no bond.
      if error.isOfConfiguration { returnDataPath(to: request.synthetic, holding: lock) }
      throw error
    }
  }

  private func up(_ request: UpRequest, _ lock: inout LockOutcome?) throws(Failure) -> Int32 {
    let variables = try load()
    if let program = try override(of: request) {
      // The override may call hyperv_vfup, which takes the lock.
      lock = nil
      guest.discardPrefetched()
      return try run(program, for: request.synthetic)
    }
    if lock != nil { guest.prefetch(platform.firstQueries(of: request.synthetic)) }
    let settings = try settings(of: request, in: variables)
    if let name = settings.offSwitch {
      let notice = Notice.disabled(request.synthetic, by: name)
      return conclude(.nothing(notice, deviation: .offSwitch))
    }
    return try within(settings.general.commandLimit).takeOver(
      request, settings, variables, lock)
  }

  /// Makes the takeover of `request`, and returns the exit status. `lock` is the lock of the NIC if
  /// the caller has taken it; if nil, this function waits for the lock. If another run waits
  /// already, does nothing and returns 0. Throws if the takeover is refused or fails.
  func takeOver(
    _ request: UpRequest, _ settings: Settings, _ variables: Variables, _ lock: LockOutcome?
  ) throws(Failure) -> Int32 {
    let bond = try bondName(of: request.synthetic, settings)
    // `??` does not work with typed throws.
    let outcome = if let lock { lock } else { try self.lock(request.synthetic) }
    guard case .acquired(let lock) = outcome else { return ExitCode.success }
    defer { withExtendedLifetime(lock) {} }
    guard request.arrived == nil || beginsRetry() else { return ExitCode.success }
    return try keepingDataPath(of: request, bond, settings) { () throws(Failure) in
      try takeOver(request, bond, settings, variables)
    }
  }

  private func takeOver(
    _ request: UpRequest, _ bond: InterfaceName, _ settings: Settings, _ variables: Variables
  ) throws(Failure) -> RunOutcome {
    let state = stateFile(request.synthetic, platform.runFolder)
    let isDefaultMode = settings.general.compatibility == .none
    let saved = isDefaultMode ? try state.saved(of: request.synthetic) : nil
    // From here on, a signal must not leave the synthetic NIC cut off.
    var takeover = try (isDefaultMode ? heedingSignals() : self).observe(
      request, bond, settings, after: saved)
    try adoptVFsSettings(into: &takeover, variables)
    var plan = try plan(takeover)
    if request.arrived != nil { plan = planArrival(plan, of: takeover.network.vfInterface) }
    if case .detached = plan.notice { noteLeft(request.synthetic) }
    if isDefaultMode { plan.retry = retryStep(after: takeover) }
    try examineConfiguration(before: plan, of: takeover, variables)
    warn(about: plan.unmovedSettings, bond: bond)
    guard !options.isDryRun, plan.notice == nil else {
      return RunOutcome(status: conclude(plan))
    }

    do throws(Failure) {
      let outcome = try confirm(perform(plan, of: takeover, keeping: state), takeover)
      note(takeover, failed: false)
      if outcome.isAsPlanned { settleRetry(of: takeover.synthetic) }
      return outcome
    } catch {
      note(takeover, failed: true)
      throw error
    }
  }

  /// Does the work of `stage` of hyperv_vfattach for the NIC `interface`, and of the stages that
  /// follow it in this process. Returns the exit status. Throws if the work could not be done.
  package func attach(
    _ interface: InterfaceName, _ stage: Attachment.Stage
  ) throws(Failure) -> Int32 {
    var attachment = try examine(interface, stage)
    note(attachment)
    // In a retry the synthetic NIC is known, even if the kernel does not list the VF.
    if platform.order == .lagg, let ticket = options.retrying {
      attachment.takesOver = ticket.synthetic
    }
    var plan = planAttach(attachment)
    if options.isDryRun, plan.notice == nil, let next = attachment.nextStage {
      plan.steps += planAttach(try examine(interface, next)).steps
    }
    guard !options.isDryRun, plan.notice == nil else {
      let status = conclude(plan)
      guard plan.notice == nil, let synthetic = attachment.takesOver else { return status }
      return try arrive(attachment, of: synthetic)
    }
    let status = try perform(plan, for: interface).status
    if let synthetic = attachment.takesOver { return try arrive(attachment, of: synthetic) }
    if case .second = stage, !beginsRetry() { return ExitCode.success }
    guard let next = attachment.nextStage else { return status }
    return try attach(interface, next)
  }

  /// Returns a copy of this pipeline that SIGTERM, SIGINT and SIGHUP do not end: they end the
  /// running command, and the function that ran it throws. In a dry run, returns this pipeline.
  /// Throws if the signals cannot be handled.
  private func heedingSignals() throws(Failure) -> Pipeline {
    guard !options.isDryRun else { return self }
    var copy = self
    copy.guest = try asking(guest.interruptible)
    return copy
  }

  /// Returns a copy of this pipeline in which `limit` is the deadline of each command. Nil for
  /// `limit` means no deadline.
  func within(_ limit: Duration?) -> Pipeline {
    var copy = self
    copy.guest = guest.allowing(limit)
    return copy
  }
}
