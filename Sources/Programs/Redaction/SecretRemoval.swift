/// Removes passwords and keys from a text. A report needs this even if it shows the addresses and
/// names of the machine.
struct SecretRemoval {
  /// The text `[removed]`, which replaces a secret.
  static let mark = Array("[removed]".utf8)

  /// True if the previous line ended with a backslash inside a secret value, so that the next line
  /// continues the value.
  private var goesOn = false
  /// True between the first and the last line of a private key in PEM format.
  private var isInKey = false

  /// Creates a removal for one text. Its lines must be given to `removing(from:)` in order.
  init() {}

  /// Takes the next line of the text and returns it with `[removed]` in place of each password and
  /// key. A line inside a private key becomes `[removed]`.
  mutating func removing(from line: [UInt8]) -> [UInt8] {
    let isContinued = goesOn
    goesOn = false
    if let isKey = keyBoundary(line) {
      isInKey = isKey
      return Self.mark
    }
    if isInKey { return Self.mark }
    if isContinued {
      goesOn = line.last == UInt8(ascii: "\\")
      return Self.mark
    }
    return withoutLogins(withoutLongKeys(withoutValues(line)))
  }

  /// Returns true if a private key in PEM format begins in this line, false if one ends, nil if
  /// neither.
  private func keyBoundary(_ line: [UInt8]) -> Bool? {
    guard line.firstIndex(ofBytes: Array("PRIVATE KEY-----".utf8)) != nil else { return nil }
    return line.firstIndex(ofBytes: Array("-----BEGIN".utf8)) != nil
  }

  /// Endings of the names of secret settings, in lower case, without `-` and `_`: `psk` is the
  /// ending of `wpa-psk`.
  private static let names = [
    "password", "passwd", "passphrase", "psk", "secret", "privatekey", "presharedkey", "sharedkey",
    "authkey", "wepkey", "wepkey0", "wepkey1", "wepkey2", "wepkey3", "nwkey", "community", "pin",
    "apikey", "accesskey", "authtoken", "cak", "ckn",
  ]
  /// Endings of names that are secret settings only if `=` or `:` follows the name, as in
  /// `key=abc`. Elsewhere they are ordinary words, as in `the key is`.
  private static let assigned = [
    "key", "keys", "private", "shared", "identity", "pass", "token", "bearer",
  ]

  private mutating func withoutValues(_ line: [UInt8]) -> [UInt8] {
    let low = lowercased(line)
    let isCarp = low.firstIndex(ofBytes: Array("vhid".utf8)) != nil
    var result: [UInt8] = []
    var place = 0
    while place < line.count {
      let end = low[place...].firstIndex { !isNameByte($0) } ?? line.count
      guard end > place else {
        result.append(line[place])
        place += 1
        continue
      }
      let name = low[place..<end].filter { isAlphanumeric($0) }
      result += line[place..<end]
      place = end
      let value = value(line, behind: end)
      let isNamed = Self.names.contains {
        name.count >= $0.utf8.count && name.suffix($0.utf8.count).elementsEqual($0.utf8)
      }
      let isPlain = isCarp && name.elementsEqual("pass".utf8)
      let isSet =
        value.isAssigned
        && Self.assigned.contains {
          name.count >= $0.utf8.count && name.suffix($0.utf8.count).elementsEqual($0.utf8)
        }
      guard isNamed || isPlain || isSet, !value.range.isEmpty else { continue }
      if line[value.range].elementsEqual([UInt8(ascii: "\\")]) { goesOn = true }
      result += line[end..<value.range.lowerBound] + Self.mark
      place = value.range.upperBound
    }
    return result
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  /// Returns the range of the value after a name, empty if there is none, and whether `=` or `:`
  /// assigns the value. `end` is the index behind the name. A quoted value ends at the closing
  /// quote, any other at a blank, a quote, `;`, `,` or `}`.
  private func value(
    _ line: [UInt8], behind end: Int
  ) -> (range: Range<Int>, isAssigned: Bool) {
    var start = end
    var isAssigned = false
    let separators = Array(" \t=:\"'".utf8)
    var quote: UInt8?
    while start < line.count, separators.contains(line[start]), quote == nil {
      // In `token ::1` the colons belong to an address and assign nothing.
      let isBehindName = start == end || line[start - 1] == UInt8(ascii: "\"")
      if line[start] == UInt8(ascii: "=") || line[start] == UInt8(ascii: ":") && isBehindName {
        isAssigned = true
      }
      // A quote before the value opens it, unless the quote closes the name: `"psk": "x"`.
      let isQuote = line[start] == UInt8(ascii: "\"") || line[start] == UInt8(ascii: "'")
      if isQuote, start > end { quote = line[start] }
      start += 1
    }
    guard start > end else { return (end..<end, false) }
    var stop = start
    while stop < line.count {
      let byte = line[stop]
      if let quote {
        if byte == quote { break }
      } else if byte <= 0x20 || Array(";,\"'}".utf8).contains(byte) {
        break
      }
      stop += 1
    }
    return (start..<stop, isAssigned)
  }

  /// Returns the line with `[removed]` in place of each base64 text of 32 bytes, the form of a
  /// WireGuard key.
  private func withoutLongKeys(_ line: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    let isDigit = { (byte: UInt8) in
      isAlphanumeric(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }
    while place < line.count {
      let end = line[place...].firstIndex { !isDigit($0) } ?? line.count
      if end - place == 43, end < line.count, line[end] == UInt8(ascii: "=") {
        result += Self.mark
        place = end + 1
      } else {
        let next = max(end, place + 1)
        result += line[place..<next]
        place = next
      }
    }
    return result
  }

  /// Returns the line with `[removed]` in place of the login in its first URL:
  /// `https://[removed]@host/` for `https://user:password@host/`.
  private func withoutLogins(_ line: [UInt8]) -> [UInt8] {
    guard let start = line.firstIndex(ofBytes: Array("://".utf8)) else { return line }
    let rest = line[(start + 3)...]
    let end = rest.firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "/") } ?? line.count
    guard let sign = line[(start + 3)..<end].lastIndex(of: UInt8(ascii: "@")) else { return line }
    return line[..<(start + 3)] + Self.mark + line[sign...]
  }
}
