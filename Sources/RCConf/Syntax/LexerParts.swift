extension Parser {
  /// Notes that a `${…}` or `$((…))` begins: its part has the index `part`, and the bytes inside it
  /// have the quoting `quoting`.
  mutating func openLevel(_ kind: WordLevel.Kind, _ quoting: Quoting, part: Int) {
    levels.append(level)
    level = WordLevel(kind: kind, quoting: quoting, part: part)
    partFloor = syntax.parts.count
  }

  /// Notes that the innermost `${…}` or `$((…))` ends: sets `next` of its part to the index after
  /// the parts inside it, and restores the quoting around it.
  mutating func closeLevel() {
    syntax.parts[level.part].next = Int32(syntax.parts.count)
    if let outer = levels.popLast() { level = outer }
    partFloor = syntax.parts.count
  }

  /// Appends a part without text. It is quoted if the lexer is inside double quotes or `$((…))`.
  mutating func appendPart(_ kind: Part.Kind) {
    var part = Part(kind: kind)
    part.isQuoted = level.quoting == .double || level.quoting == .arithmetic
    part.start = Int32(syntax.bytes.count)
    part.end = part.start
    part.next = Int32(syntax.parts.count + 1)
    syntax.parts.append(part)
  }

  /// Appends `byte` to the last literal, or to a new literal if that one is complete or has another
  /// quoting. `quoted` is true for a byte after a backslash.
  mutating func append(_ byte: UInt8, quoted: Bool = false) {
    extendLiteral(quoted: quoted || level.quoting != .none)
    syntax.bytes.append(byte)
    syntax.parts[syntax.parts.count - 1].end += 1
  }

  /// Appends the bytes at `range` in the parsed text to the last literal, or to a new literal if
  /// that one is complete or has another quoting.
  mutating func appendText(_ range: Range<Int>) {
    extendLiteral(quoted: level.quoting != .none)
    syntax.bytes.append(contentsOf: text[range])
    syntax.parts[syntax.parts.count - 1].end += Int32(range.count)
  }

  /// Makes sure that the last part is a literal to which bytes can be appended and whose `isQuoted`
  /// equals `quoted`: if it is not, appends an empty literal.
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

// These are methods of Syntax, since methods of the parser would copy the tree.
extension Syntax {
  /// Returns true if the parts from the index `first` on can stand directly before `<` or `>`: no
  /// part, or a single digit, which is a file descriptor as in `2>`.
  func isDescriptor(partsFrom first: Int) -> Bool {
    if parts.count == first { return true }
    let part = parts[first]
    return parts.count == first + 1 && part.kind == .literal && part.end - part.start == 1
      && isDigit(bytes[Int(part.start)])
  }

  /// Returns the index in `bytes` of the `=` if the word whose first part has the index `first` is
  /// `name=value`; nil for any other word.
  func assignmentSign(inPart first: Int) -> Int32? {
    guard first < parts.count, parts[first].kind == .literal, !parts[first].isQuoted else {
      return nil
    }
    var index = Int(parts[first].start)
    let end = Int(parts[first].end)
    guard isNameStart(bytes[index]) else { return nil }
    while index < end, isNameByte(bytes[index]) { index += 1 }
    return index < end && bytes[index] == UInt8(ascii: "=") ? Int32(index) : nil
  }
}
