/// A DHCP client identifier, read from a lease file of dhcpcd(8). The file contains the last
/// message of the DHCP server.
///
/// The identifier is needed if dhcpcd has replaced its command line by a process title
/// (setproctitle(3)). Servers such as dnsmasq and Kea return the identifier that the client has
/// sent (RFC 6842).
struct LeaseIdentifier {
  private let bytes: [UInt8]

  /// Reads the identifier (option 61) in `message`, the bytes of a BOOTP message (RFC 951) with
  /// options (RFC 2132). Nil if `message` is not valid or has no identifier.
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
      // Option 61 is the client identifier: a type and at least one byte.
      guard option == 61 else { continue }
      guard value.count > 1 else { return nil }
      bytes = Array(value)
      return
    }
    return nil
  }

  /// The identifier as the value of the option `-I` of dhcpcd: hexadecimal bytes separated by
  /// colons, `01:00:15:5d:4a:0b:01`. dhcpcd sends such bytes unchanged.
  var argument: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }
}
