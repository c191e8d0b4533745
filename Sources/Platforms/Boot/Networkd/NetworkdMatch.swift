import Failover

/// An interface as `[Match]` of systemd.network(5) sees it.
struct NetworkdLink {
  /// Its name.
  var name: InterfaceName
  /// Its hardware address now.
  var address: HardwareAddress?
  /// That of the device; nil: no device is behind it.
  var permanent: HardwareAddress?
  /// The driver of the device.
  var driver: String?
  /// `ether`, `bond`.
  var type = "ether"
  /// What the kernel calls a virtual interface: `bond`; nil: a device is behind it.
  var kind: String?
  /// What udev knows of it: `ID_PATH=...`.
  var properties: [String] = []

  /// What udev knows by that name.
  func property(_ name: String) -> String? {
    for property in properties {
      if let value = property.removing(prefix: "\(name)=") { return String(value) }
    }
    return nil
  }
}

/// The section `[Match]` of a file.
struct NetworkdMatch {
  /// What it asks of the machine and not of the interface: true, as far as is known here.
  static let ofMachine = [
    "Host", "Virtualization", "KernelCommandLine", "KernelVersion", "Architecture", "Firmware",
    "Credential", "Version",
  ]

  /// The words of each key. An empty value takes back what stands before.
  private var words: [(key: String, words: [String])] = []

  /// Reads that of `text`.
  init(_ text: SectionedText) {
    for section in text.sections where section.name == "Match" {
      for line in section.lines {
        guard let key = SectionedText.key(of: line) else { continue }
        let new = SectionedText.value(of: line).words
        guard let index = words.firstIndex(where: { $0.key == key }) else {
          words.append((key, new))
          continue
        }
        words[index].words = new.isEmpty ? [] : words[index].words + new
      }
    }
  }

  /// Whether it means that interface.
  func isFor(_ link: NetworkdLink) -> Bool {
    words.allSatisfy { key, words in
      switch key {
      case "Name": isListed(link.name.text, words)
      case "MACAddress": isListed(link.address, words)
      case "PermanentMACAddress": isListed(link.permanent, words)
      case "Driver": isListed(link.driver ?? "", words)
      case "Type": isListed(link.type, words)
      case "Kind": isListed(link.kind ?? "", words)
      case "Path": isListed(link.property("ID_PATH") ?? "", words)
      case "Property": isListed(words, of: link)
      default: words.isEmpty || Self.ofMachine.contains(key)
      }
    }
  }

  /// Whether it means that interface and no other one: by its name alone, or by its hardware address.
  func isOnly(_ link: NetworkdLink) -> Bool {
    words.contains { key, words in
      switch key {
      case "Name": words == [link.name.text]
      case "MACAddress", "PermanentMACAddress":
        words.count == 1 && HardwareAddress(words[0]) == link.permanent
      default: false
      }
    } && isFor(link)
  }

  private func isListed(_ address: HardwareAddress?, _ words: [String]) -> Bool {
    words.isEmpty || words.contains { address != nil && HardwareAddress($0) == address }
  }

  /// A list that begins with an exclamation mark has what is not meant. Nothing matches no pattern.
  private func isListed(_ text: String, _ words: [String]) -> Bool {
    guard let first = words.first else { return true }
    let inverted = first.removing(prefix: "!")
    let patterns = inverted.map { [String($0)] + words.dropFirst() } ?? words
    return (!text.isEmpty && matches(text, anyOf: patterns)) != (inverted != nil)
  }

  private func isListed(_ words: [String], of link: NetworkdLink) -> Bool {
    words.allSatisfy { word in
      let inverted = word.removing(prefix: "!")
      let wanted = inverted.map { String($0) } ?? word
      return link.properties.contains { matches($0, anyOf: [wanted]) } != (inverted != nil)
    }
  }
}
