import TestSupport

/// Finds the reason why a machine has lost its network.
///
/// The network works in two states. The synthetic NIC is in no lagg, is up, and has its former
/// addresses or its former dhclient. Or a lagg that is up has it as a port, and has the addresses
/// of an undisturbed run or a dhclient that was started to get them. In both states, the former
/// routes lead through that interface.
struct Reachability {
  let start: SimulatedMachine
  let clean: SimulatedMachine
  let synthetic: String

  func loss(on guest: SimulatedFreeBSD) -> String? {
    let now = guest.machine
    let lagg = now.names.first { now.nics[$0]?.laggport?.contains(synthetic) == true }
    let top = lagg ?? synthetic
    guard let nic = now.nics[top] else { return "\(top) is gone" }
    // A client that was started gets everything else.
    guard !guest.effects.contains(where: { isClient($0, of: top) }) else { return nil }
    if nic.up != true { return "\(top) is down" }
    let wanted = (lagg == nil ? start : clean).nics[top]?.inet.map(\.addr) ?? []
    let missing = Set(wanted).subtracting(nic.inet.map(\.addr))
    if !missing.isEmpty { return "\(top) lacks \(missing.sorted())" }
    for route in start.routes {
      var moved = route
      if route.netif == synthetic { moved.netif = top }
      if !now.routes.contains(moved) { return "the route to \(route.dest) is gone" }
    }
    return now.endedClients.contains(synthetic) ? "nobody renews the lease of \(top)" : nil
  }

  private func isClient(_ effect: [String], of name: String) -> Bool {
    effect.first == "dhclient" && effect.last == name
  }
}
