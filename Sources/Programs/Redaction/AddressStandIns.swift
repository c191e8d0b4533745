/// The stand-ins for the IP addresses and hardware addresses in a report: made-up addresses that
/// the report shows in place of the real ones. An address has the same stand-in in every place and
/// in every notation.
struct AddressStandIns {
  private var inet = PrefixTable(width: 32, usualLength: 24)
  private var inet6 = PrefixTable(width: 128, usualLength: 64)
  private var hardware: [[UInt8]] = []

  /// Creates the stand-ins without any address yet, and sets their ranges. The stand-in for a
  /// private, link-local or multicast address is in the same range as the address. A public IPv4
  /// address gets a stand-in from the range for benchmarks (RFC 2544), or from class E if its
  /// network is too large for that range. A public IPv6 address gets one from the range for
  /// documentation (RFC 9637).
  init() {
    inet.addRange(0, 0, standIn: 0xf000_0000, 4)
    inet.addRange(0, 0, standIn: 0xc612_0000, 15)
    inet.addRange(0xe000_0000, 4, standIn: 0xefc0_0000, 14)
    for (address, length) in [
      (0x0a00_0000, 8), (0xac10_0000, 12), (0xc0a8_0000, 16), (0x6440_0000, 10), (0xa9fe_0000, 16),
    ] as [(UInt128, Int)] {
      inet.addRange(address, length, standIn: address, length)
    }
    inet6.addRange(0, 0, standIn: 0x3fff << 112, 20)
    inet6.addRange(0xfe80 << 112, 64, standIn: 0xfe80 << 112, 64)
    inet6.addRange(0xfc00 << 112, 7, standIn: 0xfd00 << 112, 8)
    inet6.addRange(0xff00 << 112, 8, standIn: 0xff02 << 112, 64)
  }

  /// Records the address in `notation`, which the report contains, so that `settle` chooses a
  /// stand-in for it. Ignores UUIDs, words, IPv4 addresses written as `1-2-3-4`, and addresses that
  /// every machine has, such as 127.0.0.1.
  mutating func note(_ notation: Notation) {
    switch notation {
    case .inet(let address, let length, UInt8(ascii: ".")): note(inet: address, length)
    case .shortInet(let address, let length, _): note(inet: address, length)
    case .reversedInet(let address), .lastOctet(let address): note(inet: address, nil)
    case .inet6(let address, let length, let hasQuad): note(inet6: address, length, hasQuad)
    case .inet6Range(let first, let length): note(inet6: first, length, false)
    case .reversedInet6(let address): note(inet6: address, nil, false)
    case .bytes(let bytes, _, _, _): note(bytes)
    case .inet, .uuid, .word: break
    }
  }

  private mutating func note(inet address: UInt128, _ length: Int?) {
    if !KnownAddress.isWellKnown(inet: address, length: length) {
      inet.note(address, length: length)
    }
  }

  private mutating func note(inet6 address: UInt128, _ length: Int?, _ hasQuad: Bool) {
    if Self.holdsInet(address, hasQuad) {
      note(inet: address & 0xffff_ffff, length.flatMap { $0 >= 96 ? $0 - 96 : nil })
    } else if !KnownAddress.isWellKnown(inet6: address, length: length),
      !Self.isSolicitedNode(address)
    {
      inet6.note(address, length: length)
    }
  }

  /// Records a hardware address of 6 bytes, or the one at the end of a longer DHCP identifier (RFC
  /// 8415, 11). Ignores other bytes, and hardware addresses that every machine has, such as the
  /// broadcast address.
  private mutating func note(_ bytes: [UInt8]) {
    let isLinkLayer =
      bytes.count == 7 && bytes[0] == 1
      || [10, 14].contains(bytes.count) && [1, 3].contains(bytes[1])
    guard bytes.count == 6 || isLinkLayer else { return }
    let address = Array(bytes.suffix(6))
    guard !KnownAddress.isWellKnown(hardware: address), !address.starts(with: [0x33, 0x33, 0xff]),
      !hardware.contains(address)
    else { return }
    hardware.append(address)
  }

  /// Chooses the stand-ins for all addresses that `note` has recorded. Called once, after the last
  /// `note` and before the first `standIn`.
  mutating func settle() {
    let hardware = hardware
    inet.settle()
    inet6.settle { address in
      Self.hardwareAddress(in: address).flatMap { own in
        hardware.firstIndex(of: own).map { Self.interfacePart(Self.standIn($0, among: hardware)) }
      }
    }
  }

  /// True if an IPv6 address contains an IPv4 address in its last 32 bits: `::ffff:10.1.2.4` (RFC
  /// 4291), `64:ff9b::10.1.2.4` (RFC 6052) or `::10.1.2.4`. `hasQuad` is true if these bits are
  /// written as a dotted quad; the third form needs that.
  private static func holdsInet(_ address: UInt128, _ hasQuad: Bool) -> Bool {
    address >> 32 == 0xffff || address >> 32 == UInt128(0x64_ff9b) << 64
      || hasQuad && address >> 32 == 0 && address > 1
  }

