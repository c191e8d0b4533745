import Failover

/// A file of systemd.link(5), as far as it says for which interfaces it is.
struct LinkFile {
  private let match: [(key: String, value: String)]
  private let name: String?

  /// Reads `text`.
  init(_ text: String) {
    let sections = IniSections(text)
    name = sections.value(of: "Name", in: "Link")
    match = sections.sections.filter { $0.name == "Match" }.flatMap { section in
      section.lines.map { line in
        let (key, value) = line.cut(at: UInt8(ascii: "="))
        return (key.words.joined(separator: " "), String(value ?? ""))
      }
    }
  }

  /// Whether it gives that name by itself; by a policy each interface gets another one.
  func gives(_ given: InterfaceName) -> Bool { (name ?? "").words == [given.text] }

  /// Whether one that is for a VF is for its synthetic NIC too: `[Match]` has nothing but what is the
  /// same for both. Hardware addresses are, and so is what it asks of the machine.
  func isFor(_ twin: NamedTwin) -> Bool {
    match.allSatisfy { key, value in
      switch key {
      case "Driver": isListed(twin.driver, in: value)
      case "OriginalName": isListed(twin.name.text, in: value)
      case "Type": isListed("ether", in: value)
      // Of the two only the VF is known to have it.
      case "Path", "Property", "Kind": value.words.isEmpty || value.words == ["*"]
      default: true
      }
    }
  }

  /// A list that begins with an exclamation mark has what is not meant; an empty one takes back what
  /// stands before.
  private func isListed(_ text: String, in value: String) -> Bool {
    var words = value.words
    guard let first = words.first else { return true }
    let isInverted = first.hasPrefix("!")
    if isInverted { words[0] = String(first.dropFirst()) }
    return matches(text, anyOf: words) != isInverted
  }
}
