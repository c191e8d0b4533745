import Failover

/// The parts of a systemd.link(5) file that decide about names: the conditions in `[Match]`, and
/// `Name=` in `[Link]`.
struct LinkFile {
  private let match: [(key: String, value: String)]
  private let name: String?

  /// Parses `text`, the contents of the whole file.
  init(_ text: String) {
    let file = SectionedText(text)
    name = file.value(of: "Name", in: "Link")
    match = file.sections.filter { $0.name == "Match" }.flatMap { section in
      section.lines.compactMap { line in
        SectionedText.key(of: line).map { ($0, SectionedText.value(of: line)) }
      }
    }
  }

  /// Returns true if the file has `Name=` with the name `given`. False for a file with only
  /// `NamePolicy=`, which gives each interface another name.
  func gives(_ given: InterfaceName) -> Bool { (name ?? "").words == [given.text] }

  /// Returns true if the file, which matches a VF, also matches its synthetic NIC `twin`.
  /// Conditions on driver, original name and type are compared with `twin`. A condition on path,
  /// property or kind counts as false, since its value for `twin` is unknown; any other, such as
  /// that on the hardware address, is the same for both NICs.
  func isFor(_ twin: TwinForNaming) -> Bool {
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

  /// Returns true if `value`, a list of fnmatch(3) patterns separated by blanks, matches `text`. An
  /// exclamation mark before the list negates it. An empty list matches everything.
  private func isListed(_ text: String, in value: String) -> Bool {
    var words = value.words
    guard let first = words.first else { return true }
    let isInverted = first.hasPrefix("!")
    if isInverted { words[0] = String(first.dropFirst()) }
    return matches(text, anyOf: words) != isInverted
  }
}
