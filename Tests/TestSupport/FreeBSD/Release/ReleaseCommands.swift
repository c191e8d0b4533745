import Failover

extension SimulatedMachine {
  /// Runs a tool as a release of FreeBSD does.
  mutating func releaseAnswer(_ tool: SimulatedTool, _ arguments: [String]) -> ToolAnswer {
    let answer =
      switch tool {
      case .ifconfig: releaseIfconfig(arguments)
      case .sysctl: releaseSysctl(arguments)
      case .dhclient: releaseClient(arguments)
      case .route: releaseRoute(arguments)
      case .netstat: releaseNetstat(arguments)
      case .ps: releasePS(arguments)
      case .daemon, .rtsol: ToolAnswer.done
      }
    if answer.changes { settle() }
    return answer
  }

  /// Runs `sysctl -n OID...`, which prints values; `OID=VALUE` sets one.
  private mutating func releaseSysctl(_ arguments: [String]) -> ToolAnswer {
    var answer = ToolAnswer()
    for word in arguments where !word.hasPrefix("-") {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let oid = parts[0]
      if parts.count == 2, sysctl[oid] != nil {
        sysctl[oid] = parts[1]
        answer.changes = true
      } else if let value = sysctl[oid] {
        answer.output += "\(value)\n"
      } else {
        answer.errorOutput += "sysctl: unknown oid '\(oid)'\n"
        answer.status = 1
      }
    }
    return answer
  }

  /// Runs dhclient(8). The lease arrives at once if the interface receives frames from outside.
  /// Otherwise, with `-b` the client continues in the background, and without it there is none.
  private mutating func releaseClient(_ arguments: [String]) -> ToolAnswer {
    let name = arguments.last { !$0.hasPrefix("-") } ?? ""
    guard nics[name] != nil else { return .refuses("dhclient: \(name): not found") }
    if let running = clients.first(where: { $0.interface == name && !$0.isEnded }) {
      return .refuses("dhclient already running, pid: \(running.process).")
    }
    nics[name]?.up = true
    if receives(name) {
      take(lease(for: name), on: name)
    } else if !arguments.contains("-b") {
      return .refuses("\(name): no link .............. giving up")
    }
    start(Client(interface: name, process: (clients.map(\.process).max() ?? 4000) + 1))
    return .done
  }

  private func lease(for name: String) -> SimulatedLease {
    nics[name]?.ether.flatMap { kernel.leases[$0] }
      ?? SimulatedLease(addr: "192.0.2.50", len: 24, router: leaseHasRoute ? "192.0.2.1" : nil)
  }

  private mutating func take(_ lease: SimulatedLease, on name: String) {
    if nics[name]?.inet.contains(where: { $0.addr == lease.addr }) == false {
      nics[name]?.inet.append(SimulatedNIC.Address(lease.addr, lease.len))
    }
    settle()
    guard let router = lease.router, let hop = IPAddress(router),
      let way = interface(leadingTo: hop)
    else { return }
    routes.removeAll { $0.dest == "default" && $0.family == .inet && $0.fib == nil }
    routes.append(Route(dest: "default", gateway: router, netif: way))
  }

  /// Starts a client. Each client has a pid file in the folder of dhclient.
  package mutating func start(_ client: Client) {
    clients.append(client)
    let path = "/var/run/dhclient/dhclient.\(client.interface).pid"
    files[path] = SimulatedFile("\(client.process)\n")
  }

  /// Runs `ps -ww -o command= -p PID`. A dhclient sets its own title.
  private func releasePS(_ arguments: [String]) -> ToolAnswer {
    let process = arguments.last.flatMap { Int32($0) }
    if arguments.contains("etimes=") { return .says("     \(clientAge)\n") }
    guard let client = clients.first(where: { $0.process == process && !$0.isEnded }) else {
      return .knowsNot("")
    }
    return .says("dhclient: \(client.interface)\n")
  }
}
