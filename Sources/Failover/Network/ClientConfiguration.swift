/// A copy of a DHCP client's configuration file, in which what is said of one interface is said of the
/// bond: a block for one interface alone holds for no other.
package struct ClientConfiguration: Hashable, Sendable {
  /// Whose file it is.
  package var program: DHCPClient.Program
  /// The interface that the file names.
  package var interface: InterfaceName
  /// The interface that the copy names in its place.
  package var bond: InterfaceName
  /// The file.
  package var source: String
  /// Where the copy is to be.
  package var path: String
  /// What is in the copy.
  package var text: [UInt8]

  /// A copy of `source` at `path`, with `bond` in the place of `interface`.
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
  /// The option that names its configuration file; nil: it has none.
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
  /// The word behind an option; nil where that is not there.
  package func value(of option: String) -> String? {
    firstIndex(of: option).flatMap { $0 + 1 < count ? self[$0 + 1] : nil }
  }

  /// The same words with this value of an option.
  package func setting(_ option: String, to value: String) -> [String] {
    removing(option) + [option, value]
  }

  /// The same words without an option and its value.
  package func removing(_ option: String) -> [String] {
    guard let index = firstIndex(of: option) else { return self }
    return Array(self[..<index] + dropFirst(index + 2))
  }
}
