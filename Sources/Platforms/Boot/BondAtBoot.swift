import Failover
import RCConf

/// A system that makes interfaces at boot.
package enum BootSystem: String, CaseIterable, Sendable {
  /// rc(8) of FreeBSD.
  case rcconf = "rc.conf"
  /// systemd-networkd(8).
  case networkd
  /// NetworkManager(8).
  case networkmanager
  /// ifup(8) of Debian.
  case ifupdown
}

/// A file that makes a bond at boot, or a part of one.
package struct BootFile: Hashable, Sendable {
  /// Where it goes.
  package var path: String
  /// The whole contents.
  package var text: String
  /// Its permission bits.
  package var permissions: UInt16 = 0o644

  /// `text` for `path`.
  package init(_ path: String, _ text: String, permissions: UInt16 = 0o644) {
    self.path = path
    self.text = text
    self.permissions = permissions
  }
}

/// Files that make a bond at boot, and what has to go before they can work.
package struct BootFiles: Hashable, Sendable {
  /// The files.
  package var files: [BootFile]
  /// Lines of other files, `path:line: text`, that configure the synthetic NIC itself.
  package var inTheWay: [String] = []
  /// Values of other variables, `path:line: NAME: value`, that name the synthetic NIC for a purpose that is
  /// not known: the administrator has to look.
  package var unknown: [String] = []
  /// The bridge that forbids a bond at boot; nil: none.
  package var bridge: InterfaceName?

  /// These files, with nothing in their way.
  package init(_ files: [BootFile], inTheWay: [String] = []) {
    self.files = files
    self.inTheWay = inTheWay
  }
}

/// A bond that is to be there at boot, with the synthetic NIC alone in it: then a VF only joins.
package struct BondAtBoot {
  /// The NIC with everything that it has, or that its bond has for it.
  let takeover: Takeover
  /// What rc.conf sets.
  let variables: Variables

  /// The bond of `takeover`, which has not been made.
  package init(_ takeover: Takeover, _ variables: Variables) {
    self.takeover = takeover
    self.variables = variables
  }

  var synthetic: InterfaceName { takeover.synthetic }
  var bond: InterfaceName { takeover.bond }
  var nic: Interface { takeover.network.interface(synthetic) ?? Interface(synthetic) }

  /// Whether an address comes from a lease: rc.conf says so, or a client runs.
  func leases(_ family: AddressFamily) -> Bool {
    let client = takeover.network.clients.contains {
      $0.interface == synthetic && $0.program.isForIPv6 == (family == .inet6)
    }
    return client || (family == .inet && takeover.settings.usesDHCP)
  }

  /// The addresses of a family that come from nowhere else: rc.conf's, or those that are there.
  func addresses(_ family: AddressFamily) -> [InterfaceAddress] {
    let said = takeover.settings.fixed.addresses.filter { $0.family == family }
    guard said.isEmpty, !leases(family) else { return said }
    return nic.addresses(family).filter { !$0.isAutoconfigured && !$0.address.isLinkLocal }
  }

  /// Routes by a router of a family that no lease brings.
  func routes(_ family: AddressFamily) -> [Route] {
    guard !leases(family) else { return [] }
    let said = takeover.settings.fixed.routes
    let live = takeover.network.routes(through: synthetic).filter { route in
      !route.attributes.contains("ra") && !said.contains { $0.stands(for: route) }
    }
    return (said + live).filter { $0.family == family && $0.gateway != nil }
  }

  /// The size of packets, where it is not the usual one.
  var mtu: Int? {
    let size = takeover.settings.fixed.mtu ?? nic.mtu
    return size == 1500 ? nil : size
  }

  /// Milliseconds between two looks at the links.
  var monitoring: String {
    let parts = takeover.settings.general.monitoring.components
    return String(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)
  }
}
