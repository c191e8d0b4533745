/// A set of bytes, such as those that separate words.
package struct ByteSet: Sendable {
  private var bits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  /// True if the set holds all bytes but the inserted ones.
  var isInverted = false

  /// The empty set.
  init() {}

  /// The bytes of `text` in UTF-8.
  package init(_ text: String) {
    for byte in text.utf8 { insert(byte) }
  }

  /// The blanks of isspace(3) in the C locale: space, tab, newline, vertical tab, form feed and
  /// carriage return.
  package static let blanks = ByteSet(" \t\n\u{B}\u{C}\r")

  /// The line feed and the carriage return.
  package static let lineEnds = ByteSet("\r\n")

  /// True if the set holds `byte`.
  package func contains(_ byte: UInt8) -> Bool {
    // Most bytes of most texts are ASCII.
    let word = byte < 0x80 ? (byte < 0x40 ? bits.0 : bits.1) : (byte < 0xC0 ? bits.2 : bits.3)
    return (word >> UInt64(byte & 63) & 1 == 1) != isInverted
  }

  /// Inserts `byte`. If `isInverted` is true, the set then no longer holds this byte.
  mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: bits.0 |= bit
    case 1: bits.1 |= bit
    case 2: bits.2 |= bit
    default: bits.3 |= bit
    }
  }
}
