/// Addresses and identifiers that are the same on every machine, so that a report may show them.
enum KnownAddress {
  /// True for loopback addresses, netmasks, unspecified addresses, networks of 8 bits or less, the
  /// multicast groups of the local network, and the Azure addresses 168.63.129.16 and
  /// 169.254.169.254. `length` is the prefix length after the address; nil if there is none.
  static func holds(inet address: UInt128, length: Int?) -> Bool {
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

  /// The private ranges as a whole (RFC 1918, RFC 6598, RFC 3927). A guest's network may have the
  /// same first address as its range: 192.168.0.0/24.
  private static let inetRanges = [
    Range(address: 0xac10_0000, length: 12), Range(address: 0xc0a8_0000, length: 16),
    Range(address: 0x6440_0000, length: 10), Range(address: 0xa9fe_0000, length: 16),
  ]

  /// True for unspecified and loopback addresses, netmasks, networks of 19 bits or less, the
  /// networks of RFC 4291 and RFC 6052, and multicast groups that contain no address of a node.
  static func holds(inet6 address: UInt128, length: Int?) -> Bool {
    let first = address >> 112
    if address <= 1 || first == 0xffff { return true }
    if let length, length < 20, address << UInt128(length) == 0 { return true }
    if first >> 8 == 0xff { return address & (UInt128.max >> 16) <= UInt128(UInt32.max) }
    if address == 0xfe80 << 112 { return [nil, 10, 64].contains(length) }
    // fd00::/64 is the network of a guest, so these need a stand-in if there is a prefix length.
    if [0xfc00, 0xfd00, 0x2002].contains(where: { $0 << 112 == address }) { return length == nil }
    return address == UInt128(0x64_ff9b) << 96 || address == UInt128(0xffff) << 32
  }

  /// The prefix ff02::1:ff00:0/104 of the multicast groups for neighbor discovery (RFC 4291,
  /// 2.7.1). The last 24 bits of a node's address complete it.
  static let solicitedNode: UInt128 = (0xff02 << 112) | (0x1ff << 24)

  /// True for the null address, the broadcast address, and the groups of IEEE 802.1, Cisco, IPv4
  /// and IPv6 that contain no address of a node.
  static func holds(hardware bytes: [UInt8]) -> Bool {
    if bytes.allSatisfy({ $0 == 0 }) || bytes.allSatisfy({ $0 == 0xff }) { return true }
    if bytes.starts(with: [0x33, 0x33]) { return bytes[2] != 0xff }
    return bytes.starts(with: [0x01, 0x80, 0xc2]) || bytes.starts(with: [0x01, 0x00, 0x5e])
      || bytes.starts(with: [0x01, 0x00, 0x0c])
  }

  /// True for the null UUID, and for the VMBus classes of a guest's NICs, which hv_netvsc and
  /// pci-hyperv drive.
  static func holds(uuid: [UInt8]) -> Bool {
    let classes = [
      "f8615163-df3e-46c5-913f-f2d2f965ed0e", "44c4f61d-4444-4400-9d52-802e27ede19f",
      "00000000-0000-0000-0000-000000000000",
    ]
    return classes.contains { $0.utf8.elementsEqual(uuid) }
  }
}
