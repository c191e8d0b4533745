import Failover

/// A file of `[sections]` with `KEY=VALUE` lines, of systemd's or NetworkManager's, to be changed: comments,
/// blank lines and the order stay.
struct SectionedText: Equatable {
  /// One section; the lines in front of the first section are one without a name.
  struct Section: Equatable {
    /// What stands between the brackets; nil: no section has begun.
    var name: String?
    /// Its lines as they are. One that ends with a backslash holds the next one too.
    var lines: [String] = []
  }

  /// A line that sets a key.
  struct Setting {
    /// The name of its section.
    let section: String
    let key: String
    let value: String
    fileprivate let place: (section: Int, line: Int)
  }

  /// The sections, in their order.
  var sections: [Section] = [Section()]

  /// Reads `text`.
  init(_ text: String) {
    var rest = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
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

  /// The whole file.
  var text: String {
    sections.flatMap { section in (section.name.map { ["[\($0)]"] } ?? []) + section.lines }
      .map { "\($0)\n" }.joined()
  }

  /// The values of `key` in the sections of that name, in their order.
  func values(of key: String, in section: String) -> [String] {
    sections.filter { $0.name == section }.flatMap { section in
      section.lines.filter { Self.key(of: $0) == key }.map(Self.value)
    }
  }

  /// The value that counts, which is the last one; nil: the file does not set it.
  func value(of key: String, in section: String) -> String? {
    values(of: key, in: section).last
  }

  /// Whether there is a section of that name.
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

  /// The key that a line sets; nil: it sets none.
  static func key(of line: String) -> String? {
    guard isContent(line) else { return nil }
    let (head, tail) = line.cut(at: UInt8(ascii: "="))
    return tail == nil ? nil : Array(head.utf8).trimmedText
  }

  /// The value that a line sets.
  static func value(of line: String) -> String {
    Array((line.cut(at: UInt8(ascii: "=")).tail ?? "").utf8).trimmedText
  }
}

extension SectionedText {
  /// Sets `key`: in the place of the line that does, or behind the last line of the first section of that
  /// name, or in a new one at the end.
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

  /// Adds a section at the end, behind a blank line.
  mutating func append(_ section: Section) {
    let last = sections.count - 1
    if let end = sections[last].lines.last, !end.isEmpty { sections[last].lines.append("") }
    if sections[last].name != nil, sections[last].lines.isEmpty { sections[last].lines.append("") }
    sections.append(section)
  }

  /// The keys that are set in the sections of that name, in their order.
  func keys(in section: String) -> [String] {
    sections.filter { $0.name == section }.flatMap { $0.lines.compactMap(Self.key) }
  }

  /// Removes the lines that set one of `keys` in the sections of that name, and a section in which nothing
  /// is left.
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

  /// Takes away the sections of these names.
  mutating func removeSections(_ names: [String]) {
    sections.removeAll { section in section.name.map { names.contains($0) } ?? false }
  }

  /// The lines that set a key, in their order.
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

  /// Changes the value of a line of this text. A line that has the value already stays as it is written.
  mutating func change(_ setting: Setting, to value: String) {
    guard value != setting.value else { return }
    sections[setting.place.section].lines[setting.place.line] = "\(setting.key)=\(value)"
  }
}
