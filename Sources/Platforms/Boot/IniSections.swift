import Failover

/// The sections of a file of systemd's or NetworkManager's, in their order.
struct IniSections {
  /// The name of each, and its lines.
  private(set) var sections: [(name: String, lines: [String])] = []

  /// Reads `text`; what stands before the first section is left out, and so are comments.
  init(_ text: String) {
    for line in text.lines.map(String.init) {
      guard let first = line.first(where: { !$0.isWhitespace }), first != "#", first != ";" else {
        continue
      }
      if first == "[", let end = line.lastIndex(of: "]") {
        let start = line.index(after: line.firstIndex(of: "[") ?? line.startIndex)
        sections.append((String(line[start..<end]), []))
      } else if !sections.isEmpty {
        sections[sections.count - 1].lines.append(line)
      }
    }
  }

  /// The value of `key` in the first section that has it.
  func value(of key: String, in section: String) -> String? {
    for entry in sections where entry.name == section {
      for line in entry.lines {
        let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
        if parts.count == 2, parts[0].filter({ !$0.isWhitespace }) == key { return parts[1] }
      }
    }
    return nil
  }

  /// The text of the sections that `isWanted` picks, without lines that set one of `keys`.
  func text(where isWanted: (String) -> Bool, without keys: Set<String> = []) -> String {
    sections.filter { isWanted($0.name) }.map { section in
      let lines = section.lines.filter { line in
        !keys.contains(String(line.prefix { $0 != "=" }.filter { !$0.isWhitespace }))
      }
      return "\n[\(section.name)]\n" + lines.map { "\($0)\n" }.joined()
    }.joined()
  }
}
