import Failover
import Guest
import Platforms
import RCConf

// The stages of the pipeline, in its order.

extension Pipeline {
  /// Takes the lock of the NIC and starts the first query of a takeover, so that the query runs
  /// while rc.conf is being read. The lock comes first, so that the query never sees another run's
  /// half-finished change. The other queries start when rc.conf has been read: on two processors a
  /// second query would not run anyway until this program waits.
  ///
  /// Returns the lock. Returns nil, and starts nothing, if another run has the lock, or if rc.conf
  /// mentions compatibility mode or the off switch, which need other queries.
  func prefetchQueries(for request: UpRequest) -> LockOutcome? {
    let queries = platform.firstQueries(of: request.synthetic)
    guard let first = queries.first, !config.mention(["hyperv_vf_compat", "hyperv_vf_enable"]),
      let lock = options.isDryRun
        ? .acquired(nil) : tryAcquireLock(request.synthetic, platform.runFolder)
    else { return nil }
    guest.prefetch([first])
    return lock
  }

  /// Returns the variables of rc.conf. Throws if sh would stop at an error in rc.conf, or if
  /// /bin/sh is needed and `--no-shell` is set.
  func load() throws(Failure) -> Variables {
    let (variables, reason) = try config.load(mayUseShell: !options.avoidsShell)
    // The commands of rc.conf may have changed the network.
    if reason != nil { guest.discardPrefetched() }
    if let reason, options.isDryRun || options.isVerbose {
      console.report(.info, "\(reason.text): /bin/sh was asked to read rc.conf")
    }
    return variables
  }

  /// Returns the settings that `variables`, those of rc.conf, have for the synthetic NIC of
  /// `request`. Warns about each invalid value that is replaced by a default. Throws if another
  /// value is invalid.
  func settings(of request: UpRequest, in variables: Variables) throws(Failure) -> Settings {
    do throws(ConfigError) {
      var settings = try Settings(of: request.synthetic, in: variables)
      if settings.offSwitch == nil {
        settings = try platform.prepared(
          settings, of: request.synthetic, scope: request.scope, in: variables)
      }
      for warning in settings.general.warnings { console.report(.warning, warning.text) }
      return settings
    } catch {
      throw .value(error)
    }
  }

  /// Gives `takeover` the settings that rc.conf has for the VF (`ifconfig_mlxen0`), if rc.conf has
  /// none for the synthetic NIC, which has no address, route or DHCP client either. Warns about
  /// these variables, since the name of a VF may change. Throws if a value is invalid.
  func adoptVFsSettings(
    into takeover: inout Takeover, _ variables: Variables
  ) throws(Failure) {
    guard let vf = takeover.network.vf, vf != takeover.synthetic, !takeover.isSyntheticConfigured
    else { return }
    do throws(ConfigError) {
      guard let settings = try takeover.settings.adopting(vf, in: variables) else { return }
      takeover.settings = try platform.prepared(
        settings, of: vf, scope: takeover.scope, in: variables)
    } catch {
      throw .value(error)
    }
    let names = variables.configuring(vf).map { $0.name }
    guard !names.isEmpty else { return }
    console.warn(.variablesOfVF(names, vf: vf, synthetic: takeover.synthetic))
  }

  /// Returns the name of the bond for the NIC `synthetic`: the one in `settings`, or else a name
  /// such as lagg0 for hn0. Throws `.guest` if a query fails, and `.refused` if no name can be
  /// found, for example because it would be too long.
  func bondName(of synthetic: InterfaceName, _ settings: Settings) throws(Failure) -> InterfaceName
  {
    do throws(ObservationError) {
      return try platform.bondName(for: synthetic, settings: settings, asking: guest)
    } catch {
      switch error {
      case .guest(let error): throw .guest(error)
      case .refused(let refusal): throw .refused(refusal)
      }
    }
  }

  /// Waits for the lock of the NIC `synthetic`, so that one run at a time works on it. Returns
  /// `.unneeded` if another run waits already. A dry run takes no lock. Throws if the wait takes
  /// too long, or if the lock file cannot be used.
  func lock(_ synthetic: InterfaceName) throws(Failure) -> LockOutcome {
    let outcome = options.isDryRun ? .acquired(nil) : try acquireLock(synthetic, platform.runFolder)
    if case .unneeded = outcome {
      tell("\(synthetic): another run is about to look at it: nothing to do")
    }
    return outcome
  }

  /// Observes the pair of `request` and what depends on it, and returns its takeover by `bond`, for
  /// which `plan` makes the plan. Throws if a query fails.
  ///
  /// `saved` is the state that a killed run left; nil if there is none. With a saved state observes
  /// everything, else only what the plan needs.
  func observe(
    _ request: UpRequest, _ bond: InterfaceName, _ settings: Settings, after saved: SavedState?
  ) throws(Failure) -> Takeover {
    let network = try asking { () throws(GuestError) in
      try platform.observe(
        request.synthetic, bond: bond, settings: settings, scope: request.scope,
        resuming: saved != nil, asking: guest)
    }
    let takeover = Takeover(
      of: request.synthetic, by: bond, settings: settings, network: network,
      scope: request.scope, order: platform.order)
    return saved.map { takeover.resumed(from: $0) } ?? takeover
  }

