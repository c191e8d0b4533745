import Failover

/// A program that configures the interfaces at boot, and for which `persist` writes no files.
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
  /// Always nil: FreeBSD has only rc(8).
  package func foreignBootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> ForeignBootSystem? { nil }
}

extension Linux {
  /// Returns the one of these programs that runs, or that has a configuration file for the NIC; nil
  /// if there is none.
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
