import Failover
import RCConf

// The configuration file of a DHCP client may have settings for one interface. The client for the
// bond gets a copy in which the bond has these settings.

extension DHCPClient.Program {
  /// The syntax of the client's configuration file; nil for udhcpc, which has no such file.
  fileprivate var language: ClientConfigurationText.Language? {
    switch self {
    case .freebsd, .isc, .isc6: .dhclient
    case .dhcpcd, .dhcpcd6: .dhcpcd
    case .udhcpc: nil
    }
  }

  /// The default paths of the client's configuration file, in the order in which they are tried.
  /// Distributions have different ones. Empty for udhcpc, which has no such file.
  var usualConfigurations: [String] {
    switch self {
    case .freebsd: ["/etc/dhclient.conf"]
    case .isc, .isc6: ["/etc/dhcp/dhclient.conf", "/etc/dhclient.conf"]
    case .dhcpcd, .dhcpcd6: ["/etc/dhcpcd.conf"]
    case .udhcpc: []
    }
  }

  /// Returns the path at which these programs write a changed copy of the client's configuration
  /// file, for the client on the interface `name`: `/var/lib/dhcp/hyperv_vf.bond0.conf`.
  ///
  /// The AppArmor profile of Debian and Ubuntu (sbin.dhclient) lets dhclient read files in
  /// /var/lib/dhcp, but not in /run/hyperv_vf.
  func configurationCopy(for name: InterfaceName) -> String {
    switch self {
    case .isc: "/var/lib/dhcp/hyperv_vf.\(name).conf"
    case .isc6: "/var/lib/dhcp/hyperv_vf6.\(name).conf"
    case .dhcpcd6: "/run/hyperv_vf/dhcpcd6.\(name).conf"
    case .freebsd, .dhcpcd, .udhcpc: "/run/hyperv_vf/dhcpcd.\(name).conf"
    }
  }

  private static let copyMark = "# hyperv_vf made this of "

  /// Returns `arguments`, those of a running client on the interface `name`, with the path of the
  /// original configuration file in place of the path of our copy. An original at a default path
  /// needs no option, so the option is left out then. Returns `arguments` unchanged if they do not
  /// name our copy. Throws if the copy cannot be read.
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

  /// Returns a copy of the client's configuration file in which the settings for `synthetic` are
  /// settings for `bond`. The original is the file that `arguments`, those of the running client,
  /// name; else the first default path that exists. Nil if there is no such file, if the file does
  /// not name `synthetic`, or if it names `bond` already. Throws if a file cannot be read.
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

  /// Returns the text `bytes` of a configuration file with each `include` statement replaced by the
  /// text of the file that it names. The statement stays if that file does not exist, or if `depth`
  /// is 8: the number of files that include this text, directly or not. Throws if a file cannot be
  /// read.
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
  /// Returns copies of configuration files of DHCP clients in which settings for `synthetic` are
  /// settings for `bond`. There is one copy for each client program in `network` that runs or is to
  /// be started, if its file names `synthetic`; empty if none does. Throws if a file cannot be
  /// read.
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
