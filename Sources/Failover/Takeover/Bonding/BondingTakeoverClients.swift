// The DHCP clients of a takeover on Linux.
extension BondingTakeover {
  private var running: [DHCPClient] { takeover.clients(of: takeover.configured) }

  /// The DHCP clients of the NIC whose configuration the bond gets: those that run, and those that
  /// a killed run may have ended. Empty if there are none.
  private var programs: [DHCPClient.Program] {
    takeover.configured == synthetic ? syntheticPrograms : vfPrograms
  }

  private var syntheticPrograms: [DHCPClient.Program] {
    with(takeover.endedClients, takeover.clients(of: synthetic))
  }

  /// The DHCP clients of the VF: those that run, and those that a killed run may have ended. Empty
  /// if there are none.
  var vfPrograms: [DHCPClient.Program] {
    takeover.configuredVF.map { with(takeover.endedVFClients, takeover.clients(of: $0.name)) } ?? []
  }

  private func with(
    _ ended: [DHCPClient.Program], _ running: [DHCPClient]
  ) -> [DHCPClient.Program] {
    let programs = running.map { $0.program }
    return programs + ended.filter { !programs.contains($0) }
  }

  var restartClients: [Action] {
    syntheticPrograms.flatMap { takeover.restart($0, on: synthetic) }
  }

  var stopClients: [Step] {
    takeover.configuredNICs.flatMap { takeover.clients(of: $0.name) }.map { client in
      let isVFs = client.interface != synthetic
      return Step(
        .stopClient(client),
        undo: !isVFs && BondingConfiguration(self).transfer.isEmpty ? restartClients : [],
        because: "two DHCP clients would change the same address",
        deviation: isVFs ? .vfFollows : nil, onFailure: .goOn)
    }
  }

  /// The steps that start DHCP clients on the bond: one for IPv4 if rc.conf asks for DHCP, or if
  /// one ran on the NIC; and each client for IPv6 that ran on the NIC. Empty if none is needed, or
  /// if they run on the bond already. Throws if a client for IPv4 is needed and none is installed.
  var startClients: [Step] {
    get throws(Refusal) {
      let settings = takeover.settings
      let ran = programs.first { !$0.isForIPv6 }
      var steps: [Step] = []
      if settings.usesDHCP || ran != nil {
        guard let client = takeover.network.installedClient ?? ran.map({ .init($0) }) else {
          throw .noClient(DHCPClient.Program.names)
        }
        steps += start(client, waits: settings.waitsForLease)
      }
      for program in programs where program.isForIPv6 {
        steps += start(DHCPClient.Installed(program), waits: false)
      }
      return steps
    }
  }

  private func start(_ client: DHCPClient.Installed, waits: Bool) -> [Step] {
    let name = bond
    guard takeover.network.client(of: name)?.program != client.program else { return [] }
    let copy = running.filter { $0.program == client.program }.map { old in
      Step(
        .copyLease(old, to: name), because: "the DHCP client can ask for the same address",
        onFailure: .goOn)
    }
    return copy + takeover.configureClient(client.program) + [
      Step(
        .startClient(
          client.program, on: name, waits: waits, at: client.path,
          with: takeover.arguments(of: client.program, on: name)),
        because: "the DHCP client renews the lease", onFailure: .report)
    ]
  }
}

extension DHCPClient.Program {
  /// True for a DHCPv6 client, false for one for IPv4.
  package var isForIPv6: Bool { self == .isc6 || self == .dhcpcd6 }

  /// The names of the DHCP clients that the programs can use on Linux, for messages.
  static let names = ["dhclient", "dhcpcd", "udhcpc"]
}
