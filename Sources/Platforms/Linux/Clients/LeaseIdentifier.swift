/// The client identifier in a lease that dhcpcd(8) keeps, which is the server's last message as it came.
///
/// dhcpcd titles itself, and its arguments cannot be read then; but a server says whom it answers (RFC
/// 6842), as dnsmasq and Kea do.
struct LeaseIdentifier {
  private let bytes: [UInt8]

  /// What `message` has, a BOOTP message (RFC 951) with options (RFC 2132); nil where it has none.
  init?(in message: [UInt8]) {
    // The fields of a fixed length, and the magic cookie.
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

  /// The argument by which dhcpcd sends it: bytes with colons in between are taken as they are.
  var argument: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }
}
