import Failover
import RCConf

extension FreeBSD {
  /// Returns, for each interface in `names` that the configuration file of dhclient(8) names, a
  /// copy of the file that names `bond` instead. Empty if the file does not exist, names none of
  /// them, or names the bond itself. The file is the one that the flags in rc.conf name
  /// (`-c FILE`), or else /etc/dhclient.conf. Throws if it cannot be read.
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

  /// The path of the configuration file that dhclient(8) reads unless `-c` names another one.
  static let clientConfiguration = "/etc/dhclient.conf"
}
