/// A line that should set a variable but runs a command.
package struct StrayCommand: Hashable, Sendable {
  /// The name of the variable that should be set.
  package var name: String
  /// The value that the variable should get.
  package var value: String
  /// The command that sh runs.
  package var command: String
  /// The file and the line of the command.
  package var location: SourceLocation

  /// The corrected line.
  package var assignment: String { "\(name)=\"\(value)\"" }
}

extension Evaluator {
  /// Returns the lines that look like assignments but run a command: in `ifconfig_hn0=inet
  /// 192.0.2.5/24`, sh runs the second word; in `ifconfig_hn0 = "DHCP"`, the first. Does not check
  /// whether the command exists. Stops at a syntax error, or where only sh can read on.
  package static func strayCommands(in text: [UInt8], named file: String) -> [StrayCommand] {
    var parser = Parser(text, named: file, depth: 0)
    var found: [StrayCommand] = []
    var functions: [String] = []
    while let line = try? parser.next() {
      if case .end = line { break }
      for node in parser.syntax.nodes where node.kind == .function {
        functions.append(parser.syntax.literal(parser.syntax.words[Int(node.first)]) ?? "")
      }
      for node in parser.syntax.nodes where node.kind == .simple {
        let words = Array(parser.syntax.words[Int(node.first)..<Int(node.second)])
        if let stray = parser.syntax.strayCommand(words, at: parser.location(node.line)) {
          found.append(stray)
        }
      }
    }
    return found.filter { !functions.contains($0.command) }
  }
}

extension Syntax {
  fileprivate func strayCommand(_ words: [Word], at location: SourceLocation) -> StrayCommand? {
    let texts = words.compactMap { literal($0) }
    guard texts.count == words.count, texts.count > 1, words[1].equals == nil else { return nil }
    if words[0].equals != nil, let sign = texts[0].utf8.firstIndex(of: UInt8(ascii: "=")) {
      let name = String(texts[0][..<sign])
      let value = [String(texts[0][texts[0].utf8.index(after: sign)...])] + texts.dropFirst()
      guard value[0] != "", !words[0].isQuoted else { return spaced(texts, name, location) }
      return StrayCommand(
        name: name, value: value.joined(separator: " "), command: texts[1], location: location)
    }
    guard texts[1].utf8.first == UInt8(ascii: "="), texts[0].utf8.allSatisfy({ isNameByte($0) })
    else { return nil }
    let rest = [String(Substring(texts[1].utf8.dropFirst()))] + texts.dropFirst(2)
    return StrayCommand(
      name: texts[0], value: rest.filter { $0 != "" }.joined(separator: " "), command: texts[0],
      location: location)
  }

  /// Recognizes `name= value`.
  private func spaced(
    _ texts: [String], _ name: String, _ location: SourceLocation
  ) -> StrayCommand? {
    guard texts[0].utf8.last == UInt8(ascii: "=") else { return nil }
    return StrayCommand(
      name: name, value: texts.dropFirst().joined(separator: " "), command: texts[1],
      location: location)
  }

  /// Returns the text of a word without expansions; nil for a word with one.
  fileprivate func literal(_ word: Word) -> String? {
    var text: [UInt8] = []
    for part in parts[Int(word.start)..<Int(word.end)] {
      switch part.kind {
      case .literal: text += self.text(part)
      case .quoteMark: break
      default: return nil
      }
    }
    return utf8Text(text)
  }
}
