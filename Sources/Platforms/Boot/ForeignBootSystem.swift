import Failover

/// A program that configures the interfaces at boot, but for which `persist` cannot write files.
/// The administrator has to make the bond by hand.
package enum ForeignBootSystem: String, CaseIterable, Sendable {
  /// wicked(8) of SUSE, which reads files such as ifcfg-eth0.
  case wicked
  /// ConnMan, connman(8), which can make no bond.
  case connman
  /// netifd of OpenWrt, which reads /etc/config/network.
  case netifd
  /// The network-scripts of Red Hat, which read files such as ifcfg-eth0.
  case networkScripts = "network-scripts"
  /// netifrc of Gentoo, which has a service such as net.eth0 for each interface.
  case netifrc
}

extension FreeBSD {
  /// Returns nil always: on FreeBSD only rc(8) configures the interfaces, and `persist` can write
  /// its files.
  package func foreignBootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> ForeignBootSystem? { nil }
}

extension Linux {
  /// Returns the program that configures the NIC `name` at boot, if `persist` cannot write files
  /// for that program; nil if no such program is found.
  ///
  /// wicked and ConnMan count if they run, and netifd if it is installed and configured.
  /// network-scripts and netifrc count if there is a file for the NIC: ifcfg-eth0,
  /// /etc/init.d/net.eth0. Throws if a file cannot be read.
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
