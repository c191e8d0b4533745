extension DHCPClient {
  /// The arguments of a DHCP client, as they are saved before a takeover, so that the client can be
  /// started with them again.
  package struct Arguments: Hashable, Sendable {
    /// The program of the client, such as `.isc` for ISC dhclient.
    package var program: Program
    /// The arguments of the client, without the name of the program: `-e`, `IF_METRIC=200`.
    package var words: [String]

    /// The arguments `words` of a client whose program is `program`.
    package init(_ words: [String], of program: Program) {
      self.program = program
      self.words = words
    }
  }
}

extension DHCPClient.Arguments {
  /// The arguments that each of the clients `programs` has in `takeover`. Clients without arguments
  /// are left out. Empty on FreeBSD, whose dhclient gets its arguments from rc.conf.
  static func of(_ programs: [DHCPClient.Program], in takeover: Takeover) -> [Self] {
    programs.filter { $0 != .freebsd }
      .map { Self(takeover.arguments(of: $0), of: $0) }.filter { !$0.words.isEmpty }
  }

  /// The program and its arguments as a line of the state file (`SavedState`):
  /// `isc -e IF_METRIC=200`. Blanks, control characters and `%` in a word become `%20` and the
  /// like; an empty word becomes `%`.
  var saved: String {
    ([program.rawValue] + words.map { $0.isEmpty ? "%" : Self.escaped($0) }).joined(separator: " ")
  }

  /// Parses a line in the form of `saved`; nil if the line does not begin with a known program.
  init?(saved text: String) {
    let words = text.words
    guard let first = words.first, let program = DHCPClient.Program(rawValue: first) else {
      return nil
    }
    self.init(words.dropFirst().map { $0 == "%" ? "" : Self.unescaped($0) }, of: program)
  }

  private static func escaped(_ word: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let bytes = word.utf8.flatMap { byte -> [UInt8] in
      guard byte <= 0x20 || byte == UInt8(ascii: "%") else { return [byte] }
      return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func unescaped(_ word: String) -> String {
    var bytes: [UInt8] = []
    var rest = word.utf8[...]
    while let byte = rest.popFirst() {
      let code = String(Substring(rest.prefix(2)))
      guard byte == UInt8(ascii: "%"), code.utf8.count == 2, let value = UInt8(code, radix: 16)
      else {
        bytes.append(byte)
        continue
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
