import Failover
import RCConf

// The configuration files of DHCP clients. They may contain settings for one interface.

extension FreeBSD {
  /// Returns the paths of the default configuration file of dhclient(8), and of the files that `-c`
  /// names in the variables `dhclient_flags` and `dhclient_flags_IF` of rc.conf. Each path occurs
  /// once; the file need not exist.
  func clientFiles(in variables: Variables) -> [String] {
    let named = variables.named(prefix: "dhclient_flags").compactMap {
      String(decoding: $0.bytes, as: UTF8.self).words.value(of: "-c")
    }
    var files = [Self.clientConfiguration]
    for file in named where !files.contains(file) { files.append(file) }
    return files
  }
}

extension Linux {
  /// Returns the configuration files of DHCP clients, each once: the default files of all known
  /// clients, the files in the arguments of running clients, and the files that these include. A
  /// file need not exist. Throws if a file or process cannot be read.
  func clientFiles(asking guest: any GuestView) throws(GuestError) -> [RulesSource] {
    var sources = DHCPClient.Program.allCases.filter { $0 != .freebsd }
      .flatMap { $0.configurationSources }
    for name in try linuxClients(asking: guest).map({ $0.interface }) {
      for client in try linuxClients(of: name, asking: guest) {
        sources += client.program.sources(
          [
            client.program.configurationOption.flatMap { client.arguments.value(of: $0) }
          ].compactMap { $0 })
      }
    }
    var found: [RulesSource] = []
    while !sources.isEmpty {
      let source = sources.removeFirst()
      guard !found.contains(source), let language = source.language.ofClients,
        case .file(let path) = source.origin
      else { continue }
      found.append(source)
      let text = ClientConfigurationText(try guest.contents(of: path) ?? [], language)
      sources += text.inclusions.map { RulesSource(.file($0.path), in: source.language) }
    }
    return found
  }
}

extension DHCPClient.Program {
  /// The default configuration files of the client. Empty for udhcpc, which has none.
  fileprivate var configurationSources: [RulesSource] { sources(usualConfigurations) }

  fileprivate func sources(_ paths: [String]) -> [RulesSource] {
    let language: RulesLanguage? =
      switch self {
      case .freebsd, .isc, .isc6: .dhclient
      case .dhcpcd, .dhcpcd6: .dhcpcd
      case .udhcpc: nil
      }
    return language.map { language in paths.map { RulesSource(.file($0), in: language) } } ?? []
  }
}
