/// Addresses and identifiers that are the same on every machine, so that a report may show them
/// without a stand-in.
enum KnownAddress {
  /// True if every machine may have this IPv4 address: a loopback address, a netmask, an address in
  /// 0.0.0.0/8, a network of 8 bits or less, a private range as a whole (192.168.0.0/16), a
  /// well-known multicast group, or an Azure address (168.63.129.16, 169.254.169.254). `length` is
  /// the prefix length after the address; nil if there is none.
  static func isWellKnown(inet address: UInt128, length: Int?) -> Bool {
    let first = address >> 24
    if first == 0 || first == 127 || first == 255 { return true }
    if address & 0xff_ffff == 0 { return (length ?? 8) <= 8 }
    if let length, length <= 8, address << UInt128(length) & 0xffff_ffff == 0 { return true }
    if address >> 8 == 0xe00000 { return true }
    if let range = inetRanges.first(where: { $0.address == address }) {
      return (length ?? range.length) == range.length
    }
    return [0xe000_0101, 0xefff_fffa, 0xa83f_8110, 0xa9fe_a9fe].contains(address)
  }

  private struct Range {
    let address: UInt128
    let length: Int
  }

  /// The private and link-local IPv4 ranges with prefixes longer than 8 bits (RFC 1918, RFC 6598,
  /// RFC 3927). A report may show a range, but not a guest's network that begins with the same
  /// address: 192.168.0.0/24 in 192.168.0.0/16.
  private static let inetRanges = [
    Range(address: 0xac10_0000, length: 12), Range(address: 0xc0a8_0000, length: 16),
    Range(address: 0x6440_0000, length: 10), Range(address: 0xa9fe_0000, length: 16),
  ]

  /// True if every machine may have this IPv6 address: `::`, `::1`, a netmask, a network of 19 bits
  /// or less, a network of RFC 4291 or RFC 6052 (`fe80::/64`), or a multicast group such as
  /// `ff02::1` that contains no address of a node. `length` is the prefix length after the address;
  /// nil if there is none.
  static func isWellKnown(inet6 address: UInt128, length: Int?) -> Bool {
    let first = address >> 112
    if address <= 1 || first == 0xffff { return true }
    if let length, length < 20, address << UInt128(length) == 0 { return true }
    if first >> 8 == 0xff { return address & (UInt128.max >> 16) <= UInt128(UInt32.max) }
    if address == 0xfe80 << 112 { return [nil, 10, 64].contains(length) }
    // fd00::/64 is the network of a guest, so these need a stand-in if there is a prefix length.
    if [0xfc00, 0xfd00, 0x2002].contains(where: { $0 << 112 == address }) { return length == nil }
    return address == UInt128(0x64_ff9b) << 96 || address == UInt128(0xffff) << 32
  }

  /// The prefix ff02::1:ff00:0/104 as a number of 128 bits. The last 24 bits of a node's address
  /// complete it to a multicast group for neighbor discovery (RFC 4291, 2.7.1).
  static let solicitedNode: UInt128 = (0xff02 << 112) | (0x1ff << 24)

  /// True if every machine may have this hardware address of 6 bytes: the null address, the
  /// broadcast address, or a group of IEEE 802.1, Cisco, IPv4 or IPv6 that contains no address of a
  /// node.
  static func isWellKnown(hardware bytes: [UInt8]) -> Bool {
    if bytes.allSatisfy({ $0 == 0 }) || bytes.allSatisfy({ $0 == 0xff }) { return true }
    if bytes.starts(with: [0x33, 0x33]) { return bytes[2] != 0xff }
    return bytes.starts(with: [0x01, 0x80, 0xc2]) || bytes.starts(with: [0x01, 0x00, 0x5e])
      || bytes.starts(with: [0x01, 0x00, 0x0c])
  }

  /// True if every guest may have this UUID, a text in lower case: the null UUID, or the VMBus
  /// class of the NICs that hv_netvsc or pci-hyperv drives.
  static func isWellKnown(uuid: [UInt8]) -> Bool {
    let classes = [
      "f8615163-df3e-46c5-913f-f2d2f965ed0e", "44c4f61d-4444-4400-9d52-802e27ede19f",
      "00000000-0000-0000-0000-000000000000",
    ]
    return classes.contains { $0.utf8.elementsEqual(uuid) }
  }
}
