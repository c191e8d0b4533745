extension ReleaseEnd {
  /// Returns a text for each requirement that `guest` does not meet, after a run of `parity` with
  /// this result.
  package func unmet(
    by guest: SimulatedFreeBSD, exit: Int32, output: String, in parity: ReleaseCase
  ) -> [String] {
    let now = guest.machine
    return differs("exit", self.exit, exit) + differs("output", self.output, output)
      + differs("effects", effects, guest.effects)
      + differs("ended clients", endedClients?.sorted(), now.endedClients)
      + differs("clients", clients?.sorted(), now.runningClients)
      + differs("routes", routes.map(Set.init), Set(now.routes.map(\.words)))
      + unmetNICs(guest.start, now) + unmetFiles(now) + unmetGaps(guest, parity.synthetic)
  }

  private func differs<Value: Equatable>(
    _ what: String, _ wanted: Value?, _ found: Value
  ) -> [String] {
    wanted == nil || wanted == found ? [] : ["\(what): \(found)"]
  }

  private func unmetNICs(_ start: SimulatedMachine, _ now: SimulatedMachine) -> [String] {
    guard let nics else { return [] }
    return Set(start.names + now.names + Array(nics.keys)).sorted().flatMap { name in
      let wanted = nics[name] ?? start.nics[name].map { ReleaseNIC($0) }
      let found = now.nics[name].map { ReleaseNIC($0) }
      let same = wanted.flatMap { wanted in found?.only(wanted) } ?? found
      return wanted == same ? [] : ["\(name): \(found.map { "\($0)" } ?? "gone")"]
    }
  }

  private func unmetFiles(_ now: SimulatedMachine) -> [String] {
    (files ?? [:]).flatMap { path, demands in
      let text = now.files[path]?.text ?? ""
      let matches = { (pattern: String) in
        (try? Regex(pattern).anchorsMatchLineEndings())
          .map { text.firstMatch(of: $0) != nil } == true
      }
      return (demands.has ?? []).filter { !matches($0) }.map { "\(path) lacks \($0)" }
        + (demands.lacks ?? []).filter(matches).map { "\(path) has \($0)" }
    }
  }

  /// Returns a text for each outage longer than `gap` allows.
  package func unmetGaps(_ guest: SimulatedFreeBSD, _ synthetic: String) -> [String] {
    (gap ?? [:]).flatMap { kind, limit in
      let addresses = ReleaseGap.addresses(on: guest, of: synthetic)
      let gaps =
        switch kind {
        case "address": Array(addresses.prefix(1))
        case "default": Array(ReleaseGap.defaultRoutes(on: guest).prefix(1))
        case "every address": addresses
        default: preconditionFailure("unknown kind of outage: \(kind)")
        }
      return gaps.flatMap { $0.excess(over: limit) }
    }
  }
}

extension SimulatedMachine {
  /// The interfaces with a running client, sorted.
  package var runningClients: [String] {
    clients.filter { !$0.isEnded }.map(\.interface).sorted()
  }
}

extension SimulatedMachine.Route {
  /// The destination, the gateway and the interface, and the routing table if it is not 0.
  var words: [String] {
    [dest, isDirect ? "link" : gateway, netif] + (fib.map { ["\($0)"] } ?? [])
  }
}
