import Failover
import Guest
import Platforms
import RCConf

// A failed takeover is tried again once for each arrival of the VF.

extension Pipeline {
  /// The path of hyperv_vfattach, which a retry starts.
  var vfattach: String { installation.sibling(Program.vfattach.rawValue) }

  /// The retry as a step for a dry run; nil if there is no VF.
  func retryStep(after takeover: Takeover) -> Step? {
    takeover.network.vf.map { Retry.step(nil, vf: $0, program: vfattach) }
  }

  /// Starts the retry and writes its record. Not if the VF carries the packets after all, or if
  /// this arrival has had its retry.
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
    // A process without a record does nothing, so it is started only with one.
    guard keep(Retry(of: vf, number: number, due: ticket.due), of: synthetic) else { return }
    guard starts(Retry.step(ticket, vf: vf, program: vfattach)) else {
      return cancelRetry(of: synthetic)
    }
    console.report(.notice, Warning.retry(synthetic: synthetic, seconds: Retry.delay).text)
  }

  /// True if this process may go on: it makes no retry, or its retry was not cancelled and now
  /// counts as made. Call it with the NIC's lock held, if one is taken, since an undo may hold it.
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

  /// Removes the record. No retry is pending then, and the next failure may have one.
  func cancelRetry(of synthetic: InterfaceName) {
    let file = retryFile(synthetic, platform.runFolder)
    guard !options.isDryRun, (try? file.read()) != nil else { return }
    forget(file)
  }

  /// Cancels the pending retry because `vf` has arrived, unless the system says that it is the same
  /// arrival.
  func cancelRetry(of synthetic: InterfaceName, before vf: InterfaceName) {
    if let number = arrivalNumber(of: vf), retry(of: synthetic)?.number == number { return }
    cancelRetry(of: synthetic)
  }

  /// Cancels the pending retry because the takeover succeeded. A retry that was made stays
  /// recorded.
  func settleRetry(of synthetic: InterfaceName) {
    if retry(of: synthetic)?.due != nil { cancelRetry(of: synthetic) }
  }

  private func retry(of synthetic: InterfaceName) -> Retry? {
    let text = try? retryFile(synthetic, platform.runFolder).read()
    return (text ?? nil).flatMap { Retry($0) }
  }

  /// Writes the record; false if that failed.
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

  /// True if the VF carries the packets of its pair, so that nothing was lost by the failure.
  private func carries(_ vf: InterfaceName, _ settings: Settings) -> Bool {
    let state = try? platform.status(
      settings: settings.general, variables: Variables([]), asking: guest)
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
  /// True if rc.conf or an override is at fault, so that the wanted configuration is not known.
  var isOfConfiguration: Bool {
    switch self {
    case .shellStops, .shellFailed, .needsShell, .value, .override: true
    default: false
    }
  }

  /// True if the same takeover may succeed later. Not after a refusal or a signal.
  var mayPass: Bool {
    switch self {
    case .run(let failure, _): !failure.failed.isInterruption
    case .guest(.interrupted): false
    case .guest, .unconfirmed, .noState: true
    default: false
    }
  }
}
