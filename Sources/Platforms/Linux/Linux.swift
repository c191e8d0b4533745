import Failover

/// Linux: sysfs, ip(8), bonding, and one of three DHCP clients.
package struct Linux: Sendable {
  /// Linux.
  package init() {}

  static let net = "/sys/class/net"
  /// There on every distribution, by a link where /sbin and /usr/sbin are one.
  static let ip = "/sbin/ip"

  /// accept_ra 2: also where the guest forwards packets; elsewhere the same as 1.
  static let acceptAdvertisements = "2"

  /// The file of an interface's IPv6 setting (Documentation/networking/ip-sysctl.rst).
  static func ipv6(_ setting: String, of name: InterfaceName) -> String {
    "/proc/sys/net/ipv6/conf/\(name)/\(setting)"
  }
}
