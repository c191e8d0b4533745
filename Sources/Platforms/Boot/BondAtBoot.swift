import Failover
import RCConf

/// A system that configures the interfaces at boot, and for which `hyperv_vfctl persist` can write
/// files. The raw value is its name in `persist --for NAME`.
package enum BootSystem: String, CaseIterable, Sendable {
  /// rc(8) of FreeBSD, which reads rc.conf(5).
  case rcconf = "rc.conf"
  /// systemd-networkd(8), which reads `.network` and `.netdev` files.
  case networkd
  /// NetworkManager(8), which reads a keyfile for each connection profile.
  case networkmanager
  /// ifup(8) of Debian, which reads interfaces(5).
  case ifupdown
}

/// What `persist` writes and prints: the changes of files after which a boot system, such as
/// networkd, makes a bond at each boot, and notes for the user.
package struct BootFiles: Equatable, Sendable {
  /// The files to create, change or remove, in the order in which they are shown and written. Empty
  /// if no file has to change.
  package var changes: [FileChange]
  /// Settings of other services that name the synthetic NIC for a purpose that this program does
  /// not know, each as text that begins with `path:line:`. They are not changed: the administrator
  /// has to check them. Empty if there are none.
  package var unknown: [String] = []
  /// The bridge that gets the synthetic NIC as a member at boot; `persist` then refuses a bond. Nil
  /// if there is no such bridge, or if `hyperv_vf_bridge_IF` has the bond replace the NIC in it.
  package var bridge: InterfaceName?
  /// The place in the configuration that makes a bond of the same name for other NICs, such as
  /// `/etc/rc.conf:3: ifconfig_lagg0`; `persist` then refuses. Nil if there is none.
  package var otherBond: String?
  /// Hints for the user, one per line: what else may need a change by hand. Empty if there are
  /// none.
  package var advice: [String] = []
  /// The path of a file in `changes` that cloud-init would overwrite at the next boot; `persist`
  /// then refuses a bond. Nil if there is no such file.
  package var rewritten: String?

  /// Boot files with these changes and notes, without a bridge. Drops each of `changes` that would
  /// not change its file.
  package init(_ changes: [FileChange], unknown: [String] = [], advice: [String] = []) {
    self.changes = changes.filter { $0.isChange }
    self.unknown = unknown
    self.advice = advice
  }
}

/// A request to have a bond made at boot, with the synthetic NIC as its only member. A VF that
/// arrives later only has to join the bond.
package final class BondAtBoot {
  // A class, and no struct: a copy of all that was observed for each of its properties would take
  // more code than the properties themselves.
  /// The takeover of the synthetic NIC, as if it had not been made yet: if the bond exists already,
  /// the configuration of the bond counts as that of the NIC.
  let takeover: Takeover
  /// The variables of rc.conf(5).
  let variables: Variables
  /// The files of rc.conf(5) that set `variables`.
  let texts: ConfigTexts

  /// A request for the bond that `takeover` would make; the takeover itself is not carried out.
  /// `texts` are the files of rc.conf(5) that set `variables`.
  package init(_ takeover: Takeover, _ variables: Variables, in texts: ConfigTexts = .none) {
    self.takeover = takeover
    self.variables = variables
    self.texts = texts
  }

  var synthetic: InterfaceName { takeover.synthetic }
  var bond: InterfaceName { takeover.bond }
  var nic: Interface { takeover.network.interface(synthetic) ?? Interface(synthetic) }

  /// True if the synthetic NIC gets its addresses of `family` by DHCP: a DHCP client for this
  /// family runs on the NIC or, for IPv4, rc.conf has `ifconfig_hn0="DHCP"`.
  func leases(_ family: AddressFamily) -> Bool {
    let client = takeover.network.clients.contains {
      $0.interface == synthetic && $0.program.isForIPv6 == (family == .inet6)
    }
    return client || (family == .inet && takeover.settings.usesDHCP)
  }

  /// The fixed addresses of `family` for the bond: those that `takeover.settings` has from rc.conf,
  /// or else the present ones of the synthetic NIC, without link-local ones and those from router
  /// advertisements.
  ///
  /// Empty if there are none, or if rc.conf has none and the family is configured by DHCP.
  func addresses(_ family: AddressFamily) -> [InterfaceAddress] {
    let said = takeover.settings.fixed.addresses.filter { $0.family == family }
    guard said.isEmpty, !leases(family) else { return said }
    return nic.addresses(family).filter { !$0.isAutoconfigured && !$0.address.isLinkLocal }
  }

  /// The routes of `family` with a gateway for the bond: those that `takeover.settings` has from
  /// rc.conf, then the present ones through the synthetic NIC to other destinations. Routes from
  /// router advertisements are left out.
  ///
  /// Empty if there are none, or if the family is configured by DHCP, which brings its own routes.
  func routes(_ family: AddressFamily) -> [Route] {
    guard !leases(family) else { return [] }
    let said = takeover.settings.fixed.routes
    let live = takeover.network.routes(through: synthetic).filter { route in
      !route.attributes.contains("ra") && !said.contains { $0.canReplace(route) }
    }
    return (said + live).filter { $0.family == family && $0.gateway != nil }
  }

  /// The MTU of the bond in bytes: the one that `takeover.settings` has from rc.conf, or else the
  /// present one of the synthetic NIC. Nil if it is the usual 1500, or unknown.
  var mtu: Int? {
    let size = takeover.settings.fixed.mtu ?? nic.mtu
    return size == 1500 ? nil : size
  }

  /// The interval at which the bond checks the links of its members, in milliseconds, as digits:
  /// `100`. Set by `hyperv_vf_miimon`.
  var monitoring: String {
    String(takeover.settings.general.monitoring.milliseconds)
  }
}

extension BondAtBoot {
  /// Returns the changes of a DHCP client's configuration file at `path`, and of the files that it
  /// includes. A setting for the synthetic NIC alone, such as `interface "eth0" { … }`, names the
  /// bond instead, since it would not apply to the bond.
  ///
  /// Empty if there is no file at `path`, or if the files have no such settings. `language` is the
  /// syntax of the files. `depth` counts the `include` statements that lead to the file; at 8,
  /// further ones are ignored. Throws if a file cannot be read or is not UTF-8.
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
