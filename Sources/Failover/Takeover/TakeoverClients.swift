// The DHCP client on the bond is the one that the NIC had, to its server and to the system.
extension Takeover {
  /// The NIC whose configuration counts.
  var configured: InterfaceName {
    isOnlyVFConfigured ? givingVF?.name ?? synthetic : synthetic
  }

  /// The copy of the configuration that a client of `name` reads; nil: the file itself will do. In a release,
  /// which is a takeover the other way, the bond is what has one.
  private func configuration(
    of program: DHCPClient.Program, on name: InterfaceName
  ) -> ClientConfiguration? {
    guard compatibility == .none else { return nil }
    return network.clientConfigurations.first {
      $0.program == program && $0.bond == name
        && ($0.interface == configured || $0.interface == bond)
    }
  }

  /// What the client of the NIC was given beyond what says how to run. FreeBSD's hides that; it comes from
  /// rc.conf.
  func arguments(of program: DHCPClient.Program) -> [String] {
    guard program != .freebsd else { return settings.clientFlags }
    let running = network.clients.first { $0.interface == configured && $0.program == program }
    return running?.arguments ?? endedArguments.first { $0.program == program }?.words ?? []
  }

  /// The same for the client of `name`, which may read a copy of the configuration.
  func arguments(of program: DHCPClient.Program, on name: InterfaceName) -> [String] {
    let own = arguments(of: program)
    guard let copy = configuration(of: program, on: name),
      let option = program.configurationOption
    else { return own }
    return own.setting(option, to: copy.path)
  }

  /// Starts a client again that the NIC had, in an undo.
  func restart(_ program: DHCPClient.Program, on name: InterfaceName) -> [Action] {
    let isSame = [bond, synthetic, configured].contains(name)
    return (configuration(of: program, on: name).map { [.configureClient($0)] } ?? []) + [
      .startClient(
        program, on: name, waits: false,
        with: isSame ? arguments(of: program, on: name) : [])
    ]
  }

  /// Makes the copy that the bond's client reads.
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
