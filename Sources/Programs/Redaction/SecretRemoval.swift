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
    return Self.withoutLogins(Self.withoutTokens(Self.withoutLongKeys(withoutValues(line))))
  }

  /// Returns true if a private key in PEM format begins in this line and does not end in it, false
  /// if one ends, nil if neither.
  private func keyBoundary(_ line: [UInt8]) -> Bool? {
    var isOpen: Bool?
    var place = 0
    while let mark = line.firstIndex(ofBytes: Array("PRIVATE KEY-----".utf8), from: place) {
      // All of a key may be in one line, so the last mark counts.
      isOpen = Array(line[place..<mark]).firstIndex(ofBytes: Array("-----BEGIN".utf8)) != nil
      place = mark + 1
    }
    return isOpen
  }

  /// Endings of the names of secret settings, in lower case, without `-` and `_`: `psk` is the
  /// ending of `wpa-psk`.
  private static let names = [
    "password", "passwd", "passphrase", "psk", "secret", "privatekey", "presharedkey", "sharedkey",
    "authkey", "wpakey", "wepkey", "wepkey0", "wepkey1", "wepkey2", "wepkey3", "nwkey", "community",
    "pin",
    "apikey", "accesskey", "authtoken", "cak", "ckn",
  ]
  /// Endings of names that are secret settings only if `=` or `:` follows the name, as in
  /// `key=abc`. Elsewhere they are ordinary words, as in `the key is`.
  private static let assigned = [
    "key", "keys", "private", "shared", "identity", "pass", "token", "bearer",
    "authorization",
  ]
  /// Endings of words that may be followed by a secret, as in `key abc123`, or by an ordinary word,
  /// as in `the key is`.
  private static let spoken = ["key", "token", "bearer", "basic"]

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
      let isPass = isCarp && name.elementsEqual("pass".utf8)
      let value = secret(line, name, from: place, to: end, isNamed: isPass)
      result += line[place..<end]
      place = end
      guard let value, !value.range.isEmpty else { continue }
      goesOn = value.goesOn
      result += line[end..<value.range.lowerBound] + Self.mark
      place = value.range.upperBound
    }
    return result
  }

  /// Returns the value of the setting whose name is at `start..<end`; nil if the value is no
  /// secret. `name` is that name in lower case, without `-` and `_`. `isNamed` is true if the value
  /// is a secret whatever the name is.
  private func secret(
    _ line: [UInt8], _ name: [UInt8], from start: Int, to end: Int, isNamed: Bool
  ) -> SecretValue? {
    let isNamed = isNamed || Self.has(name, endingIn: Self.names)
    // In a key file, `psk=two words` is a line of its own.
    let isLine =
      isNamed && end < line.count && line[end] == UInt8(ascii: "=")
      && line[..<start].allSatisfy { $0 <= 0x20 }
    // Two words follow it: `Authorization: Basic abc`.
    let isLogin = Self.has(name, endingIn: ["authorization"])
    let value = SecretValue(in: line, behind: end, isWhole: isLine || isLogin)
    // `nwkey -` of ifconfig(8) says that there is no key.
    if line[value.range].elementsEqual([UInt8(ascii: "-")]) { return nil }
    let isSet = value.isAssigned && Self.has(name, endingIn: Self.assigned)
    let isSpoken =
      Self.has(name, endingIn: Self.spoken) && Self.looksSecret(line[value.range])
    return isNamed || isSet || isSpoken ? value : nil
  }

  /// True if a name in lower case has one of the endings `ends`.
  static func has(_ name: [UInt8], endingIn ends: [String]) -> Bool {
    ends.contains {
      name.count >= $0.utf8.count && name.suffix($0.utf8.count).elementsEqual($0.utf8)
    }
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
