// The DHCP client of the bond has the identity of the NIC's client, so that the server gives the
// same address.
extension Takeover {
  /// The NIC whose configuration the bond gets: the synthetic NIC; or the VF if only the VF has
  /// addresses, routes or a DHCP client.
  var configured: InterfaceName {
    isOnlyVFConfigured ? configuredVF?.name ?? synthetic : synthetic
  }

  /// The copy of the configuration file of `program` that names the interface `name`:
  /// `interface "bond0"` in place of `interface "eth0"`. Nil if the client on `name` can use the
  /// original file, and in compatibility mode.
  private func configuration(
    of program: DHCPClient.Program, on name: InterfaceName
  ) -> ClientConfiguration? {
    guard compatibility == .none else { return nil }
    return network.clientConfigurations.first {
      $0.program == program && $0.bond == name
        && ($0.interface == configured || $0.interface == bond)
    }
  }

  /// The arguments of the DHCP client `program` on the NIC whose configuration the bond gets, such
  /// as `-e IF_METRIC=200`. Without those for background mode, pid files and lease files. For
  /// FreeBSD's dhclient, which hides its arguments, those in rc.conf. Empty if there are none.
  func arguments(of program: DHCPClient.Program) -> [String] {
    guard program != .freebsd else { return settings.clientFlags }
    let running = network.clients.first { $0.interface == configured && $0.program == program }
    return running?.arguments ?? endedArguments.first { $0.program == program }?.words ?? []
  }

  /// The arguments with which `program` is started on the interface `name`: those of
  /// `arguments(of:)`. If the client needs a copy of its configuration file, they also name the
  /// copy: `-cf PATH`.
  func arguments(of program: DHCPClient.Program, on name: InterfaceName) -> [String] {
    let own = arguments(of: program)
    guard let copy = configuration(of: program, on: name),
      let option = program.configurationOption
    else { return own }
    return own.setting(option, to: copy.path)
  }

  /// The actions with which an undo starts the DHCP client `program` on the interface `name` again.
  /// If the client needs a copy of its configuration file, the first action writes the copy.
  func restart(_ program: DHCPClient.Program, on name: InterfaceName) -> [Action] {
    let isSame = [bond, synthetic, configured].contains(name)
    return (configuration(of: program, on: name).map { [.configureClient($0)] } ?? []) + [
      .startClient(
        program, on: name, waits: false,
        with: isSame ? arguments(of: program, on: name) : [])
    ]
  }

  /// The step that writes a copy of the configuration file of `program`, with the name of the bond
  /// in place of the NIC's. Empty if the client can use the original file.
  func configureClient(_ program: DHCPClient.Program) -> [Step] {
    guard let copy = configuration(of: program, on: bond) else { return [] }
    return [
      Step(
        .configureClient(copy),
        because: "the copy of " + copy.source + " names " + copy.bond + " in place of "
          + copy.interface,
        deviation: order == .lagg ? .sameClient : nil)
    ]
  }
}
