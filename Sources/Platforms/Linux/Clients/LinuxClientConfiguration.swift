import Failover
import RCConf

// A client's configuration file may say something of one interface alone.

extension DHCPClient.Program {
  /// The language of its configuration file; nil: it has none.
  fileprivate var language: ClientConfigurationText.Language? {
    switch self {
    case .freebsd, .isc, .isc6: .dhclient
    case .dhcpcd, .dhcpcd6: .dhcpcd
    case .udhcpc: nil
    }
  }

  /// The files that it may read unless an argument names one: distributions have it look in one of these.
  var usualConfigurations: [String] {
    switch self {
    case .freebsd: ["/etc/dhclient.conf"]
    case .isc, .isc6: ["/etc/dhcp/dhclient.conf", "/etc/dhclient.conf"]
    case .dhcpcd, .dhcpcd6: ["/etc/dhcpcd.conf"]
    case .udhcpc: []
    }
  }

  /// Where the copy for an interface is. AppArmor's profile (Debian's and Ubuntu's sbin.dhclient) lets
  /// dhclient read what is in /var/lib/dhcp and /etc/dhcp, and not what is in our own folder.
  func configurationCopy(for name: InterfaceName) -> String {
    switch self {
    case .isc: "/var/lib/dhcp/hyperv_vf.\(name).conf"
    case .isc6: "/var/lib/dhcp/hyperv_vf6.\(name).conf"
    case .dhcpcd6: "/run/hyperv_vf/dhcpcd6.\(name).conf"
    case .freebsd, .dhcpcd, .udhcpc: "/run/hyperv_vf/dhcpcd.\(name).conf"
    }
  }

  private static let copyMark = "# hyperv_vf made this of "

  /// What a client of `name` was given, with the file that a copy of ours was made of in the place of that.
  func withoutCopy(
    _ arguments: [String], of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> [String] {
    let path = configurationCopy(for: name)
    guard let option = configurationOption, arguments.value(of: option) == path,
      let first = try guest.line(of: path)?.lines.first, first.hasPrefix(Self.copyMark)
    else { return arguments }
    let source = String(first.dropFirst(Self.copyMark.count))
    return usualConfigurations.contains(source)
      ? arguments.removing(option) : arguments.setting(option, to: source)
  }

  /// The copy of its configuration for a bond, where that has something for the NIC and nothing for the
  /// bond.
  func configuration(
    for bond: InterfaceName, of synthetic: InterfaceName, arguments: [String],
    asking guest: any GuestView
  ) throws(GuestError) -> ClientConfiguration? {
    guard let option = configurationOption, let language else { return nil }
    let named = arguments.value(of: option).map { [$0] }
    for source in named ?? usualConfigurations {
      guard let bytes = try guest.contents(of: source) else { continue }
      let text = ClientConfigurationText(
        try including(bytes, language, depth: 0, asking: guest), language)
      guard text.places(naming: bond).isEmpty, !text.places(naming: synthetic).isEmpty else {
        return nil
      }
      let mark = Array("\(Self.copyMark)\(source)\n".utf8)
      return ClientConfiguration(
        of: self, from: source, to: configurationCopy(for: bond), naming: bond,
        insteadOf: synthetic, text: mark + text.naming(bond, insteadOf: synthetic))
    }
    return nil
  }

  /// The text with the files that it includes; one that is not there is left to the client.
  private func including(
    _ bytes: [UInt8], _ language: ClientConfigurationText.Language, depth: Int,
    asking guest: any GuestView
  ) throws(GuestError) -> [UInt8] {
    let text = ClientConfigurationText(bytes, language)
    var places: [(range: Range<Int>, bytes: [UInt8])] = []
    for inclusion in text.inclusions where depth < 8 {
      guard let bytes = try guest.contents(of: inclusion.path) else { continue }
      places.append(
        (inclusion.range, try including(bytes, language, depth: depth + 1, asking: guest)))
    }
    return text.replacing(places)
  }
}

extension Linux {
  /// The copies for the bond: of the clients that run for one of the two, and of the one that is to be
  /// started.
  func clientConfigurations(
    for bond: InterfaceName, of synthetic: InterfaceName, in network: NetworkState,
    asking guest: any GuestView
  ) throws(GuestError) -> [ClientConfiguration] {
    var programs: [DHCPClient.Program] = []
    var found: [ClientConfiguration] = []
    let chosen = network.installedClient.map { [($0.program, [String]())] } ?? []
    for (program, arguments) in network.clients.map({ ($0.program, $0.arguments) }) + chosen
    where !programs.contains(program) {
      programs.append(program)
      found += try [
        program.configuration(for: bond, of: synthetic, arguments: arguments, asking: guest)
      ].compactMap { $0 }
    }
    return found
  }
}
