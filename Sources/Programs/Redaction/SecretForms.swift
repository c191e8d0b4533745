/// Secrets that show by their form, whatever is before them.
extension SecretRemoval {
  /// True if a word is hardly one of a sentence or the name of a variable or interface: it has six
  /// bytes or more and contains a letter and a digit, or changes between lower and upper case as
  /// base64 does.
  static func looksSecret(_ word: ArraySlice<UInt8>) -> Bool {
    var hasDigit = false
    var hasLetter = false
    var capitals = 0
    var last: UInt8 = 0
    for byte in word {
      // These belong to IPv6 addresses, variables such as `ifconfig_hn0`, and paths.
      if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "_") || last == 0 && byte == 0x2F {
        return false
      }
      let isCapital = (0x41...0x5A).contains(byte)
      if isCapital, last > 0x60 { capitals += 1 }
      if (0x30...0x39).contains(byte) { hasDigit = true } else if byte > 0x40 { hasLetter = true }
      last = byte
    }
    return word.count > 5 && (hasDigit && hasLetter || capitals > 1)
  }

  /// Returns the line with `[removed]` in place of each JSON web token (RFC 7519): base64 that
  /// begins with `{"`, and two parts or more behind it, each after a `.`.
  static func withoutTokens(_ line: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    while let start = line.firstIndex(ofBytes: Array("eyJ".utf8), from: place) {
      var end = start
      var dots = 0
      while end < line.count, isAlphanumeric(line[end]) || [0x2D, 0x2E, 0x5F].contains(line[end]) {
        if line[end] == UInt8(ascii: ".") { dots += 1 }
        end += 1
      }
      result += line[place..<(dots > 1 ? start : end)]
      if dots > 1 { result += mark }
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
