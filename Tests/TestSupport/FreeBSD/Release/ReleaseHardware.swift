// Events that happen to a machine from outside.

extension SimulatedMachine {
  /// True if the host moves the data path to the VF. The kernel's own failover (transparent mode)
  /// keeps the synthetic NIC working.
  var movesDataPath: Bool { sysctl["hw.hn.vf_transparent"] ?? "0" == "0" }

  /// Returns the same machine under the kernel of another release.
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

  /// Removes a VF and adds it again, as the hardware does. It is no port of a lagg afterwards.
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
