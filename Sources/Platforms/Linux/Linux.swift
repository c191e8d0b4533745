import Failover
import RCConf

/// Linux: sysfs, ip(8), bonding, and one of three DHCP clients.
package final class Linux: Platform {
  /// The platform Linux.
  package init() {}

  /// The order of the steps for bonding, in which a member must be down when it joins.
  package var order: Takeover.Order { .bonding }

  /// The files to read, since Linux has no /etc/defaults/rc.conf that would name them.
  package var configFiles: [String] { ["/etc/rc.conf", "/etc/rc.conf.local"] }
  /// Always nil: sysctl(8) of Linux has no user.localbase.
  package var localbaseQuestion: Command? { nil }
  /// The folder for files that last until the next boot (hier(7)).
  package var runFolder: String { "/run/hyperv_vf" }
  /// The folder for files that stay after a reboot (hier(7)).
  package var lastingFolder: String { "/var/lib/hyperv_vf" }

  /// The name of the bond for a NIC: `bond` and the number in a name of letters and one number,
  /// bond0 for eth0. For other names `vfb` and the last six digits of the hardware address, since
  /// enp1s12 and enp11s2 would both give 112.
  package func bondName(
    for synthetic: InterfaceName, settings: Settings, asking guest: any GuestView
  ) throws(ObservationError) -> InterfaceName {
    if let chosen = settings.bondName { return chosen }
    let text =
      if let number = synthetic.plainNumber {
        "bond\(number)"
      } else {
        try hashedName(of: synthetic, guest)
      }
    guard let name = InterfaceName(text) else { throw .refused(.bondNameTooLong(text)) }
    return name
  }

  private func hashedName(
    of synthetic: InterfaceName, _ guest: any GuestView
  ) throws(ObservationError) -> String {
    let address: HardwareAddress?
    do throws(GuestError) {
      address = try Sysfs(guest).permanentAddress(of: synthetic)
    } catch {
      throw .guest(error)
    }
    guard let address else { throw .refused(try withoutAddress(synthetic, guest)) }
    return "vfb" + address.description.filter { $0 != ":" }.suffix(6)
  }

  private func withoutAddress(
    _ name: InterfaceName, _ guest: any GuestView
  ) throws(ObservationError) -> Refusal {
    do throws(GuestError) {
      return try Sysfs(guest).interface(name) == nil ? .noInterface(name) : .noEthernet(name)
    } catch {
      throw .guest(error)
    }
  }

  static let net = "/sys/class/net"
  /// The path of ip(8) on every distribution; /sbin may be a link.
  ///
  /// The program must be that of iproute2. The ip of busybox ignores the mode of a bond. As it also
  /// lacks `-batch`, the first query fails, before anything is changed.
  static let ip = "/sbin/ip"
  static let modprobe = "/sbin/modprobe"
  static let resolvectl = "/usr/bin/resolvectl"
  /// The value of accept_ra with which an interface accepts router advertisements, even if the
  /// guest forwards packets. Without forwarding, this value means the same as 1.
  static let acceptAdvertisements = "2"

  /// The path of an IPv6 setting of an interface (Documentation/networking/ip-sysctl.rst).
  static func ipv6(_ setting: String, of name: InterfaceName) -> String {
    "/proc/sys/net/ipv6/conf/\(name)/\(setting)"
  }
}

extension InterfaceName {
  /// The number in a name of letters and one number: 0 in `eth0`; nil for other names.
  fileprivate var plainNumber: String? {
    let letters = text.utf8.prefix { $0.isASCIILetter }
    let digits = Substring(text.utf8[letters.endIndex...])
    let isPlain = !letters.isEmpty && !digits.isEmpty && digits.hasOnlyDigits
    return isPlain ? String(digits) : nil
  }
}
