extension SimulatedMachine {
  /// Runs `sysctl -n OID`.
  func sysctl(_ arguments: [String]) -> ToolAnswer {
    let oids = arguments.filter { !$0.hasPrefix("-") }
    for oid in oids where sysctl[oid] == nil { return .knowsNot("sysctl: unknown oid '\(oid)'") }
    return .says(oids.compactMap { sysctl[$0] }.map { "\($0)\n" }.joined())
  }

  /// Runs dhclient(8). A lease arrives at once, the same for every interface.
  mutating func dhclient(_ arguments: [String]) -> ToolAnswer {
    let name = arguments.last { !$0.hasPrefix("-") } ?? ""
    guard var nic = nics[name] else { return .refuses("\(name): not found") }
    let lease = SimulatedNIC.Address("192.0.2.50", 24)
    if !nic.inet.contains(where: { $0.addr == lease.addr }) { nic.inet.append(lease) }
    nics[name] = nic
    if leaseHasRoute, !routes.contains(where: { $0.dest == "default" }) {
      routes.append(Route(dest: "default", gateway: "192.0.2.1", netif: name))
    }
    return .done
  }

  /// Runs `ps -ww -o command= -p PID`. A dhclient sets its own title.
  func ps(_ arguments: [String]) -> ToolAnswer {
    let process = arguments.last.flatMap { Int32($0) }
    if arguments.contains("etimes=") { return .says("     \(clientAge)\n") }
    guard let client = clients.first(where: { $0.process == process && !$0.isEnded }) else {
      return .knowsNot("")
    }
    return .says("dhclient: \(client.interface) (dhclient)\n")
  }
}
