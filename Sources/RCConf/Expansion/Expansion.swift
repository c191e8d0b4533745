/// Where in a word an unquoted `~` stands for the value of HOME (POSIX XCU 2.6.1).
enum Tildes {
  /// Only at the start of the word.
  case word
  /// In the value of an assignment: at its start and after each colon.
  case assignment
}

extension Evaluator {
  /// Returns the text of `word` after all expansions, without splitting it into fields or replacing
  /// patterns by file names. Throws if an expansion has an error or needs /bin/sh.
  func expandText(_ word: Word, _ syntax: Syntax) throws(Halt) -> [UInt8] {
    var out = Fields(.text)
    line = word.line
    try expand(Int(word.start)..<Int(word.end), syntax, into: &out, tildes: .word)
    try spend(1 + out.bytes.count >> 6)
    return out.bytes
  }

  /// Returns the value of the assignment `word`, `name=value`, after all expansions. Throws if an
  /// expansion has an error or needs /bin/sh.
  func expandValue(_ word: Word, _ syntax: Syntax) throws(Halt) -> [UInt8] {
    var out = Fields(.text)
    line = word.line
    let start = Int(word.equals ?? 0) + 1
    try expand(
      Int(word.start)..<Int(word.end), syntax, into: &out, tildes: .assignment, from: start)
    try spend(1 + out.bytes.count >> 6)
    return out.bytes
  }

  /// Returns `word` as a pattern, as in `case`, after all expansions. Quoted bytes of the word
  /// match only themselves. Throws if an expansion has an error, or if it or the pattern needs
  /// /bin/sh.
  func expandPattern(_ word: Word, _ syntax: Syntax) throws(Halt) -> Pattern {
    line = word.line
    var out = Fields(.pattern)
    try expand(Int(word.start)..<Int(word.end), syntax, into: &out, tildes: .word)
    return try compile(out)
  }

  /// Returns the pattern whose text is `text`, the result of expansions. Throws `.shell` if shells
  /// differ on its meaning.
  func compile(_ text: Fields) throws(Halt) -> Pattern {
    try spend(onPattern: text.bytes)
    guard let pattern = Pattern(text.bytes, marks: text.marks) else {
      throw shell(.unportable(display(text.bytes)))
    }
    return pattern
  }

  /// Expands `word` to fields, replaces patterns by the names of files, and appends the result to
  /// `arguments`. Throws if an expansion has an error or needs /bin/sh.
  func expandFields(
    _ word: Word, _ syntax: Syntax, into arguments: inout [[UInt8]]
  ) throws(Halt) {
    let plain = syntax.plainText(word)
    line = word.line
    try spend(1)
    // The command `[` is a pattern that matches only itself, so no folder is searched.
    if plain.elementsEqual("[".utf8) || !plain.isEmpty && !plain.contains(where: isActive) {
      arguments.append(Array(plain))
      return
    }
    var out = Fields(.fields, separators: scope.separators ?? Scope.defaultSeparators)
    try expand(Int(word.start)..<Int(word.end), syntax, into: &out, tildes: .word)
    out.end()
    if out.finished.isEmpty { try checkNoField(word, syntax) }
    for field in out.finished {
      try appendPathnames(field, to: &arguments)
    }
  }

  /// Throws `.shell` if `word`, which has made no field, consists of a quoted `$@` and other parts,
  /// such as `"$@$x"`. In some shells such a word makes an empty field.
  private func checkNoField(_ word: Word, _ syntax: Syntax) throws(Halt) {
    let parts = syntax.parts[Int(word.start)..<Int(word.end)]
    if parts.count > 2, parts.contains(where: { isParameterList($0, syntax) }) {
      throw shell(.unportable("\"$@\""))
    }
  }

  private func isActive(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["): true
    default: false
    }
  }

  // MARK: parts

  /// Appends the expansion of `parts`, a range in `syntax.parts`, to `out`. `tildes` says where a
  /// `~` stands for HOME. Bytes before the index `start` in `syntax.bytes` are left out: for
  /// `name=value`, `start` is the index of the value. Throws if an expansion has an error or needs
  /// /bin/sh.
  func expand(
    _ parts: Range<Int>, _ syntax: Syntax, into out: inout Fields, tildes: Tildes,
    from start: Int = 0
  ) throws(Halt) {
    var index = parts.lowerBound
    while index < parts.upperBound {
      switch syntax.kind(ofPart: index) {
      case .literal:
        try expandLiteral(index, parts, syntax, into: &out, tildes: tildes, from: start)
      case .quoteMark: noteQuote(index, parts, syntax, in: &out)
      case .parameter: try expandParameter(index, syntax, into: &out, tildes: tildes)
      case .arithmetic: try expandArithmetic(index, syntax, into: &out)
      case .command, .localbase, .unportable: try refuse(index, syntax)
      }
      index = syntax.next(ofPart: index)
    }
  }

  private func refuse(_ index: Int, _ syntax: Syntax) throws(Halt) {
    throw shell(
      syntax.kind(ofPart: index) == .unportable ? .unportable("$((…))") : .commandSubstitution)
  }

