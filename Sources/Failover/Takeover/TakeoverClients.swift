// The DHCP client of the bond has the identity of the NIC's client, so that the server gives the
// same address.
extension Takeover {
  /// The NIC whose configuration the bond gets: the VF if only that is configured, else the
  /// synthetic NIC.
  var configured: InterfaceName {
    isOnlyVFConfigured ? configuredVF?.name ?? synthetic : synthetic
  }

  /// The copy of the configuration file for the client of `name`; nil if the client can read the
  /// file itself. A release is a takeover from the bond to the synthetic NIC, so there the copy
  /// names `bond` as the original interface.
  private func configuration(
    of program: DHCPClient.Program, on name: InterfaceName
  ) -> ClientConfiguration? {
    guard compatibility == .none else { return nil }
    return network.clientConfigurations.first {
      $0.program == program && $0.bond == name
        && ($0.interface == configured || $0.interface == bond)
    }
  }

  /// The arguments of the NIC's client, without those for the run mode. FreeBSD's dhclient hides
  /// its arguments, so those of rc.conf are returned.
  func arguments(of program: DHCPClient.Program) -> [String] {
    guard program != .freebsd else { return settings.clientFlags }
    let running = network.clients.first { $0.interface == configured && $0.program == program }
    return running?.arguments ?? endedArguments.first { $0.program == program }?.words ?? []
  }

  /// The arguments for the client of the interface `name`. If the client needs a copy of the
  /// configuration file, they contain the path of the copy.
  func arguments(of program: DHCPClient.Program, on name: InterfaceName) -> [String] {
    let own = arguments(of: program)
    guard let copy = configuration(of: program, on: name),
      let option = program.configurationOption
    else { return own }
    return own.setting(option, to: copy.path)
  }

  /// The actions that start a client on the interface `name` again, in an undo.
  func restart(_ program: DHCPClient.Program, on name: InterfaceName) -> [Action] {
    let isSame = [bond, synthetic, configured].contains(name)
    return (configuration(of: program, on: name).map { [.configureClient($0)] } ?? []) + [
      .startClient(
        program, on: name, waits: false,
        with: isSame ? arguments(of: program, on: name) : [])
    ]
  }

  /// The step that writes the configuration file for the client of the bond; none if the client
  /// needs no copy.
  func configureClient(_ program: DHCPClient.Program) -> [Step] {
    guard let copy = configuration(of: program, on: bond) else { return [] }
    return [
      Step(
        .configureClient(copy),
        because: "what \(copy.source) says of \(copy.interface) holds for \(copy.bond)",
        deviation: order == .lagg ? .sameClient : nil)
    ]
  }
}
