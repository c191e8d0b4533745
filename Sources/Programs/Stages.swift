import Failover
import Guest
import Platforms
import RCConf

// The stages of the pipeline, in its order.

extension Pipeline {
  /// Starts the first query while rc.conf is being read. Takes the NIC's lock first, so that the
  /// query never sees another run's half-finished change. The other queries start when rc.conf has
  /// been read: on two processors a second query would not run anyway until this program waits.
  ///
  /// Returns nil if another run holds the lock, or if rc.conf mentions compatibility mode or the
  /// off switch, which need other queries.
  func prefetchQueries(for request: UpRequest) -> LockOutcome? {
    let queries = platform.firstQueries(of: request.synthetic)
    guard let first = queries.first, !config.mention(["hyperv_vf_compat", "hyperv_vf_enable"]),
      let lock = options.isDryRun
        ? .acquired(nil) : tryAcquireLock(request.synthetic, platform.runFolder)
    else { return nil }
    guest.prefetch([first])
    return lock
  }

  /// The variables of rc.conf. Throws if sh would stop at an error in rc.conf, or if /bin/sh is
  /// needed and `--no-shell` is set.
  func load() throws(Failure) -> Variables {
    let (variables, reason) = try config.load(mayUseShell: !options.avoidsShell)
    // The commands of rc.conf may have changed the network.
    if reason != nil { guest.discardPrefetched() }
    if let reason, options.isDryRun || options.isVerbose {
      console.report(.info, "\(reason.text): /bin/sh was asked to read rc.conf")
    }
    return variables
  }

  /// The settings of rc.conf for the synthetic NIC of `request`. Reports the warnings about them.
  /// Throws if a value is invalid.
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

  /// Replaces the settings of `takeover` by those of rc.conf for the VF (`ifconfig_mlxen0`), if
  /// there are none for the synthetic NIC. Warns about these variables, since the name of a VF may
  /// change.
  func adoptVFsSettings(
    into takeover: inout Takeover, _ variables: Variables
  ) throws(Failure) {
    guard let vf = takeover.network.vf, vf != takeover.synthetic else { return }
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

  /// The name of the bond for `synthetic`. Throws if there can be no such name, or if a query
  /// fails.
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

  /// Waits for the lock of the NIC, so that one run at a time works on it. A dry run takes no lock.
  func lock(_ synthetic: InterfaceName) throws(Failure) -> LockOutcome {
    let outcome = options.isDryRun ? .acquired(nil) : try acquireLock(synthetic, platform.runFolder)
    if case .unneeded = outcome {
      tell("\(synthetic): another run is about to look at it: nothing to do")
    }
    return outcome
  }

  /// Observes the guest as far as the plan needs it. `saved` is the state that a killed run left;
  /// nil if there is none. With a saved state, everything is observed.
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

  /// The plan of a takeover. Throws `.refused` if the takeover would break something, for example
  /// because the NIC belongs to another bond.
  func plan(_ takeover: Takeover) throws(Failure) -> Plan {
    do throws(Refusal) {
      return try planUp(takeover)
    } catch {
      throw .refused(error)
    }
  }

  /// Warns about settings that do not move to `bond`, such as a queueing discipline.
  func name(_ leftBehind: [LeftBehind], bond: InterfaceName) {
    for each in leftBehind { console.report(.warning, each.text(bond: bond)) }
  }

  /// Prints the plan in a dry run. Otherwise reports why there is nothing to do. Returns exit
  /// status 0.
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

  /// Carries out a plan. If `isInterruptible`, a signal to this program stops the plan and undoes
  /// it. If `isResuming`, each step does only what an observation shows to be left of it, since a
  /// killed run may have done the rest. Throws `.run` if a step failed and the plan was undone.
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

  /// Carries out a takeover. The file `state` has the configuration from before the takeover until
  /// everything is done or undone. The file is not written for a VF that only joins its bond, which
  /// loses nothing, and in compatibility mode.
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

  /// Removes the file with a saved state or a retry record. Warns if the file cannot be removed:
  /// the next run then only has to observe more.
  func forget(_ state: StateFile) {
    do throws(FileError) {
      try state.remove()
    } catch {
      console.report(.warning, "\(error)")
    }
  }

  /// The function that reports a command before it runs, if `-v` is given; otherwise a function
  /// that does nothing.
  var tell: (String) -> Void {
    options.isVerbose ? { console.report(.info, $0) } : { _ in }
  }

  /// Returns the result of `question`, a query to the guest. Turns its error into `Failure.guest`.
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
