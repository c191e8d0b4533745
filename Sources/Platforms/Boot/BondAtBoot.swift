import Failover
import RCConf

/// A system that configures the interfaces at boot.
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

/// The changes to the files of a boot system with which the system creates a bond at each boot, and
/// what the user has to check besides.
package struct BootFiles: Equatable, Sendable {
  /// The files to create, change or remove, in the order in which they are shown and written.
  package var changes: [FileChange]
  /// Variables of other services that name the synthetic NIC for an unknown purpose, as `path:line:
  /// NAME: value`. They are not changed: the administrator has to check them.
  package var unknown: [String] = []
  /// The bridge that has the synthetic NIC as a member and so forbids a bond; nil if there is none.
  package var bridge: InterfaceName?
  /// Hints for the user, one per line: what else may need a change by hand.
  package var advice: [String] = []
  /// The path of a changed file that cloud-init writes anew at each boot; nil if there is none.
  package var rewritten: String?

  /// The boot files with these changes. A change that leaves the text of its file as it is is
  /// dropped.
  package init(_ changes: [FileChange], unknown: [String] = [], advice: [String] = []) {
    self.changes = changes.filter { $0.isChange }
    self.unknown = unknown
    self.advice = advice
  }
}

/// A request for a bond that is made at boot with the synthetic NIC as its only member. A VF that
/// comes later only has to join the bond.
package struct BondAtBoot {
  /// The takeover of the synthetic NIC, with the configuration of the NIC or of its bond.
  let takeover: Takeover
  /// The variables of rc.conf(5).
  let variables: Variables
  /// The files of rc.conf(5) that set these variables.
  let texts: ConfigTexts

  /// A request for the bond of `takeover`, which has not been carried out. `texts` are the files of
  /// rc.conf that set `variables`.
  package init(_ takeover: Takeover, _ variables: Variables, in texts: ConfigTexts = .none) {
    self.takeover = takeover
    self.variables = variables
    self.texts = texts
  }

  var synthetic: InterfaceName { takeover.synthetic }
  var bond: InterfaceName { takeover.bond }
  var nic: Interface { takeover.network.interface(synthetic) ?? Interface(synthetic) }

  /// True if the addresses of this family come from a lease: a client runs for the NIC, or rc.conf
  /// asks for DHCP (IPv4).
  func leases(_ family: AddressFamily) -> Bool {
    let client = takeover.network.clients.contains {
      $0.interface == synthetic && $0.program.isForIPv6 == (family == .inet6)
    }
    return client || (family == .inet && takeover.settings.usesDHCP)
  }

  /// The fixed addresses of a family: those in rc.conf, or else the present ones. The present ones
  /// do not count if they come from a lease, from router advertisements, or are link-local.
  func addresses(_ family: AddressFamily) -> [InterfaceAddress] {
    let said = takeover.settings.fixed.addresses.filter { $0.family == family }
    guard said.isEmpty, !leases(family) else { return said }
    return nic.addresses(family).filter { !$0.isAutoconfigured && !$0.address.isLinkLocal }
  }

  /// The routes of a family with a gateway. Empty if the family has a lease, which brings its own
  /// routes.
  func routes(_ family: AddressFamily) -> [Route] {
    guard !leases(family) else { return [] }
    let said = takeover.settings.fixed.routes
    let live = takeover.network.routes(through: synthetic).filter { route in
      !route.attributes.contains("ra") && !said.contains { $0.stands(for: route) }
    }
    return (said + live).filter { $0.family == family && $0.gateway != nil }
  }

  /// The MTU in bytes; nil if it is the usual 1500, or unknown.
  var mtu: Int? {
    let size = takeover.settings.fixed.mtu ?? nic.mtu
    return size == 1500 ? nil : size
  }

  /// The interval in milliseconds at which the bond checks the links of its members.
  var monitoring: String {
    let parts = takeover.settings.general.monitoring.components
    return String(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)
  }
}

extension BondAtBoot {
  /// Returns the changes of a DHCP client's configuration file at `path`, and of the files that it
  /// includes.
  ///
  /// Settings for the synthetic NIC alone are changed to name the bond: a block for one interface
  /// does not apply to another. Empty if no file has such settings. `language` is the syntax of the
  /// file. `depth` counts the `include` statements that lead to the file; at 8, further ones are
  /// ignored.
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
