import Failover

/// The properties of an interface that the `[Match]` section of systemd.network(5) can test.
struct NetworkdLink {
  /// The name of the interface.
  var name: InterfaceName
  /// The present hardware address; nil if it is unknown.
  var address: HardwareAddress?
  /// The permanent hardware address; nil if it is unknown, or for a bond, which has none.
  var permanent: HardwareAddress?
  /// The name of the driver, such as `hv_netvsc` or `bonding`; nil if it is unknown.
  var driver: String?
  /// The type of the interface, as in `Type=`: `ether` or `bond`.
  var type = "ether"
  /// The kernel's name for the kind of a virtual interface, such as `bond`; nil for a NIC such as
  /// eth0.
  var kind: String?
  /// The properties that udev has for the interface, each as `KEY=value`, such as
  /// `ID_NET_DRIVER=hv_netvsc`. Empty if there are none.
  var properties: [String] = []

  /// Returns the value of the udev property `name`, such as `ID_PATH`; nil if udev has no such
  /// property for the interface.
  func property(_ name: String) -> String? {
    for property in properties {
      if let value = property.removing(prefix: "\(name)=") { return String(value) }
    }
    return nil
  }
}

/// The `[Match]` sections of a file of systemd.network(5): conditions that tell for which
/// interfaces the file is.
struct NetworkdMatch {
  /// The keys of `[Match]` that test the machine and not the interface. Such a condition is not
  /// evaluated; it counts as true.
  static let ofMachine = [
    "Host", "Virtualization", "KernelCommandLine", "KernelVersion", "Architecture", "Firmware",
    "Credential", "Version",
  ]

  /// The keys in `[Match]`, each with all words of its values. An empty value discards the words
  /// before it.
  private var words: [(key: String, words: [String])] = []

  /// Parses the `[Match]` sections of `text`, a whole file. Other sections are ignored.
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

  /// Returns true if every condition in `[Match]` is true for the interface `link`, or if there is
  /// no condition.
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

  /// Returns true if `[Match]` matches the interface `link` and is meant for it alone: one
  /// condition is exactly the name or the permanent hardware address of `link`.
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

  /// Returns true if one of the patterns `words`, such as `eth*`, matches `text`. If the first word
  /// begins with `!`, the result is inverted. An empty text matches no pattern; an empty list
  /// matches any text.
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
