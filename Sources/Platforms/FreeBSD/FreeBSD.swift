import Failover
import RCConf

/// FreeBSD: hn(4), lagg(4), ifconfig(8), sysctl(8).
package final class FreeBSD: Platform {
  /// FreeBSD.
  package init() {}

  /// A port may be up and configured when it joins.
  package var order: Takeover.Order { .lagg }

  /// What rc.subr reads without the defaults.
  package var configFiles: [String] { ["/etc/rc.conf"] }
  /// As /etc/defaults/rc.conf asks.
  package var localbaseQuestion: Command? { Self.sysctls(["user.localbase"]) }
  /// hier(7).
  package var runFolder: String { "/var/run/hyperv_vf" }
  /// hier(7).
  package var lastingFolder: String { "/var/db/hyperv_vf" }

  /// As they are: ifconfig(8) itself refuses what it does not know.
  package func prepared(
    _ settings: Settings, of synthetic: InterfaceName, scope: Takeover.Scope,
    in variables: Variables
  ) throws(ConfigError) -> Settings {
    settings
  }

  /// `lagg` and the digits of the NIC's name, as the scripts have it; for a name without any the lagg that
  /// has the NIC, or had it when a run was cut short, or else the first number that is free.
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

  /// The bond of a run that was cut short, by what it left (`SavedState`).
  private func bondOfRun(
    cutShort synthetic: InterfaceName, _ guest: any GuestView
  ) throws(GuestError) -> String? {
    let lines = try guest.line(of: "\(runFolder)/\(synthetic).state")?.lines ?? []
    let line = lines.first { $0.hasPrefix("bond='") && $0.hasSuffix("'") }
    return line.map { String($0.dropFirst("bond='".count).dropLast()) }
  }

  /// What a query prints; nil where it exits with another status than 0, since what it asks for is
  /// not there. One that had to be ended has said nothing.
  func answer(
    to query: Command, asking guest: any GuestView
  ) throws(GuestError) -> String? {
    let result = try guest.run(query)
    guard case .exit(let status) = result.termination else { throw .queryFailed(query, result) }
    return status == 0 ? result.output : nil
  }

  /// What ifconfig(8) lists of an interface; nil where there is none of that name.
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
