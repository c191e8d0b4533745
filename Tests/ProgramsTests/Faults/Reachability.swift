import TestSupport

/// Why a machine has lost its network, in words; nil where it has it.
///
/// Either the synthetic NIC is outside any lagg, up, with the addresses or the dhclient that it had;
/// or a lagg has it as a port, up, with the addresses that an undisturbed run gives it, or with a
/// dhclient asked to get them. Either way the routes that there were lead through it.
struct Reachability {
  let start: SimulatedMachine
  let clean: SimulatedMachine
  let synthetic: String

  func loss(on guest: SimulatedFreeBSD) -> String? {
    let now = guest.machine
    let lagg = now.names.first { now.nics[$0]?.laggport?.contains(synthetic) == true }
    let top = lagg ?? synthetic
    guard let nic = now.nics[top] else { return "\(top) is gone" }
    // A client that was asked gets everything else.
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
