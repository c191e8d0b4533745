import Failover
import Platforms
import RCConf

/// Observes a guest with arbitrary answers and plans for it, with one of the systems. Reads back
/// the texts that the programs write themselves (libFuzzer's entry).
///
/// The first byte selects the system and the action, so that a run is short. The rest is the input
/// of FuzzGuest.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let input = UnsafeBufferPointer(start: data, count: size)
  guard let choice = input.first.map({ Int($0) }) else { return 0 }
  let guest = FuzzGuest(input.dropFirst())
  let look = Look(
    platform: choice.isMultiple(of: 2) ? FreeBSD() : Linux(), guest: guest,
    variables: guest.variables(in: "/etc/rc.conf"))
  switch choice / 2 % 5 {
  case 0: look.status()
  case 1: look.rules()
  case 2: look.takeOver()
  case 3: look.attach()
  default: look.release()
  }
  return 0
}

/// Checks that recorded events can be read back.
private func checkHistory(_ text: String) {
  let history = History(text.utf8)
  precondition(History(history.text.utf8).text == history.text, "events do not read back")
  guard let event = history.events.last else { return }
  _ = History.adding(event, to: Array(text.utf8))
}

/// Checks that a saved state can be read back. A state with a NUL is skipped: no tool prints a NUL,
/// and no shell accepts it.
private func checkSaved(_ state: SavedState) {
  guard !state.text.utf8.contains(0) else { return }
  let evaluator = Evaluator(files: .none, steps: 100_000)
  precondition(
    evaluator.run(Array(state.text.utf8), named: "state") == .complete, "a state is no rc.conf")
  let again = SavedState(evaluator.variables)
  precondition(again != nil, "a saved state does not read back")
  precondition(again?.text == state.text, "a saved state reads back otherwise")
}

/// The guest as one system observes it. Errors are allowed here.
private struct Look {
  let platform: any Platform
  let guest: FuzzGuest
  let variables: Variables

  func status() {
    checkHistory(guest.text("events") ?? "")
    let general = (try? GeneralSettings(variables)) ?? GeneralSettings()
    let state = try? platform.status(.whole, settings: general, variables: variables, asking: guest)
    guard let state else { return }
    _ = verdict(on: state)
    for pair in state.pairs {
      _ = try? planStandby(pair, by: platform.standbyMeans(in: pair.mode))
      _ = try? planResume(pair, by: platform.standbyMeans(in: pair.mode))
    }
  }

  func rules() {
    guard let nic = InterfaceName("eth0"), let bond = InterfaceName("bond0") else { return }
    for source in (try? platform.rules(in: variables, asking: guest)) ?? [] {
      guard let text = try? source.text(from: guest) else { continue }
      _ = source.language.lines(naming: nic, withoutNaming: bond, in: text)
    }
  }

  func takeOver() {
    let saved = SavedState(guest.variables(in: "state"))
    if let saved { checkSaved(saved) }
    for name in names {
      guard let settings = settings(of: name), let bond = bond(of: name, settings),
        let network = try? platform.observe(
          name, bond: bond, settings: settings, scope: .whole, resuming: true, asking: guest)
      else { continue }
      var takeover = Takeover(
        of: name, by: bond, settings: settings, network: network, order: platform.order)
      if let saved { takeover = takeover.resumed(from: saved) }
      act(try? planUp(takeover))
      checkSaved(SavedState(before: takeover))
      for system in platform.bootSystems {
        _ = try? platform.bootFiles(BondAtBoot(takeover, variables), for: system, asking: guest)
      }
    }
  }

  func attach() {
    for name in names {
      let inspection = try? platform.inspect(at: name, stage: .settled, asking: guest)
      guard let attachment = inspection?.attachment, let settings = settings(of: name) else {
        continue
      }
      let examined = try? platform.examine(
        attachment, settings: settings.general, variables: variables, asking: guest)
      act(planAttach(examined ?? attachment))
    }
  }

  func release() {
    let saved = SavedState(guest.variables(in: "state"))
    for name in names {
      guard let settings = settings(of: name), let bond = bond(of: name, settings),
        let network = try? platform.observeBonded(
          name, bond: bond, settings: settings, asking: guest)
      else { continue }
      let takeover = Takeover(
        of: name, by: bond, settings: settings, network: network, order: platform.order)
      act(try? planRelease(Release(of: takeover, after: saved)))
    }
  }

  /// The first two interfaces: more would only take longer.
  private var names: [InterfaceName] {
    Array(((try? platform.interfaces(asking: guest)) ?? []).prefix(2))
  }

  private func settings(of name: InterfaceName) -> Settings? {
    guard let settings = try? Settings(of: name, in: variables) else { return nil }
    return try? platform.prepared(settings, of: name, scope: .whole, in: variables)
  }

  private func bond(of name: InterfaceName, _ settings: Settings) -> InterfaceName? {
    try? platform.bondName(for: name, settings: settings, asking: guest)
  }

  /// Computes the effects of the steps of a plan.
  private func act(_ plan: Plan?) {
    for step in plan?.steps ?? [] {
      for action in [step.action] + step.undo {
        let now = try? platform.refreshed(action, asking: guest)
        _ = platform.effects(of: (now ?? nil) ?? action)
      }
    }
  }
}
