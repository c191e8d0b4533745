import TestSupport

/// A change of a recorded machine.
enum MachineVariant: Sendable {
  /// No change.
  case recorded
  /// hn0 has a VLAN with an address and a route.
  case withVLAN
  /// `cloned_interfaces` has made lagg0, which is up and empty.
  case withEmptyLagg

  /// Returns the case with the machine changed.
  func of(_ parity: ParityCase) -> ParityCase {
    var parity = parity
    switch self {
    case .recorded: break
    case .withVLAN:
      var vlan = SimulatedNIC()
      vlan.up = true
      vlan.inet = [SimulatedNIC.Address("203.0.113.5", 24)]
      vlan.vlan = SimulatedVLAN("5", on: "hn0")
      parity.machine.nics["hn0.5"] = vlan
      parity.machine.routes.append(
        SimulatedMachine.Route(dest: "233.252.0.0/24", gateway: "203.0.113.1", netif: "hn0.5"))
    case .withEmptyLagg:
      var lagg = SimulatedNIC()
      lagg.up = true
      lagg.laggproto = "failover"
      lagg.laggport = []
      parity.machine.nics["lagg0"] = lagg
    }
    return parity
  }
}
