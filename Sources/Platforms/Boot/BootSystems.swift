import Failover

extension FreeBSD {
  /// The systems that can make a bond at boot: on FreeBSD only rc(8), which reads rc.conf.
  package var bootSystems: [BootSystem] { [.rcconf] }

  /// Returns the system that configures the interface: on FreeBSD always rc(8), which reads
  /// rc.conf.
  package func bootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> BootSystem? { .rcconf }

  /// Returns the changes of the files of rc.conf(5) that make the lagg at boot.
  package func bootFiles(
    _ request: BondAtBoot, for system: BootSystem, asking guest: any GuestView
  ) throws(GuestError) -> BootFiles {
    try RCConfFiles(request: request, guest: guest).files
  }
}

extension Linux {
  /// The systems that can make a bond at boot: those of the big distributions.
  package var bootSystems: [BootSystem] { [.networkd, .networkmanager, .ifupdown] }

  /// Returns the system that configures the NIC; nil if none of `bootSystems` can be recognised, or
  /// if another system such as wicked(8) runs.
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

  /// Returns the running network manager that has the interface as managed; nil if there is none.
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

  /// Returns the changes of the files of `system` that make the bond at boot.
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
