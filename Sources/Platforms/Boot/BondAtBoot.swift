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

/// What makes a bond at boot.
package struct BootFiles: Equatable, Sendable {
  /// The files that are made, change or go, in the order in which they are shown and written.
  package var changes: [FileChange]
  /// Values of other variables, `path:line: NAME: value`, that name the synthetic NIC for a purpose that is
  /// not known: the administrator has to look.
  package var unknown: [String] = []
  /// The bridge that forbids a bond at boot; nil: none.
  package var bridge: InterfaceName?
  /// Lines for the user: what he may do beside it.
  package var advice: [String] = []
  /// A file among them that cloud-init writes anew at each boot; nil: none.
  package var rewritten: String?

  /// These files; those that are as they should be are left out.
  package init(_ changes: [FileChange], unknown: [String] = [], advice: [String] = []) {
    self.changes = changes.filter { $0.isChange }
    self.unknown = unknown
    self.advice = advice
  }
}

/// A bond that is to be there at boot, with the synthetic NIC alone in it: then a VF only joins.
package struct BondAtBoot {
  /// The NIC with everything that it has, or that its bond has for it.
  let takeover: Takeover
  /// What rc.conf sets.
  let variables: Variables
  /// Where it sets them.
  let texts: ConfigTexts

  /// The bond of `takeover`, which has not been made.
  package init(_ takeover: Takeover, _ variables: Variables, in texts: ConfigTexts = .none) {
    self.takeover = takeover
    self.variables = variables
    self.texts = texts
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

extension BondAtBoot {
  /// The file at `path` of a DHCP client's configuration, and those that it includes, with what they say of
  /// the synthetic NIC alone said of the bond: a block for one interface holds for no other.
  func clientConfiguration(
    _ path: String, _ language: ClientConfigurationText.Language, _ guest: any GuestView,
    depth: Int = 0
  ) throws(GuestError) -> [FileChange] {
    guard let before = try guest.text(of: path) else { return [] }
    let text = ClientConfigurationText(Array(before.utf8), language)
    var changes: [FileChange] = []
    for inclusion in text.inclusions where depth < 8 {
      changes += try clientConfiguration(inclusion.path, language, guest, depth: depth + 1)
    }
    guard !text.places(naming: synthetic).isEmpty else { return changes }
    let after = String(decoding: text.naming(bond, insteadOf: synthetic), as: UTF8.self)
    return [FileChange(path: path, before: before, after: after)] + changes
  }
}
