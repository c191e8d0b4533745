import Failover
import RCConf

/// The defaults of NetworkManager.conf(5) for a NIC: the values of those settings that the profile
/// of the NIC leaves out.
struct NetworkManagerDefaults {
  private let nic: Device
  /// The sections of NetworkManager.conf(5) whose names begin with `connection`. Those of later
  /// files come first, and those named exactly `connection` come last. For each key, the first
  /// section counts that fits the interface and sets the key.
  private var sections: [SectionedText.Section] = []
  /// The lines of NetworkManager.conf(5) that name the NIC in another key than `match-device`, as
  /// `path:line: text`. The user has to check them. Empty if there are none.
  private(set) var unknown: [String] = []

  /// Reads the files of NetworkManager.conf(5) for the NIC `nic`. `address` is its permanent
  /// hardware address; nil if it is unknown. Throws if a file cannot be read or is not UTF-8.
  init(
    _ guest: any GuestView, of nic: InterfaceName, _ address: HardwareAddress?
  ) throws(GuestError) {
    self.nic = Device(name: nic, address: address, type: "ethernet")
    var general: [SectionedText.Section] = []
    for path in try Self.paths(guest) {
      guard let text = try guest.text(of: path) else { continue }
      let new = SectionedText(text).sections.filter { $0.name?.hasPrefix("connection") == true }
      sections = new.filter { $0.name != "connection" } + sections
      general = new.filter { $0.name == "connection" } + general
      unknown += Self.otherLines(of: text, in: path, naming: nic)
    }
    sections += general
  }

  /// Returns the lines of `text` that name `nic` in another key than `match-device`, as
  /// `path:line: text`. `text` is the text of the file at `path`. Empty if there are none.
  private static func otherLines(
    of text: String, in path: String, naming nic: InterfaceName
  ) -> [String] {
    text[...].fields(separatedBy: 0x0A).enumerated().compactMap { index, line in
      let line = String(line)
      guard let key = SectionedText.key(of: line), key != "match-device",
        DeviceSpecification(SectionedText.value(of: line)).names(nic)
      else { return nil }
      return "\(path):\(index + 1): \(line)"
    }
  }

  /// Returns the paths of the files of NetworkManager.conf(5), in the order in which NetworkManager
  /// reads them. A later file overrides an earlier one. Throws if a folder cannot be read.
  private static func paths(_ guest: any GuestView) throws(GuestError) -> [String] {
    var folders: [[String]] = []
    var known: [String] = []
    // A file hides files with the same name in the folders that are read before.
    for root in ["/etc", "/run", "/usr/lib"] {
      let folder = "\(root)/NetworkManager/conf.d"
      let names = (try guest.names(in: folder) ?? []).filter {
        $0.hasSuffix(".conf") && !known.contains($0)
      }
      known += names
      folders.append(names.sorted(byText: { $0 }).map { "\(folder)/\($0)" })
    }
    return folders[2] + folders[1] + ["/etc/NetworkManager/NetworkManager.conf"] + folders[0]
  }

  private static func specification(_ section: SectionedText.Section) -> DeviceSpecification {
    let line = section.lines.last { SectionedText.key(of: $0) == "match-device" }
    return DeviceSpecification(line.map { SectionedText.value(of: $0) } ?? "*")
  }

  /// Returns the value that NetworkManager.conf(5) has for a key such as `ipv4.dhcp-client-id` and
  /// for the NIC. Nil if there is none, so that NetworkManager's built-in default applies.
  func value(of key: String) -> String? { value(of: key, for: nic) }

  /// Returns the key and the value of each default that applies to the NIC but not to `bond`, or
  /// that has another value for `bond`. The value is that for the NIC. Empty if there are none.
  func missing(on bond: InterfaceName) -> [(key: String, value: String)] {
    let device = Device(name: bond, address: nil, type: "bond")
    var keys: [String] = []
    for setting in sections.flatMap(Self.values) { keys.appendIfMissing(setting.key) }
    return keys.compactMap { key in
      guard let own = value(of: key, for: nic), value(of: key, for: device) != own else {
        return nil
      }
      return (key, own)
    }
  }

  private func value(of key: String, for device: Device) -> String? {
    for section in sections where Self.specification(section).includes(device) {
      if let setting = Self.values(in: section).last(where: { $0.key == key }) {
        return setting.value
      }
    }
    return nil
  }

  private static func values(
    in section: SectionedText.Section
  ) -> [(key: String, value: String)] {
    section.lines.compactMap { line in
      guard let key = SectionedText.key(of: line), key.utf8.contains(UInt8(ascii: ".")) else {
        return nil
      }
      return (key, SectionedText.value(of: line))
    }
  }
}

/// The properties of an interface that a device list of NetworkManager.conf(5) can test.
private struct Device {
  var name: InterfaceName
  /// The permanent hardware address; nil if it is unknown, or for a bond, which has none.
  var address: HardwareAddress?
  /// The type of the interface: `ethernet` or `bond`.
  var type: String
}

/// A device list of NetworkManager.conf(5), such as `interface-name:eth0;except:type:wifi`.
private struct DeviceSpecification {
  private let words: [String]

  init(_ value: String) { words = value[...].words(between: ByteSet(" \t\r\n,;")) }

  /// True if an entry of the list matches the device and no `except:` entry does.
  func includes(_ device: Device) -> Bool {
    let excepted = words.compactMap { $0.removing(prefix: "except:").map { String($0) } }
    let wanted = words.filter { !$0.hasPrefix("except:") }
    return !excepted.contains { Self.matches($0, device) }
      && wanted.contains { Self.matches($0, device) }
  }

  /// True if an entry of the list is exactly the name of the NIC, such as `eth0` or
  /// `interface-name:eth0`.
  func names(_ nic: InterfaceName) -> Bool {
    words.contains {
      $0 == nic.text || $0 == "interface-name:\(nic)" || $0 == "interface-name:=\(nic)"
    }
  }

  private static func matches(_ word: String, _ device: Device) -> Bool {
    if word == "*" || word == "type:\(device.type)" { return true }
    if let address = device.address,
      (word.removing(prefix: "mac:") ?? word[...]).asciiLowercased == "\(address)"
    {
      return true
    }
    guard let name = word.removing(prefix: "interface-name:") else {
      return word == device.name.text
    }
    if let exact = String(name).removing(prefix: "=") { return exact == device.name.text }
    let pattern = String(name).removing(prefix: "~") ?? name
    return Platforms.matches(device.name.text, anyOf: [String(pattern)])
  }
}
