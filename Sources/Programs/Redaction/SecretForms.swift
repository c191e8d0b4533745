/// Secrets that show by their form, whatever is before them.
extension SecretRemoval {
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
