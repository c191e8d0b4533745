/// The state of a simulated machine that the network depends on. Two machines have equal views if
/// they differ only in flags of ifconfig(8), in the order of addresses, or in settings that are
/// off.
package struct NetworkView: Equatable, Sendable {
  /// The interfaces.
  package var nics: [String: SimulatedNIC]
  /// The routes.
  package var routes: Set<SimulatedMachine.Route>

  /// The view of `machine`.
  package init(_ machine: SimulatedMachine) {
    nics = machine.nics.mapValues { nic in
      var nic = nic
      nic.flags = nil
      // The order of the ports does not matter: the traffic uses the one with a link.
      nic.laggport?.sort()
      nic.primary = nil
      nic.inet.sort { $0.addr < $1.addr }
      nic.inet6.sort { $0.addr < $1.addr }
      nic.up = nic.up == true ? true : nil
      nic.ifdisabled = nic.ifdisabled == true ? true : nil
      nic.acceptsAdvertisements = nic.acceptsAdvertisements == true ? true : nil
      nic.skipsDuplicates = nic.skipsDuplicates == true ? true : nil
      return nic
    }
    routes = Set(machine.routes)
  }
}
