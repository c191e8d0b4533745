import Failover

extension FreeBSD {
  /// The systems that can make a bond at boot: on FreeBSD only rc(8), which reads rc.conf.
  package var bootSystems: [BootSystem] { [.rcconf] }

  /// Returns the system that configures the interface `name` at boot: on FreeBSD always rc(8),
  /// which reads rc.conf. Never nil.
  package func bootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> BootSystem? { .rcconf }

  /// Returns the changes of the files of rc.conf(5) after which rc(8) makes the lagg at boot.
  /// `system` is always `.rcconf`.
  ///
  /// Throws if a file cannot be read or is not UTF-8, or if a variable is set in a way that
  /// `persist` cannot change.
  package func bootFiles(
    _ request: BondAtBoot, for system: BootSystem, asking guest: any GuestView
  ) throws(GuestError) -> BootFiles {
    try RCConfFiles(request: request, guest: guest).files
  }
}

extension Linux {
  /// The systems for which `persist` can write files that make a bond at boot: networkd,
  /// NetworkManager and ifupdown.
  package var bootSystems: [BootSystem] { [.networkd, .networkmanager, .ifupdown] }

  /// Returns the system that configures the NIC `name` at boot: NetworkManager or networkd if one
  /// of them manages the NIC, else ifupdown if there is a file /etc/network/interfaces.
  ///
  /// Nil if none of the three does, or if instead of ifupdown another system such as wicked(8)
  /// configures the NIC (`foreignBootSystem`). Throws if a file cannot be read.
  package func bootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> BootSystem? {
    switch try manager(of: name, asking: guest) {
    case .networkManager?: return .networkmanager
    case .networkd?: return .networkd
    default: break
    }
    if try foreignBootSystem(of: name, asking: guest) != nil { return nil }
    return try guest.contents(of: "/etc/network/interfaces") == nil ? nil : .ifupdown
  }

  /// Returns the program, NetworkManager or networkd, that runs and manages the interface `name`.
  /// Nil if neither does, or if there is no such interface. Throws if a file cannot be read.
  func manager(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> NetworkOwner? {
    guard let number = try guest.line(of: "\(Self.net)/\(name)/ifindex") else { return nil }
    let surroundings = Prerequisites(guest)
    for program in try surroundings.running() where try surroundings.owns(number, program) {
      return program
    }
    return nil
  }

  /// Returns the changes of the files of `system` after which `system` makes the bond at boot, and
  /// whether cloud-init would overwrite one of them (`BootFiles.rewritten`).
  ///
  /// Throws if a file cannot be read or is not UTF-8, or if the present configuration has a form
  /// that `persist` cannot change.
  package func bootFiles(
    _ request: BondAtBoot, for system: BootSystem, asking guest: any GuestView
  ) throws(GuestError) -> BootFiles {
    var found =
      switch system {
      case .networkd: try NetworkdFiles(request: request, guest: guest).files
      case .networkmanager: try NetworkManagerFiles(request: request, guest: guest).files
      case .ifupdown, .rcconf: try IfupdownFiles(request: request, guest: guest).files
      }
    found.rewritten = try CloudInit(guest: guest).rewritten(found.changes)
    return found
  }
}
