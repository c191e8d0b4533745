import Failover
import Guest
import Platforms
import RCConf

// The switch of Hyper-V sends everything to the VF while the VF is up. So the takeover is made
// before, and a run that ends without a working bond sets the VF down.

extension Pipeline {
  /// The end of the second stage of hyperv_vfattach: a takeover while the VF is down, which is set
  /// up then. With an override or in compatibility mode the VF is set up at once.
  func arrive(_ attachment: Attachment, of synthetic: InterfaceName) throws(Failure) -> Int32 {
    var request = UpRequest(synthetic)
    request.arrived = attachment.interface
    let variables = try load()
    let settings = try settings(of: request, in: variables)
    if let name = settings.offSwitch {
      return conclude(.nothing(.disabled(synthetic, by: name), deviation: .offSwitch))
    }
    let hasOverride = try asking { () throws(GuestError) in
      try Override(of: synthetic, in: installation.overrideFolders, on: guest) != nil
    }
    guard settings.general.compatibility == .none, !hasOverride else {
      guard beginsRetry() else { return ExitCode.success }
      let plan = planRaise(attachment)
      return options.isDryRun
        ? conclude(plan) : try perform(plan, for: attachment.interface).status
    }
    return try within(settings.general.commandLimit).takeOver(request, settings, variables, nil)
  }

  /// Does `work`. If it ends without a working bond, sets the VF down and, after a failure,
  /// schedules the retry.
  func keepingDataPath(
    of request: UpRequest, _ bond: InterfaceName, _ settings: Settings,
    _ work: () throws(Failure) -> RunOutcome
  ) throws(Failure) -> Int32 {
    let synthetic = request.synthetic
    let isKept = settings.general.compatibility == .none && !options.isDryRun
    do throws(Failure) {
      let outcome = try work()
      if isKept, !outcome.isAsPlanned {
        returnDataPath(to: synthetic, bond, settings.general)
        retryLater(request, settings)
      }
      return outcome.status
    } catch {
      if isKept { returnDataPath(to: synthetic, bond, settings.general) }
      if isKept, error.mayPass { retryLater(request, settings) }
      throw error
    }
  }

  /// Sets the VF down if it cuts off the synthetic NIC. For runs in which rc.conf cannot be read
  /// and only the name of the NIC is known. Does nothing if rc.conf mentions compatibility mode, in
  /// which the VF is left alone. `lock` is the lock of the NIC, if it is held already.
  func returnDataPath(to synthetic: InterfaceName, holding lock: LockOutcome?) {
    guard !options.isDryRun, !config.mention(["hyperv_vf_compat"]),
      case .acquired(let held)? = lock ?? tryAcquireLock(synthetic, platform.runFolder),
      let bond = try? platform.bondName(for: synthetic, settings: Settings(), asking: guest)
    else { return }
    defer { withExtendedLifetime(held) {} }
    guest.discardPrefetched()
    returnDataPath(to: synthetic, bond, GeneralSettings())
  }

  /// Sets the VF down if it cuts off the synthetic NIC. Warns if the VF must stay up.
  private func returnDataPath(
    to synthetic: InterfaceName, _ bond: InterfaceName, _ settings: GeneralSettings
  ) {
    do throws(GuestError) {
      guard
        let vf = try platform.vfCuttingOff(
          synthetic, bond: bond, settings: settings, asking: guest)
      else { return }
      guard vf.isFree else {
        return console.warn(.vfStaysUp(synthetic: synthetic, vf: vf.name))
      }
      try lower(vf.name, for: synthetic)
    } catch {
      console.warn(.mayBeCutOff(synthetic: synthetic, reason: error.text))
    }
  }

  private func lower(_ vf: InterfaceName, for synthetic: InterfaceName) throws(GuestError) {
    for effect in platform.effects(of: .setUp(vf, false)) {
      tell(PlanText.line(of: effect))
      guard try guest.perform(effect).termination.isSuccess else {
        return console.warn(
          .vfNotLowered(synthetic: synthetic, vf: vf, command: PlanText.line(of: effect)))
      }
    }
    console.report(.notice, Warning.vfLowered(synthetic: synthetic, vf: vf).text)
  }
}
