/// The client identifier in a lease file of dhcpcd(8), which contains the last message of the
/// server.
///
/// A dhcpcd with a title hides its arguments, but servers such as dnsmasq and Kea return the
/// identifier (RFC 6842).
struct LeaseIdentifier {
  private let bytes: [UInt8]

  /// Reads a BOOTP message (RFC 951) with options (RFC 2132); nil if it has no identifier.
  init?(in message: [UInt8]) {
    // After the fields of fixed length comes the magic cookie.
    let cookie: [UInt8] = [99, 130, 83, 99]
    guard message.count > 240, Array(message[236..<240]) == cookie else { return nil }
    var rest = message[240...]
    while let option = rest.popFirst(), option != 255 {
      if option == 0 { continue }
      guard let count = rest.popFirst(), rest.count >= Int(count) else { return nil }
      let value = rest.prefix(Int(count))
      rest = rest.dropFirst(Int(count))
      // A type and at least one byte.
      guard option == 61 else { continue }
      guard value.count > 1 else { return nil }
      bytes = Array(value)
      return
    }
    return nil
  }

  /// The argument that makes dhcpcd send it. Bytes separated by colons are sent unchanged.
  var argument: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }
}
