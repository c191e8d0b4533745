import RCConf

/// The state of a pair before a takeover, saved in a file. If the run is killed, the next run reads
/// the file to finish or undo its work.
///
/// The text is an rc.conf file, which the evaluator and an administrator can read.
package struct SavedState: Hashable, Sendable {
  /// The synthetic NIC as it was before the takeover.
  package var nic: Interface
  /// The name of the bond of the takeover.
  package var bond: InterfaceName
  /// The routes through the synthetic NIC; empty if there are none.
  package var routes: [Route]
  /// The VLANs on the synthetic NIC; empty if there are none.
  package var vlans: [VLAN]
  /// The routes through the VLANs in `vlans`; empty if there are none.
  package var vlanRoutes: [Route]
  /// The DHCP clients of the synthetic NIC; empty if none ran.
  package var clients: [DHCPClient.Program]
  /// The arguments of the clients in `clients`. Clients without arguments are left out.
  package var clientArguments: [DHCPClient.Arguments] = []
  /// The VF as it was before the takeover, if it had an address, a route or a DHCP client; else
  /// nil.
  package var vf: Interface?
  /// The routes through the VF; empty if `vf` is nil.
  package var vfRoutes: [Route] = []
  /// The DHCP clients of the VF; empty if `vf` is nil.
  package var vfClients: [DHCPClient.Program] = []
  /// The other settings that a takeover changes, such as routing rules.
  package var settings = SavedSettings()
  /// The bond as it was before the takeover, if it existed already: another program had made it.
  /// Nil if the takeover makes the bond.
  package var originalBond: Interface?
  /// The routes through `originalBond`; empty if that is nil.
  package var bondRoutes: [Route]

  /// The state of the pair of `takeover` as observed before it.
  package init(before takeover: Takeover) {
    nic = takeover.nic
    bond = takeover.bond
    originalBond = takeover.originalBond
    bondRoutes = takeover.originalBond == nil ? [] : takeover.originalBondRoutes
    routes = takeover.network.routes(through: takeover.synthetic)
    vlans = takeover.network.vlans
    vlanRoutes = vlans.flatMap { takeover.network.routes(through: $0.interface.name) }
    clients = takeover.clients(of: takeover.synthetic).map { $0.program }
    clients += takeover.endedClients.filter { !clients.contains($0) }
    clientArguments = DHCPClient.Arguments.of(clients, in: takeover)
    settings = SavedSettings(before: takeover)
    guard let vf = takeover.configuredVF else { return }
    self.vf = vf
    vfRoutes = takeover.network.routes(through: vf.name)
    vfClients = takeover.clients(of: vf.name).map { $0.program }
    vfClients += takeover.endedVFClients.filter { !vfClients.contains($0) }
  }

  /// The contents of the state file: a comment, then the variables as rc.conf assigns them.
  package var text: String {
    let lines =
      [("name", nic.name.text), ("bond", bond.text)] + nic.saved(as: "")
      + [
        ("client", clients.map { $0.rawValue }.joined(separator: " ")),
        ("routes", routes.map { $0.saved }.joined(separator: "\n")),
        ("vlans", vlans.map { $0.saved }.joined(separator: "\n")),
        ("vlan_addresses", vlans.flatMap { $0.savedAddresses }.joined(separator: "\n")),
        ("vlan_routes", vlanRoutes.map { "\($0.interface) \($0.saved)" }.joined(separator: "\n")),
      ] + savedArguments + settings.saved + savedVF + savedBond + [("complete", "YES")]
    return
      "# \(nic.name) before \(bond) took over; the next run finishes that and removes this file.\n"
      + lines.map { "\($0.0)=\($0.1.quoted)\n" }.joined()
  }

  private var savedArguments: [(String, String)] {
    guard !clientArguments.isEmpty else { return [] }
    return [("client_arguments", clientArguments.map { $0.saved }.joined(separator: "\n"))]
  }

  private var savedVF: [(String, String)] {
    guard let vf else { return [] }
    return [("vf", vf.name.text)] + vf.saved(as: "vf_") + [
      ("vf_client", vfClients.map { $0.rawValue }.joined(separator: " ")),
      ("vf_routes", vfRoutes.map { $0.saved }.joined(separator: "\n")),
    ]
  }

  private var savedBond: [(String, String)] {
    guard let originalBond else { return [] }
    let members = originalBond.bond?.members ?? []
    return originalBond.saved(as: "bond_") + [
      ("bond_note", originalBond.note),
      ("bond_members", members.map { $0.text }.joined(separator: " ")),
      ("bond_routes", bondRoutes.map { $0.saved }.joined(separator: "\n")),
    ]
  }

  /// Reads the state from the variables of a state file. Nil if the file is incomplete, or if a
  /// variable that it needs is missing or invalid.
  package init?(_ variables: Variables) {
    guard variables["complete"]?.yesNo == true,
      let name = variables.plain("name").flatMap(InterfaceName.init),
      let bond = variables.plain("bond").flatMap(InterfaceName.init),
      let nic = Interface(name, in: variables, as: ""),
      let routes = variables.lines("routes", { Route(saved: $0, through: name) }),
      let clients = variables.plain("client")?.words
    else { return nil }
    self.nic = nic
    self.bond = bond
    originalBond = Interface(bond, in: variables, as: "bond_")
    bondRoutes = variables.lines("bond_routes") { Route(saved: $0, through: bond) } ?? []
    if originalBond != nil {
      originalBond?.note = variables.plain("bond_note") ?? ""
      let members = variables.plain("bond_members")?.words ?? []
      originalBond?.bond = Bond(
        .failover, members: members.compactMap { InterfaceName($0) })
    }
    if let name = variables.plain("vf").flatMap(InterfaceName.init) {
      vf = Interface(name, in: variables, as: "vf_")
      vfRoutes = variables.lines("vf_routes") { Route(saved: $0, through: name) } ?? []
      let words = variables.plain("vf_client")?.words ?? []
      vfClients = words.compactMap(DHCPClient.Program.init)
    }
    self.routes = routes
    self.clients = clients.compactMap(DHCPClient.Program.init)
    clientArguments =
      variables.lines("client_arguments", DHCPClient.Arguments.init(saved:)) ?? []
    settings = SavedSettings(variables)
    // A file of an older version, which did not move VLANs, has neither variable.
    vlans = variables.lines("vlans", VLAN.init(saved:)) ?? []
    vlanRoutes =
      variables.lines("vlan_routes") { text in
        text.afterName.flatMap { Route(saved: $0.rest, through: $0.name) }
      } ?? []
    for entry in variables.lines("vlan_addresses", { $0.afterName }) ?? [] {
      guard let address = InterfaceAddress(saved: entry.rest),
        let index = vlans.firstIndex(where: { $0.interface.name == entry.name })
      else { return nil }
      vlans[index].interface.addresses.append(address)
    }
  }
}

