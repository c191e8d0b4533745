import Failover

/// A program that makes interfaces at boot, and that no files are written for.
package enum ForeignBootSystem: String, CaseIterable, Sendable {
  /// wicked(8) of SUSE.
  case wicked
  /// connman(8).
  case connman
  /// netifd of OpenWrt.
  case netifd
  /// The network-scripts of Red Hat.
  case networkScripts = "network-scripts"
  /// netifrc of Gentoo.
  case netifrc
}

extension FreeBSD {
  /// rc(8) alone makes them.
  package func foreignBootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> ForeignBootSystem? { nil }
}

extension Linux {
  /// By what runs, or by what is written for the NIC.
  package func foreignBootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> ForeignBootSystem? {
    let surroundings = Prerequisites(guest)
    if try surroundings.isRunning("wickedd") { return .wicked }
    if try surroundings.isRunning("connman") { return .connman }
    if guest.isExecutable("/sbin/netifd"), try guest.contents(of: "/etc/config/network") != nil {
      return .netifd
    }
    let script = "/etc/sysconfig/network-scripts/ifcfg-\(name)"
    if try guest.contents(of: script) != nil { return .networkScripts }
    return try guest.target(ofLink: "/etc/init.d/net.\(name)") == nil ? nil : .netifrc
  }
}
