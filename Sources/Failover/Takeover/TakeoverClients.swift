// The DHCP client on the bond is the one that the NIC had, to its server and to the system.
extension Takeover {
  /// The NIC whose configuration counts.
  var configured: InterfaceName {
    isOnlyVFConfigured ? givingVF?.name ?? synthetic : synthetic
  }

  /// The copy of the client's configuration that the bond's client reads; nil: the file itself will do.
  func configuration(of program: DHCPClient.Program) -> ClientConfiguration? {
    guard compatibility == .none else { return nil }
    return network.clientConfigurations.first {
      $0.program == program && $0.interface == configured
    }
  }

  /// What `name`'s client is given beyond what says how to run. FreeBSD's hides its arguments; they come
  /// from rc.conf.
  func arguments(of program: DHCPClient.Program, on name: InterfaceName) -> [String] {
    let own = program == .freebsd ? settings.clientFlags : []
    guard name == bond, let copy = configuration(of: program),
      let option = program.configurationOption
    else { return own }
    return own.setting(option, to: copy.path)
  }

  /// Starts a client again that the NIC had, in an undo.
  func restart(_ program: DHCPClient.Program, on name: InterfaceName) -> Action {
    .startClient(
      program, on: name, waits: false,
      with: name == bond || name == configured ? arguments(of: program, on: name) : [])
  }

  /// Makes the copy that the bond's client reads.
  func configureClient(_ program: DHCPClient.Program) -> [Step] {
    configuration(of: program).map { copy in
      Step(
        .configureClient(copy),
        because: "what \(copy.source) says of \(copy.interface) holds for \(copy.bond)",
        deviation: .sameClient)
    }.map { [$0] } ?? []
  }
}
