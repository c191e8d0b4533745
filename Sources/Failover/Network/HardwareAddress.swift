/// A 48-bit Ethernet address. A VF has the same one as its synthetic NIC.
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

  /// In lower case, as ifconfig(8), ip(8) and sysfs print it.
  package var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }

  /// True if all bytes are zero, as for an interface without an address.
  package var isUnset: Bool { bytes.allSatisfy { $0 == 0 } }
}
