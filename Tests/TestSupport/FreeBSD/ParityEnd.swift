/// The final state of a run, independent of the order of its commands.
package struct ParityEnd: Equatable, Sendable {
  private var exit: Int32
  private var output: String
  private var endedClients: [String]
  private var nics: [String: SimulatedNIC]
  private var routes: Set<SimulatedMachine.Route>

  /// The final state of a run or of a recording.
  package init(_ run: ParityCase.Recording) {
    exit = run.exit
    output = run.stdout
    endedClients = run.endedClients
    routes = Set(run.routes ?? [])
    nics = run.nics.mapValues { nic in
      var kept = SimulatedNIC()
      kept.up = nic.up
      kept.mtu = nic.mtu
      kept.ether = nic.ether
      kept.inet = nic.inet.sorted { $0.addr < $1.addr }
      kept.inet6 = nic.inet6.filter { !$0.addr.hasPrefix("fe80") }.sorted { $0.addr < $1.addr }
      kept.laggproto = nic.laggproto
      kept.laggport = nic.laggport?.sorted()
      kept.vlan = nic.vlan
      kept.description = nic.description
      return kept
    }
  }
}