  private func noteQuote(
    _ index: Int, _ parts: Range<Int>, _ syntax: Syntax, in out: inout Fields
  ) {
    let next = index + 1
    if next >= parts.upperBound || !isParameterList(syntax.parts[next], syntax) {
      out.noteQuote()
    }
  }

  /// Returns true if `part` is a `$@` inside double quotes, which makes one field for each
  /// positional parameter, and none if there are no parameters.
  private func isParameterList(_ part: Part, _ syntax: Syntax) -> Bool {
    part.kind == .parameter && part.isQuoted && syntax.text(part).first == UInt8(ascii: "@")
  }

  private func expandArithmetic(
    _ index: Int, _ syntax: Syntax, into out: inout Fields
  ) throws(Halt) {
    var expression = Fields(.text)
    try enter(3)
    let operand = index + 1..<Int(syntax.parts[index].next)
    try expand(operand, syntax, into: &expression, tildes: .word)
    depth -= 3
    try appendArithmetic(expression.bytes, syntax.parts[index], into: &out)
  }

  private func appendArithmetic(
    _ expression: [UInt8], _ part: Part, into out: inout Fields
  ) throws(Halt) {
    try spend(1 + expression.count >> 6)
    let digits = decimal(try evaluateArithmetic(expression))
    if part.isQuoted { out.append(digits, quoted: true) } else { out.split(digits) }
  }

  // MARK: literals and tildes

  private func expandLiteral(
    _ index: Int, _ parts: Range<Int>, _ syntax: Syntax, into out: inout Fields,
    tildes: Tildes, from start: Int
  ) throws(Halt) {
    let part = syntax.parts[index]
    let begin = index == parts.lowerBound ? max(Int(part.start), start) : Int(part.start)
    let range = begin..<Int(part.end)
    let text = syntax.bytes[range]
    if part.isQuoted { return out.append(text, quoted: true) }
    guard text.contains(UInt8(ascii: "~")) else { return appendLiteral(text, part, &out) }
    try expandTildes(range, index, parts, syntax, into: &out, tildes: tildes)
  }

  private func expandTildes(
    _ range: Range<Int>, _ index: Int, _ parts: Range<Int>, _ syntax: Syntax,
    into out: inout Fields, tildes: Tildes
  ) throws(Halt) {
    let part = syntax.parts[index]
    let atStart = index == parts.lowerBound
    let isLast = Int(part.next) == parts.upperBound
    var done = range.lowerBound
    for position in range where syntax.bytes[position] == UInt8(ascii: "~") {
      let before = position == range.lowerBound ? nil : syntax.bytes[position - 1]
      guard isTildePlace(before, atStart: atStart, tildes) else { continue }
      guard let end = tildeEnd(position, range, syntax, tildes, isLast) else { continue }
      guard let home = try home(syntax.bytes[position + 1..<end], before, part) else { continue }
      appendLiteral(syntax.bytes[done..<position], part, &out)
      out.append(home, quoted: true)
      done = end
    }
    appendLiteral(syntax.bytes[done..<range.upperBound], part, &out)
  }

  private func appendLiteral(_ text: ArraySlice<UInt8>, _ part: Part, _ out: inout Fields) {
    if part.splits { out.split(text) } else { out.append(text, quoted: false) }
  }

  private func isTildePlace(
    _ before: UInt8?, atStart: Bool, _ tildes: Tildes
  ) -> Bool {
    guard let before else { return atStart }
    guard tildes == .assignment else { return false }
    return before == UInt8(ascii: ":") || before == UInt8(ascii: "=")
  }

  /// Returns the index after the user name that follows the `~` at the index `tilde`; nil if the
  /// name contains a quote or an expansion. `isLast` is true if no other part of the word follows.
  private func tildeEnd(
    _ tilde: Int, _ range: Range<Int>, _ syntax: Syntax, _ tildes: Tildes, _ isLast: Bool
  ) -> Int? {
    for position in tilde + 1..<range.upperBound {
      let byte = syntax.bytes[position]
      if byte == UInt8(ascii: "/") { return position }
      if byte == UInt8(ascii: ":"), tildes == .assignment { return position }
    }
    return isLast ? range.upperBound : nil
  }

  /// Returns the value of HOME for a `~` without a user name; nil if the `~` stays as it is. `user`
  /// is the name after the `~`, `before` the byte before it. Throws `.shell` if `user` may be the
  /// name of a user, which only sh can look up, or if shells differ.
  private func home(
    _ user: ArraySlice<UInt8>, _ before: UInt8?, _ part: Part
  ) throws(Halt) -> [UInt8]? {
    // No user can have a name with other characters. Any user with another name may exist.
    let possible = user.allSatisfy {
      isNameByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 >= 0x80
    }
    if !possible { return nil }
    if !user.isEmpty { throw shell(.tilde(display(user))) }
    guard let home = scope.home else { return nil }
    // Shells differ on an empty HOME, on tildes inside ${…}, and on tildes after a second `=`.
    if home.isEmpty || part.splits || before == UInt8(ascii: "=") { throw shell(.tilde("")) }
    return home
  }
}
