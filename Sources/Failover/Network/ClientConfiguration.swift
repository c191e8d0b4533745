/// A copy of the configuration file of a DHCP client, for the client of the bond. If the file has a
/// block for one interface, such as `interface "eth0" { ... }` in dhclient.conf(5), this block is
/// for the bond in the copy.
package struct ClientConfiguration: Hashable, Sendable {
  /// The DHCP client that reads the copy.
  package var program: DHCPClient.Program
  /// The interface that the original file names, such as `eth0`.
  package var interface: InterfaceName
  /// The bond, which the copy names in place of `interface`.
  package var bond: InterfaceName
  /// The path of the original file.
  package var source: String
  /// The path of the copy.
  package var path: String
  /// The contents of the copy.
  package var text: [UInt8]

  /// A copy of the file `source` at `path`, with the contents `text`, in which `bond` replaces
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
  /// The command-line option for the path of the configuration file, such as `-cf`; nil for udhcpc,
  /// which has no such file.
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
  /// The word after the first `option`, such as `-cf`, in these command-line arguments; nil if the
  /// option is not there or is the last word.
  package func value(of option: String) -> String? {
    firstIndex(of: option).flatMap { $0 + 1 < count ? self[$0 + 1] : nil }
  }

  /// These command-line arguments with `option` set to `value`: an old `option` and its value are
  /// removed, and the new ones are added at the end.
  package func setting(_ option: String, to value: String) -> [String] {
    removing(option) + [option, value]
  }

  /// These command-line arguments without the first `option` and the word after it; unchanged if
  /// the option is not there.
  package func removing(_ option: String) -> [String] {
    guard let index = firstIndex(of: option) else { return self }
    return Array(self[..<index] + dropFirst(index + 2))
  }
}
