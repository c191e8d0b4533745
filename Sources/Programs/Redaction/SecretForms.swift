/// Secrets that show by their form, whatever is before them.
extension SecretRemoval {
  /// True if a word is hardly one of a sentence or the name of a variable or interface: it has six
  /// bytes or more and contains a letter and a digit, or changes between lower and upper case as
  /// base64 does.
  static func looksSecret(_ word: ArraySlice<UInt8>) -> Bool {
    let letters = word.filter { isAlphanumeric($0) && $0 > 0x40 }
    let capitals = zip(letters, letters.dropFirst()).filter { $0 > 0x60 && $1 < 0x60 }.count
    // The others belong to IPv6 addresses, variables such as `ifconfig_hn0`, and paths.
    let isPlain =
      !word.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "_") }
      && word.first != UInt8(ascii: "/")
    let hasDigit = word.contains { (0x30...0x39).contains($0) }
    return word.count > 5 && isPlain && (hasDigit && !letters.isEmpty || capitals > 1)
  }

  /// Returns the line with `[removed]` in place of each JSON web token (RFC 7519): base64 that
  /// begins with `{"`, and two parts or more behind it, each after a `.`.
  static func withoutTokens(_ line: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    while let start = line.firstIndex(ofBytes: Array("eyJ".utf8), from: place) {
      let isPart = { (byte: UInt8) in isAlphanumeric(byte) || "-_.".utf8.contains(byte) }
      let end = line[start...].firstIndex { !isPart($0) } ?? line.count
      let dots = line[start..<end].filter { $0 == UInt8(ascii: ".") }.count
      result += dots > 1 ? line[place..<start] + mark : line[place..<end]
      place = end
    }
    return result + line[place...]
  }

  /// Returns the line with `[removed]` in place of each base64 text of 32 bytes, the form of a
  /// WireGuard key.
  static func withoutLongKeys(_ line: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    let isDigit = { (byte: UInt8) in
      isAlphanumeric(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }
    while place < line.count {
      let end = line[place...].firstIndex { !isDigit($0) } ?? line.count
      if end - place == 43, end < line.count, line[end] == UInt8(ascii: "=") {
        result += mark
        place = end + 1
      } else {
        let next = max(end, place + 1)
        result += line[place..<next]
        place = next
      }
    }
    return result
  }

  /// Returns the line with `[removed]` in place of the login in each URL: `https://[removed]@host/`
  /// for `https://user:password@host/`.
  static func withoutLogins(_ line: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    while let slashes = line.firstIndex(ofBytes: Array("://".utf8), from: place) {
      let start = slashes + 3
      let end = line[start...].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "/") } ?? line.count
      result += line[place..<start]
      place = start
      if let sign = line[start..<end].lastIndex(of: UInt8(ascii: "@")) {
        result += mark
        place = sign
      }
    }
    return result + line[place...]
  }
}
