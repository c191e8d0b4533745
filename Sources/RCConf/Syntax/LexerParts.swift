extension Parser {
  mutating func openLevel(_ kind: WordLevel.Kind, _ quoting: Quoting, part: Int) {
    levels.append(level)
    level = WordLevel(kind: kind, quoting: quoting, part: part)
    partFloor = syntax.parts.count
  }

  mutating func closeLevel() {
    syntax.parts[level.part].next = Int32(syntax.parts.count)
    if let outer = levels.popLast() { level = outer }
    partFloor = syntax.parts.count
  }

  mutating func appendPart(_ kind: Part.Kind) {
    var part = Part(kind: kind)
    part.isQuoted = level.quoting == .double || level.quoting == .arithmetic
    part.start = Int32(syntax.bytes.count)
    part.end = part.start
    part.next = Int32(syntax.parts.count + 1)
    syntax.parts.append(part)
  }

  mutating func append(_ byte: UInt8, quoted: Bool = false) {
    extendLiteral(quoted: quoted || level.quoting != .none)
    syntax.bytes.append(byte)
    syntax.parts[syntax.parts.count - 1].end += 1
  }

  mutating func appendText(_ range: Range<Int>) {
    extendLiteral(quoted: level.quoting != .none)
    syntax.bytes.append(contentsOf: text[range])
    syntax.parts[syntax.parts.count - 1].end += Int32(range.count)
  }

  /// Makes the last part a literal of that quoting at the end of the text.
  mutating func extendLiteral(quoted: Bool) {
    let last = syntax.parts.count - 1
    if last >= partFloor, syntax.parts[last].kind == .literal,
      syntax.parts[last].isQuoted == quoted, Int(syntax.parts[last].end) == syntax.bytes.count
    {
      return
    }
    appendPart(.literal)
    syntax.parts[last + 1].isQuoted = quoted
    syntax.parts[last + 1].splits = !quoted && level.kind == .inheriting
  }
}
