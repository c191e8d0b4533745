// What happens to a machine from outside.

extension SimulatedMachine {
  /// Whether the kernel leaves the failover to others: its own keeps the synthetic NIC alive.
  var movesDataPath: Bool { sysctl["hw.hn.vf_transparent"] ?? "0" == "0" }

  /// The same machine under a kernel of that release.
  package func upgraded(to number: String) -> SimulatedMachine {
    var copy = self
    copy.release = SimulatedRelease(number, hasDataPath: movesDataPath)
    let running = copy.clients
    copy.clients = []
    for client in running {
      copy.files["/var/run/dhclient.\(client.interface).pid"] = nil
      copy.start(client)
    }
    copy.boot()
    if copy.sysctl["hw.hn.vfmap"] == nil {
      copy.sysctl["hw.hn.vfmap"] = copy.kernel.synthetics.sorted { $0.key < $1.key }
        .map { "\($0):\($1)" }.joined(separator: " ")
    }
    return copy
  }

  /// A VF leaves and comes back, as hardware does: it was a port and is none now.
  package mutating func replug(_ vf: String, isUp: Bool) {
    letGo(vf)
    var fresh = SimulatedNIC()
    fresh.up = isUp
    fresh.ether = kernel.synthetics[vf].flatMap { nics[$0]?.ether }
    nics[vf] = fresh
    kernel.order = kernel.order.filter { $0 != vf } + [vf]
    settle()
  }
}
