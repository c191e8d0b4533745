import Failover
import Guest
import Platforms
import RCConf

// The virtual switch of Hyper-V sends all packets to the VF while the VF is up. So the bond is made
// while the VF is down, and a run that ends without a working bond sets the VF down.

extension Pipeline {
  /// Ends the second stage of hyperv_vfattach (FreeBSD) for the VF of `attachment`: makes the bond
  /// of `synthetic` and the VF while the VF is down, then brings the VF up. If there is an
  /// override, and in compatibility mode, only brings the VF up. Does nothing if rc.conf switches
  /// the programs off. Returns the exit status. Throws if the VF could not be brought up or the
  /// bond could not be made.
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

  /// Runs `work`, which makes the takeover of `request` with the bond `bond`. Returns the exit
  /// status of `work`, and throws its error.
  ///
  /// If `work` ends without a working bond, sets the VF down, so that the host sends to the
  /// synthetic NIC again. If the failure may be temporary, also schedules another takeover in 60
  /// seconds (`Retry`). In a dry run and in compatibility mode, only runs `work`.
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

  /// Sets the VF of `synthetic` down if it is up outside the bond: as long as it is up, the host
  /// sends nothing to the synthetic NIC. This is for a run that could not read rc.conf, and knows
  /// only the name of the NIC.
  ///
  /// Does nothing in a dry run, or if rc.conf mentions compatibility mode, in which the VF is left
  /// alone. `lock` is the lock of the NIC; nil if this run does not have it yet. In that case takes
  /// the lock first, or does nothing if another run has it.
  func returnDataPath(to synthetic: InterfaceName, holding lock: LockOutcome?) {
    guard !options.isDryRun, !config.mention(["hyperv_vf_compat"]),
      case .acquired(let held)? = lock ?? tryAcquireLock(synthetic, platform.runFolder),
      let bond = try? platform.bondName(for: synthetic, settings: Settings(), asking: guest)
    else { return }
    defer { withExtendedLifetime(held) {} }
    guest.discardPrefetched()
    returnDataPath(to: synthetic, bond, GeneralSettings())
  }

  /// Sets the VF of `synthetic` down if it is up outside the bond: as long as it is up, the host
  /// sends nothing to the synthetic NIC. If the VF has its own use, leaves it up and warns.
  /// Also warns if a query fails.
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
