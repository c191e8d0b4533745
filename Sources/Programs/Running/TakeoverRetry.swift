import Failover
import Guest
import Platforms
import RCConf

// A failed takeover is tried again once, 60 seconds later. Each arrival of a VF has one such retry.

extension Pipeline {
  /// The path of hyperv_vfattach, the program that makes a retry.
  var vfattach: String { installation.sibling(Program.vfattach.rawValue) }

  /// The step that starts a retry of `takeover` after a failure, for the output of a dry run; nil
  /// if there is no VF.
  func retryStep(after takeover: Takeover) -> Step? {
    takeover.network.vf.map { Retry.step(nil, vf: $0, program: vfattach) }
  }

  /// Starts a process that makes the failed takeover of `request` again after 60 seconds, and
  /// records this retry (`Retry`). Does nothing if there is no VF, if the VF carries the traffic in
  /// spite of the failure, or if this arrival of the VF has had its retry.
  func retryLater(_ request: UpRequest, _ settings: Settings) {
    let synthetic = request.synthetic
    guard let vf = request.arrived ?? vf(of: synthetic, settings), !carries(vf, settings) else {
      return
    }
    let number = arrivalNumber(of: vf)
    let ticket = ticket(of: synthetic)
    if let earlier = retry(of: synthetic),
      earlier.isSpent(for: vf, number: number, now: secondsSince1970())
    {
      return
    }
    // The process does nothing if it finds no record, so it is started only if the record was
    // written.
    guard keep(Retry(of: vf, number: number, due: ticket.due), of: synthetic) else { return }
    guard starts(Retry.step(ticket, vf: vf, program: vfattach)) else {
      return cancelRetry(of: synthetic)
    }
    console.report(.notice, Warning.retry(synthetic: synthetic, seconds: Retry.delay).text)
  }

  /// True if this process may make the takeover: it is not a retry, or it is a retry that was not
  /// cancelled. A retry is recorded as made.
  ///
  /// A process that takes the NIC's lock must call this with the lock held, since an `undo` that
  /// cancels the retry holds the lock.
  func beginsRetry() -> Bool {
    guard let ticket = options.retrying, !options.isDryRun else { return true }
    guard var found = retry(of: ticket.synthetic), found.due == ticket.due else {
      tell("\(ticket.synthetic): cancelled meanwhile: nothing to do")
      return false
    }
    found.due = nil
    _ = keep(found, of: ticket.synthetic)
    return true
  }

  /// Removes the record of the retry for the NIC `synthetic`. A pending retry then does nothing,
  /// and the next failure gets a retry of its own. Does nothing in a dry run.
  func cancelRetry(of synthetic: InterfaceName) {
    let file = retryFile(synthetic, platform.runFolder)
    guard !options.isDryRun, (try? file.read()) != nil else { return }
    forget(file)
  }

  /// Cancels the pending retry for `synthetic` because `vf` has arrived. Keeps a retry that belongs
  /// to this arrival: its record has the number that the system gives the arrival.
  func cancelRetry(of synthetic: InterfaceName, before vf: InterfaceName) {
    if let number = arrivalNumber(of: vf), retry(of: synthetic)?.number == number { return }
    cancelRetry(of: synthetic)
  }

  /// Cancels the pending retry for `synthetic` because a takeover has succeeded. The record of a
  /// retry that was made stays, so that this arrival of the VF gets no other.
  func settleRetry(of synthetic: InterfaceName) {
    if retry(of: synthetic)?.due != nil { cancelRetry(of: synthetic) }
  }

  private func retry(of synthetic: InterfaceName) -> Retry? {
    let text = try? retryFile(synthetic, platform.runFolder).read()
    return (text ?? nil).flatMap { Retry($0) }
  }

  /// Writes the record `retry` for the NIC `synthetic`. If that fails, warns and returns false.
  private func keep(_ retry: Retry, of synthetic: InterfaceName) -> Bool {
    do throws(Failure) {
      try retryFile(synthetic, platform.runFolder).write(Array(retry.text.utf8))
      return true
    } catch {
      console.report(.warning, error.text)
      return false
    }
  }

  private func ticket(of synthetic: InterfaceName) -> Retry.Ticket {
    Retry.Ticket(of: synthetic, due: secondsSince1970() + Retry.delay)
  }

  private func arrivalNumber(of vf: InterfaceName) -> Int? {
    (try? platform.arrivalNumber(of: vf, asking: guest)) ?? nil
  }

  private func vf(of synthetic: InterfaceName, _ settings: Settings) -> InterfaceName? {
    let pairs = try? platform.pairs(settings: settings.general, asking: guest)
    return pairs?.first { $0.synthetic == synthetic }?.vf
  }

  /// True if the VF carries the traffic of its bond, so that a retry is not needed. False if that
  /// cannot be observed.
  private func carries(_ vf: InterfaceName, _ settings: Settings) -> Bool {
    let state = try? platform.status(
      .trafficPath, settings: settings.general, variables: Variables([]), asking: guest)
    return state?.pairs.contains { $0.mode == .bond && $0.active == vf } == true
  }

  private func starts(_ step: Step) -> Bool {
    platform.effects(of: step.action).allSatisfy { effect in
      tell(PlanText.line(of: effect))
      return (try? guest.perform(effect))?.termination.isSuccess == true
    }
  }
}

extension Failure {
  /// True if rc.conf cannot be evaluated or has an invalid value, or if the override must not be
  /// run. So it is unknown how the bond is to be configured.
  var isOfConfiguration: Bool {
    switch self {
    case .shellStops, .shellFailed, .needsShell, .value, .override: true
    default: false
    }
  }

  /// True if the same takeover may succeed when it is tried again. False after a refusal or a
  /// signal, and for errors of the configuration.
  var mayPass: Bool {
    switch self {
    case .run(let failure, _): !failure.failed.isInterruption
    case .guest(.interrupted): false
    case .guest, .unconfirmed, .noState: true
    default: false
    }
  }
}
