import Failover

/// The text of a file of systemd or NetworkManager with `[sections]` and `KEY=VALUE` lines. Changes
/// of it keep the comments, the blank lines and the order.
struct SectionedText: Equatable {
  /// A header such as `[Match]` and the lines up to the next header. The lines before the first
  /// header are a section without a name.
  struct Section: Equatable {
    /// The text between the brackets of the header; nil for the lines before the first header.
    var name: String?
    /// The lines below the header, as written and without line ends. A line that ends with a
    /// backslash and the line that continues it are one element, with a newline between them.
    var lines: [String] = []
  }

  /// A line `KEY=VALUE`, with the section that contains it.
  struct Setting {
    /// The name of the section that contains the line: `Match` below the header `[Match]`.
    let section: String
    let key: String
    let value: String
    fileprivate let place: (section: Int, line: Int)
  }

  /// The sections in the order of the file. The first has no name; it contains the lines before the
  /// first header.
  var sections: [Section] = [Section()]

  /// Parses `text`, the whole text of a file. A line that sets no key is kept as it is.
  init(_ text: String) {
    var rest = text[...].fields(separatedBy: 0x0A).map { String($0) }
    if rest.last == "" { rest.removeLast() }
    var isContinued = false
    for line in rest {
      if isContinued {
        let section = sections.count - 1
        sections[section].lines[sections[section].lines.count - 1] += "\n" + line
      } else if let name = Self.header(line) {
        sections.append(Section(name: name))
      } else {
        sections[sections.count - 1].lines.append(line)
      }
      // systemd skips a comment between the lines of one setting.
      isContinued = Self.isContent(line) ? line.hasSuffix("\\") : isContinued && !line.isEmpty
    }
  }

  /// The text of the whole file, with the changes.
  var text: String {
    sections.flatMap { section in (section.name.map { ["[\($0)]"] } ?? []) + section.lines }
      .map { "\($0)\n" }.joined()
  }

  /// Returns the values of `key` in all sections named `section`, in order. Empty if none of them
  /// sets the key.
  func values(of key: String, in section: String) -> [String] {
    sections.filter { $0.name == section }.flatMap { section in
      section.lines.filter { Self.key(of: $0) == key }.map(Self.value)
    }
  }

  /// Returns the last value of `key` in the sections named `section`, which is the effective one.
  /// Nil if none of them sets the key.
  func value(of key: String, in section: String) -> String? {
    values(of: key, in: section).last
  }

  /// Returns true if there is a section named `section`.
  func has(_ section: String) -> Bool { sections.contains { $0.name == section } }

  private static func isContent(_ line: String) -> Bool {
    guard let first = line.utf8.first(where: { $0 > 0x20 }) else { return false }
    return first != UInt8(ascii: "#") && first != UInt8(ascii: ";")
  }

  private static func header(_ line: String) -> String? {
    let text = Array(line.utf8).trimmedText
    guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    return String(text.dropFirst().dropLast())
  }

  /// Returns the key that `line` sets, such as `Name` for `Name=eth0`. Nil if the line is a
  /// comment, is blank, or has no `=`.
  static func key(of line: String) -> String? {
    guard isContent(line) else { return nil }
    let (head, tail) = line.cut(at: UInt8(ascii: "="))
    return tail == nil ? nil : Array(head.utf8).trimmedText
  }

  /// Returns the value that `line` sets, without blanks around it: `eth0` for `Name = eth0`. Empty
  /// if there is no `=`.
  static func value(of line: String) -> String {
    Array((line.cut(at: UInt8(ascii: "=")).tail ?? "").utf8).trimmedText
  }
}

extension SectionedText {
  /// Sets `key` to `value` in the section named `name`.
  ///
  /// The new line replaces the first line that sets the key in a section of this name; further ones
  /// are removed. If no line sets the key, the new line goes after the last setting of the first
  /// section of this name. If there is no such section, one is added at the end.
  mutating func set(_ key: String, to value: String, in name: String) {
    let line = "\(key)=\(value)"
    var isSet = false
    for (index, section) in sections.enumerated() where section.name == name {
      sections[index].lines = section.lines.compactMap { old in
        guard Self.key(of: old) == key else { return old }
        defer { isSet = true }
        return isSet ? nil : line
      }
    }
    guard !isSet else { return }
    guard let index = sections.firstIndex(where: { $0.name == name }) else {
      append(Section(name: name, lines: [line]))
      return
    }
    let content = sections[index].lines.lastIndex(where: Self.isContent)
    sections[index].lines.insert(line, at: content.map { $0 + 1 } ?? 0)
  }

  /// Adds `section` at the end of the file, with a blank line before it.
  mutating func append(_ section: Section) {
    let last = sections.count - 1
    if let end = sections[last].lines.last, !end.isEmpty { sections[last].lines.append("") }
    if sections[last].name != nil, sections[last].lines.isEmpty { sections[last].lines.append("") }
    sections.append(section)
  }

  /// Returns the keys that the sections named `section` set, in order. Empty if there are none.
  func keys(in section: String) -> [String] {
    sections.filter { $0.name == section }.flatMap { $0.lines.compactMap(Self.key) }
  }

  /// Removes the lines that set one of `keys` in the sections named `name`. If a line was removed,
  /// the sections with this name that set nothing any more are removed too.
  mutating func remove(_ keys: [String], in name: String) {
    var removed = false
    for (index, section) in sections.enumerated() where section.name == name {
      sections[index].lines.removeAll { line in
        Self.key(of: line).map { keys.contains($0) } ?? false
      }
      removed = removed || sections[index].lines.count != section.lines.count
    }
    guard removed else { return }
    sections.removeAll { $0.name == name && !$0.lines.contains(where: Self.isContent) }
  }

  /// Removes all sections whose names are in `names`.
  mutating func removeSections(_ names: [String]) {
    sections.removeAll { section in section.name.map { names.contains($0) } ?? false }
  }

  /// The lines that set a key, in the order of the file. Lines before the first header do not
  /// count. Empty if there are none.
  var settings: [Setting] {
    sections.indices.flatMap { index -> [Setting] in
      let section = sections[index]
      guard let name = section.name else { return [] }
      return section.lines.indices.compactMap { line in
        guard let key = Self.key(of: section.lines[line]) else { return nil }
        let value = Self.value(of: section.lines[line])
        return Setting(section: name, key: key, value: value, place: (index, line))
      }
    }
  }

  /// Replaces the value in the line `setting` by `value`. `setting` must come from `settings` of
  /// this text. If the line has this value already, it stays as it is, with its blanks.
  mutating func change(_ setting: Setting, to value: String) {
    guard value != setting.value else { return }
    sections[setting.place.section].lines[setting.place.line] = "\(setting.key)=\(value)"
  }
}