  /// Returns the plan of `takeover`. Throws `.refused` if the takeover is not possible or would
  /// break something, for example because the NIC belongs to another bond.
  func plan(_ takeover: Takeover) throws(Failure) -> Plan {
    do throws(Refusal) {
      return try planUp(takeover)
    } catch {
      throw .refused(error)
    }
  }

  /// Warns about each setting in `unmovedSettings`, such as a queueing discipline: it does not move to
  /// `bond`.
  func warn(about unmovedSettings: [UnmovedSetting], bond: InterfaceName) {
    for each in unmovedSettings { console.report(.warning, each.text(bond: bond)) }
  }

  /// Ends a run without carrying out `plan`: prints the plan in a dry run; otherwise reports why
  /// there is nothing to do. Returns exit status 0.
  func conclude(_ plan: Plan) -> Int32 {
    switch plan.notice {
    case _ where options.isDryRun: console.print(PlanText.text(of: plan, on: platform))
    case .detached? where program == .vfup:
      plan.notice.map { console.print("\($0.text)\n") }
    case .transparent(_, _)? where program == .vfup:
      plan.notice.map { console.report(.notice, "\($0.text): nothing to do") }
    case .notJoined?: plan.notice.map { console.report(.warning, $0.text) }
    case .some(let notice):
      if options.isVerbose { console.report(.info, "\(notice.text): nothing to do") }
    case nil: break
    }
    return ExitCode.success
  }

  /// Carries out `plan` for the NIC `interface`, and returns the outcome. If a step fails, undoes
  /// the steps before it as far as possible, and throws `.run`.
  ///
  /// If `isInterruptible`, a signal to this program stops the plan and undoes it. If `isResuming`,
  /// a killed run may have done a part of the plan: each step does only what an observation shows
  /// to be left.
  func perform(
    _ plan: Plan, for interface: InterfaceName, isResuming: Bool = false,
    isInterruptible: Bool = false
  ) throws(Failure) -> RunOutcome {
    let forward = isInterruptible ? try asking(guest.interruptible) : guest
    let runner = PlanRunner(
      on: platform, through: guest, forward: forward, isResuming: isResuming, tell: tell,
      warn: { console.report(.warning, "\(interface): \($0)") })
    do throws(RunFailure) {
      let outcome = try runner.run(plan)
      if let words = outcome.words { console.print("\(words)\n") }
      return outcome
    } catch {
      throw .run(error, on: interface)
    }
  }

  /// Carries out `plan`, the plan of `takeover`, and returns the outcome. If a step fails, undoes
  /// the steps before it as far as possible, and throws `.run`.
  ///
  /// Before the first step, writes the present configuration of the NICs to the file `state`. If
  /// this run is killed, the next run reads that file. Removes the file when all steps are done, or
  /// all are undone. Does not write it in compatibility mode, or if the VF only joins its bond:
  /// then nothing can get lost. Throws `.noState` if the file cannot be written.
  func perform(
    _ plan: Plan, of takeover: Takeover, keeping state: StateFile
  ) throws(Failure) -> RunOutcome {
    let isDefaultMode = takeover.compatibility == .none
    let isKept = isDefaultMode && plan.changesConfiguration
    if isKept { try state.write(Array(SavedState(before: takeover).text.utf8)) }
    do throws(Failure) {
      let outcome = try perform(
        plan, for: takeover.synthetic, isResuming: takeover.isResumed,
        isInterruptible: isDefaultMode)
      if isKept { forget(state) }
      return outcome
    } catch {
      if isKept, error.isUndone { forget(state) }
      throw error
    }
  }

  /// Removes `state`, the file with a saved state or a retry record. If that fails, only warns: the
  /// next run then observes more than it needs.
  func forget(_ state: StateFile) {
    do throws(FileError) {
      try state.remove()
    } catch {
      console.report(.warning, "\(error)")
    }
  }

  /// A function that reports its argument, a command that is about to run, if `-v` is given;
  /// otherwise a function that does nothing.
  var tell: (String) -> Void {
    options.isVerbose ? { console.report(.info, $0) } : { _ in }
  }

  /// Returns the result of `question`, a query to the guest. If it throws an error, throws that
  /// error as `Failure.guest`.
  func asking<Answer>(
    _ question: () throws(GuestError) -> Answer
  ) throws(Failure) -> Answer {
    do throws(GuestError) {
      return try question()
    } catch {
      throw .guest(error)
    }
  }
}
