import Failover

/// The part of a systemd.link(5) file that selects interfaces and their name.
struct LinkFile {
  private let match: [(key: String, value: String)]
  private let name: String?

  /// Parses `text`, the whole file.
  init(_ text: String) {
    let file = SectionedText(text)
    name = file.value(of: "Name", in: "Link")
    match = file.sections.filter { $0.name == "Match" }.flatMap { section in
      section.lines.compactMap { line in
        SectionedText.key(of: line).map { ($0, SectionedText.value(of: line)) }
      }
    }
  }

  /// True if the file gives this name by `Name=`. False for a file with only a NamePolicy, which
  /// gives each interface another name.
  func gives(_ given: InterfaceName) -> Bool { (name ?? "").words == [given.text] }

  /// True if a file that matches a VF also matches its synthetic NIC, `twin`: `[Match]` has only
  /// conditions that are the same for both, such as the hardware address or the machine.
  func isFor(_ twin: NamedTwin) -> Bool {
    match.allSatisfy { key, value in
      switch key {
      case "Driver": isListed(twin.driver, in: value)
      case "OriginalName": isListed(twin.name.text, in: value)
      case "Type": isListed("ether", in: value)
      // The value of the synthetic NIC is unknown for these.
      case "Path", "Property", "Kind": value.words.isEmpty || value.words == ["*"]
      default: true
      }
    }
  }

  /// True if a list of fnmatch(3) patterns matches the text. A list that begins with an exclamation
  /// mark is negated. An empty one matches everything.
  private func isListed(_ text: String, in value: String) -> Bool {
    var words = value.words
    guard let first = words.first else { return true }
    let isInverted = first.hasPrefix("!")
    if isInverted { words[0] = String(first.dropFirst()) }
    return matches(text, anyOf: words) != isInverted
  }
}
