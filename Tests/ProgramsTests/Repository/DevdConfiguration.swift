/// A block of devd.conf(5), with the statements that the project's files use: `notify PRIORITY {
/// match ...; media-type ...; action ...; };`.
struct DevdBlock: Equatable {
  struct Match: Equatable {
    var variable: String
    var pattern: String
  }

  var priority: Int
  var matches: [Match]
  /// The value of `media-type`; nil if the block has none.
  var media: String?
  var action: String
}

/// An error in a text of devd.conf(5), with its line.
struct DevdSyntaxError: Error, Equatable {
  var line: Int
  var found: String
}

/// Parses a devd.conf(5) with `notify` blocks. Throws for any other statement.
struct DevdParser {
  private var tokens: ArraySlice<(line: Int, text: String)>

  /// Returns the blocks of `text`, in order.
  static func blocks(_ text: String) throws(DevdSyntaxError) -> [DevdBlock] {
    var parser = DevdParser(tokens: try tokens(text)[...])
    var blocks: [DevdBlock] = []
    while !parser.tokens.isEmpty { blocks.append(try parser.block()) }
    return blocks
  }

  private mutating func block() throws(DevdSyntaxError) -> DevdBlock {
    try take("notify")
    let (line, number) = next()
    guard let priority = Int(number) else { throw DevdSyntaxError(line: line, found: number) }
    try take("{")
    var matches: [DevdBlock.Match] = []
    while tokens.first?.text == "match" {
      tokens.removeFirst()
      matches.append(DevdBlock.Match(variable: try string(), pattern: try string()))
      try take(";")
    }
    var media: String?
    if tokens.first?.text == "media-type" {
      tokens.removeFirst()
      media = try string()
      try take(";")
    }
    try take("action")
    let action = try string()
    for end in [";", "}", ";"] { try take(end) }
    return DevdBlock(priority: priority, matches: matches, media: media, action: action)
  }

  private mutating func take(_ wanted: String) throws(DevdSyntaxError) {
    let (line, text) = next()
    guard text == wanted else { throw DevdSyntaxError(line: line, found: text) }
  }

  private mutating func string() throws(DevdSyntaxError) -> String {
    let (line, text) = next()
    guard text.hasPrefix("\"") else { throw DevdSyntaxError(line: line, found: text) }
    return String(text.dropFirst())
  }

  private mutating func next() -> (line: Int, text: String) {
    tokens.popFirst() ?? (line: 0, text: "end of file")
  }

  /// Returns the tokens: words, numbers, `{`, `}`, `;` and strings. A string keeps its opening
  /// quote, which distinguishes it from a word.
  private static func tokens(
    _ text: String
  ) throws(DevdSyntaxError) -> [(line: Int, text: String)] {
    var tokens: [(line: Int, text: String)] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      var rest = line.drop { $0.isWhitespace }
      while let first = rest.first, first != "#" {
        guard let token = rest.prefixMatch(of: /"[^"]*"|[{};]|[\w-]+/) else {
          throw DevdSyntaxError(line: index + 1, found: String(rest))
        }
        let isString = first == "\""
        tokens.append(
          (line: index + 1, text: String(isString ? token.output.dropLast() : token.output)))
        rest = rest[token.range.upperBound...].drop { $0.isWhitespace }
      }
    }
    return tokens
  }
}
