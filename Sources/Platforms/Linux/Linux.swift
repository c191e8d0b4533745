import Failover
import RCConf

/// The platform for Linux: observes the guest in sysfs and procfs and by ip(8), combines NICs by
/// bonding, and runs dhclient, dhcpcd or udhcpc as DHCP client.
package final class Linux: Platform {
  /// Creates the platform, which has no state.
  package init() {}

  /// The order of the steps of a takeover with bonding, in which a member must be down when it
  /// joins.
  package var order: Takeover.Order { .bonding }

  /// The rc.conf files to read, in this order. On FreeBSD, /etc/defaults/rc.conf names the files;
  /// Linux has no such file.
  package var configFiles: [String] { ["/etc/rc.conf", "/etc/rc.conf.local"] }
  /// Always nil: Linux has no sysctl user.localbase. On FreeBSD it is the prefix of packages, such
  /// as /usr/local.
  package var localbaseQuestion: Command? { nil }
  /// The folder for files that last until the next boot (hier(7)).
  package var runFolder: String { "/run/hyperv_vf" }
  /// The folder for files that stay after a reboot (hier(7)).
  package var lastingFolder: String { "/var/lib/hyperv_vf" }

  /// Returns the name of the bond for the NIC `synthetic`: the name in rc.conf
  /// (`settings.bondName`), if there is one. Otherwise `bond` and the number of the NIC, if its
  /// name is letters and one number: `bond0` for `eth0`. For other names `vfb` and the last six
  /// digits of the hardware address, since numbers alone would be ambiguous: 112 for `enp1s12` and
  /// for `enp11s2`.
  ///
  /// Throws if the name is too long, if there is no NIC `synthetic` or it has no Ethernet address,
  /// or if a query fails.
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
  /// The path of ip(8), the same on every distribution; /sbin may be a link.
  ///
  /// The program must be that of iproute2. The ip of busybox ignores the mode of a bond. It has no
  /// option `-batch` either, so the first query fails before anything is changed.
  static let ip = "/sbin/ip"
  static let modprobe = "/sbin/modprobe"
  static let resolvectl = "/usr/bin/resolvectl"
  /// The value of `accept_ra` with which an interface accepts router advertisements, even if the
  /// guest forwards packets. In a guest that does not forward packets, 2 means the same as 1.
  static let acceptAdvertisements = "2"

  /// Returns the path of the file with an IPv6 setting, such as `accept_ra`, of the interface
  /// `name` (Documentation/networking/ip-sysctl.rst).
  static func ipv6(_ setting: String, of name: InterfaceName) -> String {
    "/proc/sys/net/ipv6/conf/\(name)/\(setting)"
  }
}

extension InterfaceName {
  /// The digits at the end of a name that is letters followed by digits: `0` for `eth0`. Nil for
  /// other names, such as `enp1s0`.
  fileprivate var plainNumber: String? {
    let letters = text.utf8.prefix { $0.isASCIILetter }
    let digits = Substring(text.utf8[letters.endIndex...])
    let isPlain = !letters.isEmpty && !digits.isEmpty && digits.hasOnlyDigits
    return isPlain ? String(digits) : nil
  }
}
