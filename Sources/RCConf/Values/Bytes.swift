/// Returns true for an ASCII letter or `_`, with which the name of a variable begins (POSIX XBD
/// 3.216).
@inline(__always)
func isNameStart(_ byte: UInt8) -> Bool {
  let lower = byte | 0x20
  return (lower >= 0x61 && lower <= 0x7A) || byte == 0x5F
}

/// Returns true for an ASCII digit.
@inline(__always)
func isDigit(_ byte: UInt8) -> Bool {
  byte >= 0x30 && byte <= 0x39
}

/// Returns true for an ASCII letter, an ASCII digit or `_`: a byte of the name of a variable.
@inline(__always)
func isNameByte(_ byte: UInt8) -> Bool {
  isNameStart(byte) || isDigit(byte)
}

/// Returns true for a space, a tab or a newline: the default separators of words in sh (IFS).
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0A
}

/// Returns true if `bytes` can be the name of a variable in sh: a letter or `_`, then letters,
/// digits and `_` (POSIX XBD 3.216).
func isName(_ bytes: some Collection<UInt8>) -> Bool {
  guard let first = bytes.first, isNameStart(first) else { return false }
  return bytes.allSatisfy(isNameByte)
}

/// Returns the index of the first `byte` in `bytes` from the index `start` on; `bytes.count` if
/// there is none. Compares eight bytes at a time, since most of a configuration is comments.
func firstPlace(of byte: UInt8, in bytes: [UInt8], from start: Int) -> Int {
  let end = bytes.count
  return bytes.withUnsafeBytes { buffer in
    let ones: UInt64 = 0x0101_0101_0101_0101
    let wanted = ones &* UInt64(byte)
    var place = start
    while end &- place >= 8 {
      let word = buffer.eightBytes(at: place) ^ wanted
      // The highest bit of a byte is set if the byte is zero, and perhaps if a lower byte is. The
      // lowest set bit is exact.
      let zeros = (word &- ones) & ~word & (ones << 7)
      if zeros != 0 { return place &+ zeros.trailingZeroBitCount >> 3 }
      place &+= 8
    }
    while place < end, buffer[place] != byte { place &+= 1 }
    return place
  }
}

extension UnsafeRawBufferPointer {
  /// Returns the eight bytes from the index `place` on as a number, the first byte as the lowest.
  /// All eight must exist.
  @inline(__always)
  func eightBytes(at place: Int) -> UInt64 {
    UInt64(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  /// Returns `count` bytes from the index `place` on as a number, the first byte as the lowest. If
  /// `count` is more than 8, only eight bytes are read; if it is less, the missing bytes are 0.
  /// `count` must not be 0.
  @inline(__always)
  func word(at place: Int, count: Int) -> UInt64 {
    if count >= 8 { return eightBytes(at: place) }
    let mask = UInt64.max &>> UInt64(64 &- 8 &* count)
    if self.count &- place >= 8 { return eightBytes(at: place) & mask }
    return (place..<place &+ count).reversed().reduce(0) { $0 << 8 | UInt64(self[$1]) }
  }
}

/// Returns the value of the ASCII hexadecimal digit `byte`, 0...15; nil for any other byte.
func hexDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case 0x30...0x39: UInt32(byte - 0x30)
  case 0x41...0x46: UInt32(byte - 0x41 + 10)
  case 0x61...0x66: UInt32(byte - 0x61 + 10)
  default: nil
  }
}

/// Returns the decimal digits of `number` in ASCII, after a `-` if it is negative.
func decimal(_ number: Int) -> [UInt8] {
  var digits: [UInt8] = []
  digits.reserveCapacity(20)
  var rest = number.magnitude
  repeat {
    digits.append(UInt8(truncatingIfNeeded: rest % 10) + 0x30)
    rest /= 10
  } while rest != 0
  if number < 0 { digits.append(0x2D) }
  digits.reverse()
  return digits
}

/// Returns `bytes` as text; nil if they are not valid UTF-8.
func utf8Text(_ bytes: [UInt8]) -> String? {
  // Nearly all texts are ASCII, for which decoding is fast.
  if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
  return String(validating: bytes, as: UTF8.self)
}

extension Substring {
  /// Returns the parts of this text between the bytes of `separators`, without empty parts.
  /// `separators` must be ASCII. Empty if there is no other byte.
  // Inlined at its many callers, it would make the image larger.
  @inline(never)
  package func words(between separators: ByteSet) -> [String] {
    var text = self
    return text.withUTF8 { bytes in
      bytes.parts(between: separators).map {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[$0]), as: UTF8.self)
      }
    }
  }

  /// Returns the same parts as `words(between:)`, each as a place in this text.
  package func parts(between separators: ByteSet) -> [Substring] {
    var text = self
    let places = text.withUTF8 { $0.parts(between: separators) }
    return places.map {
      let start = utf8.index(startIndex, offsetBy: $0.lowerBound)
      return self[start..<utf8.index(start, offsetBy: $0.count)]
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Returns the places of the parts between the bytes of `separators`, without empty parts, in
  /// order. The bytes are looked at in memory: an index of a String costs ten times as much, and the
  /// output of tools is most of what a takeover reads.
  fileprivate func parts(between separators: ByteSet) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = 0
    for place in indices where separators.contains(self[place]) {
      if place > start { parts.append(start..<place) }
      start = place + 1
    }
    if count > start { parts.append(start..<count) }
    return parts
  }
}

/// Returns the bytes as text for messages. Invalid UTF-8 becomes U+FFFD.
func display(_ bytes: some Collection<UInt8>) -> String {
  String(decoding: bytes, as: UTF8.self)
}
