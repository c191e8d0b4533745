import Failover

/// A file of systemd or NetworkManager with `[sections]` and `KEY=VALUE` lines. Changes keep its
/// comments, its blank lines and its order.
struct SectionedText: Equatable {
  /// A section. The lines before the first header are a section without a name.
  struct Section: Equatable {
    /// The text between the brackets of the header; nil for the lines before the first header.
    var name: String?
    /// The lines, unchanged. A line that ends with a backslash is joined with the next one by a
    /// newline.
    var lines: [String] = []
  }

  /// A line that sets a key.
  struct Setting {
    /// The name of the section that contains the line: `Match` below the header `[Match]`.
    let section: String
    let key: String
    let value: String
    fileprivate let place: (section: Int, line: Int)
  }

  /// The sections in the order of the file.
  var sections: [Section] = [Section()]

  /// Parses `text`.
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
      isContinued = line.hasSuffix("\\") && Self.isContent(line)
    }
  }

  /// The text of the whole file, with the changes.
  var text: String {
    sections.flatMap { section in (section.name.map { ["[\($0)]"] } ?? []) + section.lines }
      .map { "\($0)\n" }.joined()
  }

  /// Returns the values of `key` in all sections with this name, in order.
  func values(of key: String, in section: String) -> [String] {
    sections.filter { $0.name == section }.flatMap { section in
      section.lines.filter { Self.key(of: $0) == key }.map(Self.value)
    }
  }

  /// Returns the last value of `key` in the sections with this name, which is the effective one;
  /// nil if they do not set the key.
  func value(of key: String, in section: String) -> String? {
    values(of: key, in: section).last
  }

  /// Returns true if there is a section with this name.
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

  /// Returns the key that a line sets; nil if the line is a comment, is blank, or has no `=`.
  static func key(of line: String) -> String? {
    guard isContent(line) else { return nil }
    let (head, tail) = line.cut(at: UInt8(ascii: "="))
    return tail == nil ? nil : Array(head.utf8).trimmedText
  }

  /// Returns the value that a line sets, without blanks around it. Empty if there is no `=`.
  static func value(of line: String) -> String {
    Array((line.cut(at: UInt8(ascii: "=")).tail ?? "").utf8).trimmedText
  }
}

extension SectionedText {
  /// Sets `key` to `value` in the section `name`.
  ///
  /// The new line replaces the first line that sets the key; further ones are removed. If no line
  /// sets the key, the new line goes after the last line of the first section with that name. If
  /// there is no such section, one is added at the end.
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

  /// Adds `section` at the end of the file, after a blank line.
  mutating func append(_ section: Section) {
    let last = sections.count - 1
    if let end = sections[last].lines.last, !end.isEmpty { sections[last].lines.append("") }
    if sections[last].name != nil, sections[last].lines.isEmpty { sections[last].lines.append("") }
    sections.append(section)
  }

  /// Returns the keys that the sections with this name set, in order.
  func keys(in section: String) -> [String] {
    sections.filter { $0.name == section }.flatMap { $0.lines.compactMap(Self.key) }
  }

  /// Removes the lines that set one of `keys` in the sections with this name. If any was removed,
  /// sections with this name that are now empty are removed too.
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

  /// Removes the sections with these names.
  mutating func removeSections(_ names: [String]) {
    sections.removeAll { section in section.name.map { names.contains($0) } ?? false }
  }

  /// The lines that set a key, in order. Lines before the first section do not count.
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

  /// Replaces the value in the line of `setting`, which comes from this text. A line that already
  /// has the value is not rewritten, so it keeps its blanks.
  mutating func change(_ setting: Setting, to value: String) {
    guard value != setting.value else { return }
    sections[setting.place.section].lines[setting.place.line] = "\(setting.key)=\(value)"
  }
}
