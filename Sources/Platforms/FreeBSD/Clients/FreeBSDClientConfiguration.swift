import Failover
import RCConf

extension FreeBSD {
  /// A copy of dhclient.conf(5) for the bond, if the file names one of the interfaces `names` and
  /// not the bond. dhclient(8) of FreeBSD includes no files.
  func clientConfigurations(
    for bond: InterfaceName, of names: [InterfaceName], _ settings: Settings,
    asking guest: any GuestView
  ) throws(GuestError) -> [ClientConfiguration] {
    let source = settings.clientFlags.value(of: "-c") ?? Self.clientConfiguration
    guard let bytes = try guest.contents(of: source) else { return [] }
    let text = ClientConfigurationText(bytes, .dhclient)
    guard text.places(naming: bond).isEmpty else { return [] }
    return names.filter { !text.places(naming: $0).isEmpty }.map {
      ClientConfiguration(
        of: .freebsd, from: source, to: "\(runFolder)/dhclient.\(bond).conf", naming: bond,
        insteadOf: $0, text: text.naming(bond, insteadOf: $0))
    }
  }

  /// The path of the configuration file that dhclient(8) reads by default.
  static let clientConfiguration = "/etc/dhclient.conf"
}