extension Takeover {
  /// The takeover as the continuation of a run that was killed. The pair has the state in `saved`,
  /// from before that run, in place of the observed one, which that run may have changed.
  package func resumed(from saved: SavedState) -> Takeover {
    var copy = self
    copy.isResumed = true
    copy.network.interfaces.removeAll { $0.name == synthetic }
    var before = saved.nic
    before.hasCarrier = nic.hasCarrier
    copy.network.interfaces.append(before)
    copy.network.routes.removeAll { $0.interface == synthetic }
    copy.network.vlans = saved.vlans
    let names = saved.vlans.map { $0.interface.name }
    copy.network.routes.removeAll { names.contains($0.interface) }
    copy.network.routes += saved.routes + saved.vlanRoutes
    copy.savedBond = saved.originalBond
    copy.savedBondRoutes = saved.bondRoutes
    copy.endedClients = saved.clients.filter { program in
      !clients(of: synthetic).contains { $0.program == program }
    }
    copy.endedArguments = saved.clientArguments
    copy.resumeSettings(from: saved.settings)
    copy.resumeVF(from: saved)
    return copy
  }

  /// Gives the VF the properties in `saved`. If that VF is not there any more, its addresses,
  /// routes and clients are added to those of the synthetic NIC. Does nothing if `saved` has no VF.
  private mutating func resumeVF(from saved: SavedState) {
    guard var before = saved.vf else { return }
    guard network.vf == before.name else { return giveSynthetic(before, saved) }
    before.isUp = network.vfInterface?.isUp ?? before.isUp
    before.master = network.vfInterface?.master
    network.interfaces.removeAll { $0.name == before.name }
    network.interfaces.append(before)
    network.routes.removeAll { $0.interface == before.name }
    network.routes += saved.vfRoutes
    endedVFClients = saved.vfClients.filter { program in
      !clients(of: before.name).contains { $0.program == program }
    }
  }

  private mutating func giveSynthetic(_ vf: Interface, _ saved: SavedState) {
    for index in network.interfaces.indices where network.interfaces[index].name == synthetic {
      let present = network.interfaces[index].addresses
      network.interfaces[index].addresses += vf.ownAddresses.filter { !present.contains($0) }
    }
    let routes = saved.vfRoutes.map { $0.moved(to: synthetic) }
    network.routes += routes.filter { route in
      !network.routes(through: synthetic).contains { $0.canReplace(route) }
    }
    endedClients += saved.vfClients.filter { !endedClients.contains($0) }
  }
}
