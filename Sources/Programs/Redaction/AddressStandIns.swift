/// Stand-ins for IP addresses and hardware addresses: the same one wherever an address stands, and however
/// it is written there.
struct AddressStandIns {
  private var inet = PrefixTable(width: 32, usualLength: 24)
  private var inet6 = PrefixTable(width: 128, usualLength: 64)
  private var hardware: [[UInt8]] = []

  /// The ranges stay what they are, private, link-local or multicast. What is public becomes an address
  /// for benchmarks (RFC 2544), or of class E if its network is too large for that, or one for
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

  /// Takes note of what stands in a report.
  mutating func note(_ notation: Notation) {
    switch notation {
    case .inet(let address, let length, UInt8(ascii: ".")): note(inet: address, length)
    case .shortInet(let address, let length, _): note(inet: address, length)
    case .reversedInet(let address): note(inet: address, nil)
    case .inet6(let address, let length, let hasQuad): note(inet6: address, length, hasQuad)
    case .reversedInet6(let address): note(inet6: address, nil, false)
    case .bytes(let bytes, _, _, _): note(bytes)
    case .inet, .uuid, .word: break
    }
  }

  private mutating func note(inet address: UInt128, _ length: Int?) {
    if !KnownAddress.holds(inet: address, length: length) { inet.note(address, length: length) }
  }

  private mutating func note(inet6 address: UInt128, _ length: Int?, _ hasQuad: Bool) {
    if Self.holdsInet(address, hasQuad) {
      note(inet: address & 0xffff_ffff, length.flatMap { $0 >= 96 ? $0 - 96 : nil })
    } else if !KnownAddress.holds(inet6: address, length: length), !Self.isSolicitedNode(address) {
      inet6.note(address, length: length)
    }
  }

  /// Of a longer identifier the end is a hardware address, where it has one (RFC 8415, 11).
  private mutating func note(_ bytes: [UInt8]) {
    let isLinkLayer =
      bytes.count == 7 && bytes[0] == 1
      || [10, 14].contains(bytes.count) && [1, 3].contains(bytes[1])
    guard bytes.count == 6 || isLinkLayer else { return }
    let address = Array(bytes.suffix(6))
    guard !KnownAddress.holds(hardware: address), !address.starts(with: [0x33, 0x33, 0xff]),
      !hardware.contains(address)
    else { return }
    hardware.append(address)
  }

  /// Chooses the stand-ins.
  mutating func settle() {
    let hardware = hardware
    inet.settle()
    inet6.settle { address in
      Self.hardwareAddress(in: address).flatMap { own in
        hardware.firstIndex(of: own).map { Self.interfacePart(Self.standIn($0, among: hardware)) }
      }
    }
  }

  /// A mapped address, or one for a translator (RFC 4291, RFC 6052).
  private static func holdsInet(_ address: UInt128, _ hasQuad: Bool) -> Bool {
    address >> 32 == 0xffff || address >> 32 == UInt128(0x64_ff9b) << 64
      || hasQuad && address >> 32 == 0 && address > 1
  }

  private static func isSolicitedNode(_ address: UInt128) -> Bool {
    address >> 24 == KnownAddress.solicitedNode >> 24
  }
}

extension AddressStandIns {
  /// What stands for an IPv4 address.
  func standIn(inet address: UInt128, length: Int? = nil) -> UInt128 {
    if length == nil, let network = inet.standIn(ofNetworkAt: address) { return network }
    return KnownAddress.holds(inet: address, length: length)
      ? address : inet.standIn(of: address, length: length)
  }

  /// Whether that IPv4 address stands somewhere in its usual form.
  func has(inet address: UInt128) -> Bool { inet.has(address) }

  /// The IPv4 addresses that stand somewhere.
  var inetAddresses: [UInt128] { inet.addresses }

  /// What stands for an IPv6 address.
  func standIn(inet6 address: UInt128, length: Int?, hasQuad: Bool) -> UInt128 {
    if Self.holdsInet(address, hasQuad) {
      let inetLength = length.flatMap { $0 >= 96 ? $0 - 96 : nil }
      return (address >> 32) << 32 | standIn(inet: address & 0xffff_ffff, length: inetLength)
    }
    if length == nil, let network = inet6.standIn(ofNetworkAt: address) { return network }
    if KnownAddress.holds(inet6: address, length: length) { return address }
    if Self.isSolicitedNode(address) {
      return KnownAddress.solicitedNode | end(address & 0xff_ffff)
    }
    return inet6.standIn(of: address, length: length)
  }

  /// The last 24 bits of the stand-in of the address that ends so; 0 if there is none.
  private func end(_ end: UInt128) -> UInt128 {
    let address = inet6.addresses.first { $0 & 0xff_ffff == end }
    return address.map { inet6.standIn(of: $0, length: nil) & 0xff_ffff } ?? 0
  }

  /// What stands for a hardware address.
  func standIn(hardware bytes: [UInt8]) -> [UInt8] {
    if KnownAddress.holds(hardware: bytes) { return bytes }
    if bytes.starts(with: [0x33, 0x33, 0xff]) {
      return [0x33, 0x33, 0xff] + end(UInt128(octets: Array(bytes[3...]))).octets(3)
    }
    return hardware.firstIndex(of: bytes).map { Self.standIn($0, among: hardware) } ?? bytes
  }

  /// The hardware addresses that stand somewhere.
  var hardwareAddresses: [[UInt8]] { hardware }

  /// Locally administered, and none of those that there are.
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

  /// The hardware address that an interface identifier was made of (RFC 4291, appendix A).
  private static func hardwareAddress(in address: UInt128) -> [UInt8]? {
    let bytes = address.octets(16)
    guard bytes[11] == 0xff, bytes[12] == 0xfe else { return nil }
    return [bytes[8] ^ 2, bytes[9], bytes[10], bytes[13], bytes[14], bytes[15]]
  }

  private static func interfacePart(_ hardware: [UInt8]) -> UInt128 {
    UInt128(octets: [hardware[0] ^ 2, hardware[1], hardware[2], 0xff, 0xfe] + hardware[3...])
  }
}
