import Failover
import Platforms
import RCConf

/// Finds rules of packet filters, and settings of other programs and the kernel, that name a
/// synthetic NIC but not its bond. The bond carries the traffic after a takeover.
struct RulesCheck {
  let platform: any Platform
  let guest: any GuestView
  let variables: Variables

  /// The remedy for a rule that names `nic` and not `bond`, as text for the user.
  static func remedy(_ nic: InterfaceName, _ bond: InterfaceName) -> String {
    "after a takeover \(bond) has its traffic: name \(bond) as well"
  }

  /// The remedy for a line about a NIC in the configuration of a DHCP client, as text for the user.
  /// A takeover starts the client of `bond` with a copy that names the bond in this line. So the
  /// user has to change the file only if the bond is made in another way, such as at boot.
  static func remedyInClientFile(_ bond: InterfaceName) -> String {
    "a takeover has the client on \(bond) read a copy in which that is \(bond)'s: name \(bond) as well "
      + "where it is made otherwise"
  }

  /// Returns a finding for each rule or setting of another program or the kernel that names `nic`
  /// and not `bond`; empty if there is none. Lines in the configuration of a DHCP client are
  /// included only if `whole` is true, since a takeover adapts a copy of them. Throws if a query
  /// fails.
  func findings(
    of nic: InterfaceName, bond: InterfaceName, whole: Bool
  ) throws(Failure) -> [ConfigFinding] {
    var found: [ConfigFinding] = []
    do throws(GuestError) {
      for source in try platform.rules(in: variables, asking: guest)
      where whole || !source.language.isFollowed {
        found += try findings(of: nic, bond, in: source)
      }
    } catch {
      throw .guest(error)
    }
    return found
  }

  private func findings(
    of nic: InterfaceName, _ bond: InterfaceName, in source: RulesSource
  ) throws(GuestError) -> [ConfigFinding] {
    guard let text = try source.text(from: guest) else { return [] }
    return source.language.lines(naming: nic, withoutNaming: bond, in: text).map { line in
      ConfigFinding(
        source.name, line: line.number,
        ConfigProblem.lineNames(Self.shortened(line.text), nic).text,
        remedy: Self.remedy(source.language, nic, bond))
    }
  }

  private static func remedy(
    _ language: RulesLanguage, _ nic: InterfaceName, _ bond: InterfaceName
  ) -> String {
    if case .setting(let setting) = language { return setting.remedy(nic, bond) }
    return language.isFollowed ? remedyInClientFile(bond) : remedy(nic, bond)
  }

  /// The line for a message: with one blank between words, and cut to 60 characters.
  private static func shortened(_ line: String) -> String {
    let words = line.words.joined(separator: " ")
    return words.count <= 60 ? words : words.prefix(57) + "..."
  }
}
