/// What of a simulated machine the network depends on, in a form that two machines agree in where
/// only words of ifconfig(8), the order of addresses, or what is switched off differ.
package struct NetworkView: Equatable, Sendable {
  /// The interfaces.
  package var nics: [String: SimulatedNIC]
  /// The routes.
  package var routes: Set<SimulatedMachine.Route>

  /// The network of `machine`.
  package init(_ machine: SimulatedMachine) {
    nics = machine.nics.mapValues { nic in
      var nic = nic
      nic.flags = nil
      // Whichever port is the first, the traffic goes by the one that has a link.
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
