import Failover
import Guest
import Platforms
import RCConf

// The stages of the pipeline, in its order.

extension Pipeline {
  /// Starts the first query while rc.conf is being read. Takes the NIC's lock first, so that it never
  /// observes another run's half-finished change. The other queries start once rc.conf is read: on two
  /// processors a second query would not run before this program waits.
  ///
  /// Returns nil if another run holds the lock, or if rc.conf mentions compatibility mode or the off
  /// switch, where other queries are needed.
  func prefetchQueries(for request: UpRequest) -> LockOutcome? {
    let queries = platform.firstQueries(of: request.synthetic)
    guard let first = queries.first, !config.mention(["hyperv_vf_compat", "hyperv_vf_enable"]),
      let lock = options.isDryRun
        ? .acquired(nil) : tryAcquireLock(request.synthetic, platform.runFolder)
    else { return nil }
    guest.prefetch([first])
    return lock
  }

  /// Everything that rc.conf sets.
  func load() throws(Failure) -> Variables {
    let (variables, reason) = try config.load(mayUseShell: !options.avoidsShell)
    // What rc.conf ran may have changed the network.
    if reason != nil { guest.discardPrefetched() }
    if let reason, options.isDryRun || options.isVerbose {
      console.report(.info, "\(reason.text): /bin/sh was asked to read rc.conf")
    }
    return variables
  }

  /// What rc.conf asks of one synthetic NIC.
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

  /// What rc.conf asks of the VF, where it asks nothing of the synthetic NIC: it is meant for the pair.
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

  /// The name of the NIC's bond.
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

  /// Waits for the NIC's lock: one run at a time works on a NIC. A dry run changes nothing, and takes
  /// none.
  func lock(_ synthetic: InterfaceName) throws(Failure) -> LockOutcome {
    let outcome = options.isDryRun ? .acquired(nil) : try acquireLock(synthetic, platform.runFolder)
    if case .unneeded = outcome {
      tell("\(synthetic): another run is about to look at it: nothing to do")
    }
    return outcome
  }

  /// All that the plan depends on.
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

  /// The steps, or why there are none.
  func plan(_ takeover: Takeover) throws(Failure) -> Plan {
    do throws(Refusal) {
      return try planUp(takeover)
    } catch {
      throw .refused(error)
    }
  }

  /// Names what stays where it is.
  func name(_ leftBehind: [LeftBehind], bond: InterfaceName) {
    for each in leftBehind { console.report(.warning, each.text(bond: bond)) }
  }

  /// Prints a plan, or says why there is nothing to do.
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

  /// Carries a plan out; if `isInterruptible`, until somebody asks us to stop, and then back.
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

  /// Carries a takeover out; what was before is kept until all is done, or all is undone. A plain
  /// join changes nothing that could be lost, and the scripts keep nothing.
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

  /// Removes what was kept. A file that stays only makes the next run look at everything again.
  func forget(_ state: StateFile) {
    do throws(FileError) {
      try state.remove()
    } catch {
      console.report(.warning, "\(error)")
    }
  }

  /// Looks again, and gives how it all ended: the bond must hold both NICs. Its configuration is not
  /// looked at: a lease may come later. The scripts do not look.
  ///
  /// A VF that left and came back while we worked, as another device perhaps, joins now: who was told of
  /// it may have given up waiting for us.
  func confirm(_ first: RunOutcome, _ takeover: Takeover) throws(Failure) -> RunOutcome {
    var outcome = first
    for _ in 0..<3 {
      guard outcome.isAsPlanned, takeover.compatibility == .none else { return outcome }
      if takeover.couldLose { guest.prefetch(platform.holdingsQueries) }
      let (left, bond) = try remaining(of: takeover)
      if left.steps.isEmpty { return try restoreLost(by: takeover, bond, outcome) }
      guest.discardPrefetched()
      guard !left.changesConfiguration else { throw unconfirmed(left, takeover) }
      outcome = try perform(left, for: takeover.synthetic, isInterruptible: true)
    }
    let (left, bond) = try remaining(of: takeover)
    if !left.steps.isEmpty { throw unconfirmed(left, takeover) }
    return try restoreLost(by: takeover, bond, outcome)
  }

  /// Puts back what one of the two NICs had, and the bond has not: nothing is lost without a word.
  private func restoreLost(
    by takeover: Takeover, _ bond: Interface?, _ outcome: RunOutcome
  ) throws(Failure) -> RunOutcome {
    let steps = lost(by: takeover, seen: bond)
    guard !steps.isEmpty else { return outcome }
    console.warn(.putBack(synthetic: takeover.synthetic, bond: takeover.bond))
    let second = try perform(Plan(steps), for: takeover.synthetic)
    let left = Plan(lost(by: takeover, seen: nil))
    if !left.steps.isEmpty { throw unconfirmed(left, takeover) }
    return second
  }

  /// What would put that back; nothing where nobody can tell. `bond` is as it was seen just now; nil: it is
  /// looked at again.
  private func lost(by takeover: Takeover, seen bond: Interface?) -> [Step] {
    guard takeover.couldLose else { return [] }
    do throws(GuestError) {
      let holdings = try platform.holdings(of: takeover.bond, seen: bond, asking: guest)
      return holdings.map { takeover.restoring(besides: $0) } ?? []
    } catch {
      console.warn(.notConfirmed(synthetic: takeover.synthetic, reason: error.text))
      return []
    }
  }

  /// What a plan would still do to the members of the bond, and the bond as it was seen.
  private func remaining(of takeover: Takeover) throws(Failure) -> (Plan, Interface?) {
    var request = UpRequest(takeover.synthetic)
    request.scope = .joinOnly(then: [])
    do throws(Failure) {
      let seen = try observe(request, takeover.bond, takeover.settings, after: nil)
      return (try plan(seen), seen.network.interface(takeover.bond))
    } catch {
      guard case .guest(let reason) = error else { throw error }
      // Every step succeeded: that it cannot be seen again is no failure of the takeover.
      console.warn(.notConfirmed(synthetic: takeover.synthetic, reason: reason.text))
      return (Plan([]), nil)
    }
  }

  private func unconfirmed(_ left: Plan, _ takeover: Takeover) -> Failure {
    .unconfirmed(
      left.steps.map { step in
        let lines = platform.effects(of: step.action).map { PlanText.line(of: $0) }
        return ([step.reason] + lines).joined(separator: ": ")
      }, on: takeover.synthetic)
  }

  /// Says what is about to be done, to who asked for it.
  var tell: (String) -> Void {
    options.isVerbose ? { console.report(.info, $0) } : { _ in }
  }

  /// What the guest answers; that it does not is a failure of ours.
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
