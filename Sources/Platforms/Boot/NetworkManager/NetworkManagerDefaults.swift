import Failover
import RCConf

/// The defaults that NetworkManager.conf(5) sets for profiles.
struct NetworkManagerDefaults {
  private var sections: [SectionedText.Section] = []
  /// Lines that name the NIC for another purpose, as `path:line: text`.
  private(set) var unknown: [String] = []

  /// Without any defaults.
  init() {}

  /// Reads the files of NetworkManager.conf(5) in their order; a later value wins.
  init(_ guest: any GuestView, naming nic: InterfaceName) throws(GuestError) {
    for path in try Self.paths(guest) {
      guard let text = try guest.text(of: path) else { continue }
      let new = SectionedText(text).sections
      sections += new.filter { $0.name?.hasPrefix("connection") == true }
      let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        .map { String(Substring($0)) }
      for (index, line) in lines.enumerated() {
        guard let key = SectionedText.key(of: line), key != "match-device",
          Self.words(SectionedText.value(of: line)).contains(where: { Self.names(nic, $0) })
        else { continue }
        unknown.append("\(path):\(index + 1): \(line)")
      }
    }
  }

  private static func paths(_ guest: any GuestView) throws(GuestError) -> [String] {
    var byName: [(name: String, path: String)] = []
    // A file hides files with the same name in later folders.
    for root in ["/etc", "/run", "/usr/lib"] {
      let folder = "\(root)/NetworkManager/conf.d"
      for name in try guest.names(in: folder) ?? []
      where name.hasSuffix(".conf") && !byName.contains(where: { $0.name == name }) {
        byName.append((name, "\(folder)/\(name)"))
      }
    }
    return ["/etc/NetworkManager/NetworkManager.conf"]
      + byName.sorted(byText: { $0.name }).map { $0.path }
  }

  private static func words(_ value: String) -> [String] {
    value[...].words(between: ByteSet(" \t\r\n,;"))
  }

  private static func names(_ nic: InterfaceName, _ word: String) -> Bool {
    word == nic.text || word == "interface-name:\(nic)" || word == "interface-name:=\(nic)"
  }

  /// Returns the last value of a key such as `ipv4.dhcp-client-id`, in any section; nil if
  /// NetworkManager's built-in default applies.
  func value(of key: String) -> String? { values(in: sections).last { $0.key == key }?.value }

  /// Returns the defaults that apply to Ethernet NICs or to this NIC, and would not apply to its
  /// bond.
  func ofHardware(_ nic: InterfaceName, _ address: HardwareAddress?) -> [(
    key: String, value: String
  )] {
    let own = sections.filter { section in
      let match = section.lines.first { SectionedText.key(of: $0) == "match-device" }
      return Self.words(match.map { SectionedText.value(of: $0) } ?? "").contains { word in
        word == "type:ethernet" || Self.names(nic, word)
          || (address.map { word == "mac:\($0)" || word == "\($0)" } ?? false)
      }
    }
    return values(in: own)
  }

  private func values(in sections: [SectionedText.Section]) -> [(key: String, value: String)] {
    sections.flatMap { section in
      section.lines.compactMap { line in
        guard let key = SectionedText.key(of: line), key.utf8.contains(UInt8(ascii: ".")) else {
          return nil
        }
        return (key, SectionedText.value(of: line))
      }
    }
  }
}
