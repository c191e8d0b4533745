/// A copy of the configuration file of a DHCP client for the bond. A block for one interface, such
/// as `interface "eth0" { ... }` in dhclient.conf(5), is a block for the bond in the copy.
package struct ClientConfiguration: Hashable, Sendable {
  /// The client that reads the file.
  package var program: DHCPClient.Program
  /// The interface that the original names.
  package var interface: InterfaceName
  /// The interface that the copy names instead.
  package var bond: InterfaceName
  /// The path of the original.
  package var source: String
  /// The path of the copy.
  package var path: String
  /// The contents of the copy.
  package var text: [UInt8]

  /// A copy of `source` at `path` with the contents `text`, which names `bond` in the place of
  /// `interface`.
  package init(
    of program: DHCPClient.Program, from source: String, to path: String,
    naming bond: InterfaceName, insteadOf interface: InterfaceName, text: [UInt8]
  ) {
    self.program = program
    self.source = source
    self.path = path
    self.bond = bond
    self.interface = interface
    self.text = text
  }
}

extension DHCPClient.Program {
  /// The option that names the configuration file; nil if the client has none.
  package var configurationOption: String? {
    switch self {
    case .freebsd: "-c"
    case .isc, .isc6: "-cf"
    case .dhcpcd, .dhcpcd6: "-f"
    case .udhcpc: nil
    }
  }
}

extension [String] {
  /// The word after the word `option`; nil if there is none.
  package func value(of option: String) -> String? {
    firstIndex(of: option).flatMap { $0 + 1 < count ? self[$0 + 1] : nil }
  }

  /// The same words without `option` and its value, followed by `option` and `value`.
  package func setting(_ option: String, to value: String) -> [String] {
    removing(option) + [option, value]
  }

  /// The same words without `option` and the word after it.
  package func removing(_ option: String) -> [String] {
    guard let index = firstIndex(of: option) else { return self }
    return Array(self[..<index] + dropFirst(index + 2))
  }
}
