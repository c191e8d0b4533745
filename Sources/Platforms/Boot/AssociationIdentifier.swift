/// Computes the Identity Association Identifier (IAID, RFC 8415): the number by which a DHCP client
/// tells its interfaces apart. The IAID is a part of the client identifier (RFC 4361), by which a
/// DHCP server may know the machine.
///
/// networkd and NetworkManager compute the IAID from the bytes of a name or of a hardware address,
/// both with SipHash-2-4 and the same fixed key.
enum AssociationIdentifier {
  /// Returns the IAID for `bytes`: the UTF-8 bytes of a name such as `eth0`, or the bytes of a
  /// hardware address. The highest byte of the number comes first in a DHCP packet.
  static func number(of bytes: [UInt8]) -> UInt32 {
    let hash = SipHash(0xEE03_4AFE_C28C_1180, 0x0914_3936_6F0C_D63E).hash(bytes)
    return UInt32(truncatingIfNeeded: hash) ^ UInt32(truncatingIfNeeded: hash >> 32)
  }
}

/// The hash function SipHash-2-4 with a key of 128 bits (Aumasson and Bernstein, 2012).
private struct SipHash {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  init(_ low: UInt64, _ high: UInt64) {
    state = (
      low ^ 0x736F_6D65_7073_6575, high ^ 0x646F_7261_6E64_6F6D, low ^ 0x6C79_6765_6E65_7261,
      high ^ 0x7465_6462_7974_6573
    )
  }

  func hash(_ bytes: [UInt8]) -> UInt64 {
    var hash = self
    var rest = bytes[...]
    while rest.count >= 8 {
      hash.add(Self.word(rest.prefix(8)))
      rest = rest.dropFirst(8)
    }
    hash.add(UInt64(truncatingIfNeeded: bytes.count) << 56 | Self.word(rest))
    hash.state.2 ^= 0xFF
    for _ in 0..<4 { hash.round() }
    return hash.state.0 ^ hash.state.1 ^ hash.state.2 ^ hash.state.3
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func add(_ word: UInt64) {
    state.3 ^= word
    round()
    round()
    state.0 ^= word
  }

  private mutating func round() {
    func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }
    state.0 &+= state.1
    state.1 = rotated(state.1, 13) ^ state.0
    state.0 = rotated(state.0, 32)
    state.2 &+= state.3
    state.3 = rotated(state.3, 16) ^ state.2
    state.0 &+= state.3
    state.3 = rotated(state.3, 21) ^ state.0
    state.2 &+= state.1
    state.1 = rotated(state.1, 17) ^ state.2
    state.2 = rotated(state.2, 32)
  }
}
