/// Reads an address that is written as one number without separators. Only the word before it
/// tells that it is an address.
enum LabelledNumber {
  /// Returns the address at `range` of a line: `0xcb007107` after `inet`, or 12 hexadecimal digits
  /// after a label of hardware addresses, such as `ether`. Nil if the word is something else.
  static func notation(_ line: [UInt8], _ range: Range<Int>) -> Notation? {
    let isInet = range.count == 10 && line[range.lowerBound + 1] == UInt8(ascii: "x")
    guard isInet || range.count == 12 else { return nil }
    var label = lowercased(line[..<range.lowerBound])
    while let last = label.last, !isAlphanumeric(last) { label.removeLast() }
    let labels = isInet ? ["inet"] : ["ether", "address", "addr"]
    let digits = line[(range.lowerBound + (isInet ? 2 : 0))..<range.upperBound]
    guard SecretRemoval.has(label, endingIn: labels),
      let number = hexNumber(digits)
    else { return nil }
    return isInet
      ? .inet(number, length: nil, separator: UInt8(ascii: "."))
      : .bytes(number.octets(6), separator: 0, width: 6, digits: 2)
  }
}
