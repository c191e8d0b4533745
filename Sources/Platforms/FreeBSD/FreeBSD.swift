import Failover
import RCConf

/// The platform FreeBSD: the synthetic NICs are hn(4), the bonds are lagg(4). ifconfig(8),
/// sysctl(8) and other tools observe and change them.
package final class FreeBSD: Platform {
  /// Creates the platform FreeBSD. Nothing is observed yet.
  package init() {}

  /// The order of a takeover with lagg(4): both NICs join the lagg while they are up, and then the
  /// addresses move.
  package var order: Takeover.Order { .lagg }

  /// The path of the rc.conf file to read, if there is no /etc/defaults/rc.conf that names the
  /// files.
  package var configFiles: [String] { ["/etc/rc.conf"] }
  /// `sysctl -n user.localbase`, as in /etc/defaults/rc.conf. It prints the folder of installed
  /// packages, usually /usr/local.
  package var localbaseQuestion: Command? { Self.sysctls(["user.localbase"]) }
  /// The path of this project's folder for files that last until the next boot: rc(8) empties
  /// /var/run (hier(7)).
  package var runFolder: String { "/var/run/hyperv_vf" }
  /// The path of this project's folder for files that stay after a reboot (hier(7)).
  package var lastingFolder: String { "/var/db/hyperv_vf" }

  /// Returns `settings` unchanged, and never throws. rc.conf has the words of ifconfig(8), and
  /// ifconfig(8) refuses an unknown word when it runs.
  package func prepared(
    _ settings: Settings, of synthetic: InterfaceName, scope: Takeover.Scope,
    in variables: Variables
  ) throws(ConfigError) -> Settings {
    settings
  }

  /// The name of the bond for the NIC `synthetic`: the name that rc.conf sets, or else `lagg` with
  /// the digits of the NIC's name, lagg0 for hn0. For a name without digits: the lagg that contains
  /// the NIC, or that a killed run has made, or else the first lagg that does not exist. Throws if
  /// a query fails, or if the name would be too long.
  package func bondName(
    for synthetic: InterfaceName, settings: Settings, asking guest: any GuestView
  ) throws(ObservationError) -> InterfaceName {
    if let chosen = settings.bondName { return chosen }
    let hasNumber = !synthetic.unit.isEmpty || settings.general.compatibility != .none
    let text = hasNumber ? "lagg\(synthetic.unit)" : try firstLagg(for: synthetic, guest)
    guard let name = InterfaceName(text) else { throw .refused(.bondNameTooLong(text)) }
    return name
  }

  private func firstLagg(
    for synthetic: InterfaceName, _ guest: any GuestView
  ) throws(ObservationError) -> String {
    do throws(GuestError) {
      let text = try guest.output(of: Self.everyListing)
      if let lagg = lagg(of: synthetic, inListings: text) { return lagg.text }
      if let begun = try bondOfRun(cutShort: synthetic, guest) { return begun }
      let taken = listings(in: text).map { $0.name }
      return (0...taken.count).map { "lagg\($0)" }.first { !taken.contains($0) } ?? ""
    } catch {
      throw .guest(error)
    }
  }

  /// The name of the bond in the state file that a killed run has left for the NIC `synthetic`, in
  /// /var/run/hyperv_vf; nil if there is no such name. Throws if the file cannot be read.
  private func bondOfRun(
    cutShort synthetic: InterfaceName, _ guest: any GuestView
  ) throws(GuestError) -> String? {
    let lines = try guest.line(of: "\(runFolder)/\(synthetic).state")?.lines ?? []
    let line = lines.first { $0.hasPrefix("bond='") && $0.hasSuffix("'") }
    return line.map { String($0.dropFirst("bond='".count).dropLast()) }
  }

  /// Returns the output of `query`; nil if the command exits with a status other than 0, which
  /// means that the interface or variable does not exist. Throws if the command cannot be run, or
  /// if a signal or the time limit ends it.
  func answer(
    to query: Command, asking guest: any GuestView
  ) throws(GuestError) -> String? {
    let result = try guest.run(query)
    guard case .exit(let status) = result.termination else { throw .queryFailed(query, result) }
    return status == 0 ? result.output : nil
  }

  /// The interface `name` as `ifconfig NAME` shows it; nil if there is no such interface. Throws if
  /// the query fails or a line has an unknown form.
  func listing(of name: InterfaceName, asking guest: any GuestView) throws(GuestError)
    -> Interface?
  {
    guard let text = try answer(to: Command(Self.ifconfig, [name.text]), asking: guest) else {
      return nil
    }
    return try interface(fromIfconfig: text, named: name)
  }

  static var everyListing: Command { Command(ifconfig, ["-a"]) }

  static let ifconfig = "/sbin/ifconfig"
  static let sysctl = "/sbin/sysctl"
  static let route = "/sbin/route"
  static let netstat = "/usr/bin/netstat"
  static let dhclient = "/sbin/dhclient"
  static let daemon = "/usr/sbin/daemon"
  static let rtsol = "/sbin/rtsol"
  static let ps = "/bin/ps"
}
