/// A line that was meant to set a variable but runs a command: `ifconfig_hn0 = "DHCP"`.
package struct StrayCommand: Hashable, Sendable {
  /// The name of the variable that the line was meant to set: `ifconfig_hn0`.
  package var name: String
  /// The value that the variable was meant to get: `DHCP`.
  package var value: String
  /// The name of the command that sh runs instead: `ifconfig_hn0`.
  package var command: String
  /// The file and the line where the command is.
  package var location: SourceLocation

  /// The corrected line: `ifconfig_hn0="DHCP"`.
  package var assignment: String { "\(name)=\"\(value)\"" }
}

extension Evaluator {
  /// Returns the lines of `text` that look like assignments but run a command. In
  /// `ifconfig_hn0=inet 192.0.2.5/24` sh runs the second word, in `ifconfig_hn0 = "DHCP"` the
  /// first. Empty if there are none.
  ///
  /// Does not check whether the command exists, but leaves out functions of `text`. Stops at a
  /// syntax error, and at text that only sh can parse.
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

  /// Returns the stray command in a line `name= value`, with a blank after the `=`; nil for a line
  /// of another form. `texts` are the words of the line.
  private func spaced(
    _ texts: [String], _ name: String, _ location: SourceLocation
  ) -> StrayCommand? {
    guard texts[0].utf8.last == UInt8(ascii: "=") else { return nil }
    return StrayCommand(
      name: name, value: texts.dropFirst().joined(separator: " "), command: texts[1],
      location: location)
  }

  /// Returns the text of `word` without its quotes. Nil if the word has an expansion such as `$x`,
  /// or if the text is not UTF-8.
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