  private static func isSolicitedNode(_ address: UInt128) -> Bool {
    address >> 24 == KnownAddress.solicitedNode >> 24
  }
}

extension AddressStandIns {
  /// Returns the made-up IPv4 address that the report shows in place of `address`; `address` itself
  /// if every machine has it, such as 127.0.0.1, or if `note` has not recorded it. `length` is the
  /// prefix length after the address; nil if there is none.
  func standIn(inet address: UInt128, length: Int? = nil) -> UInt128 {
    if length == nil, let network = inet.standIn(ofNetworkAt: address) { return network }
    return KnownAddress.isWellKnown(inet: address, length: length)
      ? address : inet.standIn(of: address, length: length)
  }

  /// True if `note` has recorded this IPv4 address. `note` records no numbers such as `1-2-3-4` or
  /// `1_2_3_4`, which may be a version or a date.
  func has(inet address: UInt128) -> Bool { inet.has(address) }

  /// Returns the made-up IPv6 address that the report shows in place of `address`; `address` itself
  /// if every machine has it, such as `::1`, or if `note` has not recorded it. `length` is the
  /// prefix length after the address; nil if there is none. `hasQuad` is true if the last 32 bits
  /// are written as a dotted quad.
  func standIn(inet6 address: UInt128, length: Int?, hasQuad: Bool) -> UInt128 {
    if Self.holdsInet(address, hasQuad) {
      let inetLength = length.flatMap { $0 >= 96 ? $0 - 96 : nil }
      return (address >> 32) << 32 | standIn(inet: address & 0xffff_ffff, length: inetLength)
    }
    if length == nil, let network = inet6.standIn(ofNetworkAt: address) { return network }
    if KnownAddress.isWellKnown(inet6: address, length: length) { return address }
    if Self.isSolicitedNode(address) {
      return KnownAddress.solicitedNode | standIn(forLast24Bits: address & 0xff_ffff)
    }
    return inet6.standIn(of: address, length: length)
  }

  /// Finds the recorded IPv6 address whose last 24 bits are `end`, and returns the last 24 bits of
  /// its stand-in; 0 if there is no such address.
  private func standIn(forLast24Bits end: UInt128) -> UInt128 {
    let address = inet6.addresses.first { $0 & 0xff_ffff == end }
    return address.map { inet6.standIn(of: $0, length: nil) & 0xff_ffff } ?? 0
  }

  /// Returns the made-up hardware address that the report shows in place of these 6 bytes; the
  /// bytes themselves if every machine has them, such as the broadcast address, or if `note` has
  /// not recorded them.
  func standIn(hardware bytes: [UInt8]) -> [UInt8] {
    if KnownAddress.isWellKnown(hardware: bytes) { return bytes }
    if bytes.starts(with: [0x33, 0x33, 0xff]) {
      return [0x33, 0x33, 0xff]
        + standIn(forLast24Bits: UInt128(octets: Array(bytes[3...]))).octets(3)
    }
    return hardware.firstIndex(of: bytes).map { Self.standIn($0, among: hardware) } ?? bytes
  }

  /// The hardware addresses that `note` has recorded, 6 bytes each; empty if there are none.
  var hardwareAddresses: [[UInt8]] { hardware }

  /// Returns the stand-in for the hardware address at `index` in `all`, the hardware addresses of
  /// the report: a locally administered address, such as `02:00:00:00:00:01` for index 0, that is
  /// not itself in `all`.
  private static func standIn(_ index: Int, among all: [[UInt8]]) -> [UInt8] {
    var number = 0
    var left = index
    while true {
      number += 1
      let candidate = [2, 0, 0, 0, UInt8(truncatingIfNeeded: number >> 8), UInt8(number & 0xff)]
      if all.contains(candidate) { continue }
      if left == 0 { return candidate }
      left -= 1
    }
  }

  /// Returns the hardware address from which the last 64 bits of an IPv6 address were made:
  /// `00:15:5d:4a:0b:01` for `fe80::215:5dff:fe4a:b01` (RFC 4291, appendix A). Nil if they were
  /// made in another way.
  private static func hardwareAddress(in address: UInt128) -> [UInt8]? {
    let bytes = address.octets(16)
    guard bytes[11] == 0xff, bytes[12] == 0xfe else { return nil }
    return [bytes[8] ^ 2, bytes[9], bytes[10], bytes[13], bytes[14], bytes[15]]
  }

  private static func interfacePart(_ hardware: [UInt8]) -> UInt128 {
    UInt128(octets: [hardware[0] ^ 2, hardware[1], hardware[2], 0xff, 0xfe] + hardware[3...])
  }
}
