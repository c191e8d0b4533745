/// A 48-bit Ethernet address. The VF of a synthetic NIC has the address of that NIC.
package struct HardwareAddress: Hashable, Sendable, CustomStringConvertible {
  /// The six bytes, in the order of transmission.
  package let bytes: [UInt8]

  /// Parses `00:15:5d:4a:0b:01`, in upper or lower case; nil for any other text.
  package init?(_ text: String) {
    let parts = text[...].fields(separatedBy: UInt8(ascii: ":"))
    let bytes = parts.compactMap { part in
      part.utf8.count == 2 && part.hasOnlyHexDigits ? UInt8(part, radix: 16) : nil
    }
    guard parts.count == 6, bytes.count == 6 else { return nil }
    self.bytes = bytes
  }

  /// The address in lower case, `00:15:5d:4a:0b:01`, as ifconfig(8), ip(8) and sysfs print it.
  package var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }

  /// True if all bytes are zero: the kernel shows such an address for an interface that has none.
  package var isUnset: Bool { bytes.allSatisfy { $0 == 0 } }
}
