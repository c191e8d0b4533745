/// Reads a bracket expression of a pattern, such as `[a-z]` (POSIX XBD 9.3.5). `index` begins after
/// the `[`.
struct BracketReader {
  enum Result {
    /// A complete bracket expression. The value holds the bytes that it matches.
    case set(ByteSet)
    /// No `]` ends the expression, so that the `[` is an ordinary byte.
    case unclosed
    /// A bracket expression on which shells differ, such as `[^a]`.
    case unportable
  }

  let bytes: [UInt8]
  let marks: [UInt8]
  var index: Int

  private func isActive(_ byte: Unicode.Scalar, at index: Int) -> Bool {
    index < bytes.count && marks[index] == 0 && bytes[index] == UInt8(ascii: byte)
  }

  /// Reads the bracket expression and returns what it is. If the result is `.set`, `index` is then
  /// the index after the `]`.
  mutating func read() -> Result {
    var set = ByteSet()
    var isUnportable = isActive("^", at: index)
    if isActive("!", at: index) {
      set.isInverted = true
      index += 1
    }
    let first = index
    while index < bytes.count {
      if index > first, isActive("]", at: index) {
        index += 1
        return isUnportable ? .unportable : .set(set)
      }
      if isActive("[", at: index), isActive(":", at: index + 1) {
        if !readClass(into: &set) { isUnportable = true }
        continue
      }
      if isActive("[", at: index), isActive(".", at: index + 1) || isActive("=", at: index + 1) {
        isUnportable = true
      }
      if isActive("\\", at: index) { isUnportable = true }
      readMember(into: &set)
    }
    return .unclosed
  }

  private mutating func readMember(into set: inout ByteSet) {
    let low = bytes[index]
    index += 1
    guard isActive("-", at: index), index + 1 < bytes.count, !isActive("]", at: index + 1) else {
      return set.insert(low)
    }
    let high = bytes[index + 1]
    index += 2
    if low <= high { for byte in low...high { set.insert(byte) } }
  }

  /// Reads `[:name:]`, such as `[:digit:]`, and adds its bytes to `set`. Returns false if the C
  /// locale has no class with this name.
  private mutating func readClass(into set: inout ByteSet) -> Bool {
    var end = index + 2
    while end < bytes.count, (0x61...0x7A).contains(bytes[end]) { end += 1 }
    guard isActive(":", at: end), isActive("]", at: end + 1) else {
      index += 1
      return false
    }
    let name = display(bytes[index + 2..<end])
    index = end + 2
    guard let members = BracketReader.members(of: name) else { return false }
    for range in members { for byte in range { set.insert(byte) } }
    return true
  }

  /// Returns the bytes of the class `name` in the C locale (POSIX XBD 7.3.1): the digits for
  /// `digit`. Nil if there is no such class.
  private static func members(of name: String) -> [ClosedRange<UInt8>]? {
    switch name {
    case "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
    case "alpha": [0x41...0x5A, 0x61...0x7A]
    case "blank": [0x09...0x09, 0x20...0x20]
    case "cntrl": [0x01...0x1F, 0x7F...0x7F]
    case "digit": [0x30...0x39]
    case "graph": [0x21...0x7E]
    case "lower": [0x61...0x7A]
    case "print": [0x20...0x7E]
    case "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
    case "space": [0x09...0x0D, 0x20...0x20]
    case "upper": [0x41...0x5A]
    case "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66]
    default: nil
    }
  }
}
