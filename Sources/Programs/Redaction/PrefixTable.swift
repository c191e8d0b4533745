import Failover

/// The stand-ins for the addresses and networks of one family, IPv4 or IPv6, in a report: made-up
/// ones that the report shows in place of the real ones.
///
/// The stand-in for a network has the prefix length of the network. If a network is part of a
/// larger one, its stand-in is part of the larger one's stand-in. The stand-in for an address is
/// part of the stand-in for its network.
struct PrefixTable {
  /// A network of the report, or a range that `addRange` has added, and its stand-in.
  private struct Network {
    var address: UInt128
    var length: Int
    var standIn: UInt128
    /// The prefix length of the stand-in. It differs from `length` only for the ranges that
    /// `addRange` adds.
    var standInLength: Int
    /// The offset of the first free address in the stand-in: the addresses and smaller networks
    /// before this offset are stand-ins already.
    var next: UInt128 = 0
  }

  /// A network or an address of the report. For an address, `length` is the number of its bits: 32
  /// for IPv4, 128 for IPv6.
  private struct Prefix: Equatable {
    var address: UInt128
    var length: Int
  }

  private let width: Int
  /// The prefix length of the network that is assumed for an address if the report contains no
  /// network with that address: 24 for IPv4, 64 for IPv6.
  private let usualLength: Int
  /// The networks that have stand-ins: first the ranges that `addRange` has added, such as
  /// 192.168.0.0/16, then the networks of the report. An address gets its stand-in from the
  /// smallest network that contains it.
  private var networks: [Network] = []
  private var rangeCount = 0
  private var seen: [Prefix] = []
  private var standIns: KeyedValues<UInt128, UInt128> = [:]

  /// Creates an empty table for addresses of `width` bits (32 or 128). An address that is in no
  /// network of the report is assumed to be in a network with a prefix of `usualLength` bits.
  init(width: Int, usualLength: Int) {
    self.width = width
    self.usualLength = usualLength
  }

  /// Adds the range that begins with the address `range` and has a prefix of `length` bits.
  /// Addresses and networks in this range get their stand-ins from the network that begins with
  /// `standIn` and has a prefix of `standInLength` bits.
  mutating func addRange(_ range: UInt128, _ length: Int, standIn: UInt128, _ standInLength: Int) {
    networks.append(
      Network(address: range, length: length, standIn: standIn, standInLength: standInLength))
  }

  /// Records an address of the report, and its network if the address has a prefix length, so that
  /// `settle` chooses stand-ins for them. `length` is nil if there is no prefix length.
  mutating func note(_ address: UInt128, length: Int?) {
    note(Prefix(address: address, length: width))
    guard let length, length < width else { return }
    note(Prefix(address: address & mask(length), length: length))
  }

  private mutating func note(_ prefix: Prefix) {
    seen.appendIfMissing(prefix)
  }

  /// Chooses the stand-ins for all networks and addresses that `note` has recorded. `interfacePart`
  /// returns the last 64 bits for the stand-in of an IPv6 address, or nil to let the table choose
  /// them.
  mutating func settle(interfacePart: (UInt128) -> UInt128? = { _ in nil }) {
    rangeCount = networks.count
    for prefix in seen where prefix.length == width && !isInSeenNetwork(prefix.address) {
      note(Prefix(address: prefix.address & mask(usualLength), length: usualLength))
    }
    for length in 0..<width {
      for prefix in seen where prefix.length == length { addNetwork(prefix) }
    }
    for prefix in seen where prefix.length == width {
      standIns[prefix.address] = standIn(ofAddress: prefix.address, interfacePart(prefix.address))
    }
  }

  private func isInSeenNetwork(_ address: UInt128) -> Bool {
    seen.contains { $0.length < width && address & mask($0.length) == $0.address }
  }

  private mutating func addNetwork(_ prefix: Prefix) {
    guard
      !networks[..<rangeCount].contains(where: {
        $0.address == prefix.address && $0.length == prefix.length
      }), let parent = container(of: prefix.address, longestPrefix: prefix.length)
    else { return }
    guard let standIn = allocate(prefix.length, in: parent) else { return }
    networks.append(
      Network(
        address: prefix.address, length: prefix.length, standIn: standIn,
        standInLength: prefix.length))
  }

  /// Returns the index in `networks` of the smallest network that contains an address, has a prefix
  /// of at most `length` bits, and has a stand-in with room for a prefix of `length` bits. Nil if
  /// there is none.
  private func container(of address: UInt128, longestPrefix length: Int) -> Int? {
    var best: Int?
    for (index, network) in networks.enumerated()
    where address & mask(network.length) == network.address && network.length <= length
      && network.standInLength <= length
    {
      if network.length >= best.map({ networks[$0].length }) ?? 0 { best = index }
    }
    return best
  }

  /// Takes the next free network with a prefix of `length` bits from the stand-in of the network at
  /// `index`; a single address if `length` is 32 for IPv4 or 128 for IPv6. Returns its first
  /// address; nil if none is free.
  private mutating func allocate(_ length: Int, in index: Int) -> UInt128? {
    let network = networks[index]
    let size = UInt128(1) << UInt128(width - length)
    // A shift by 128 bits would give 0. No range has a stand-in of length 0, so this does not
    // happen.
    let capacity = UInt128(1) << UInt128(width - network.standInLength)
    var next = (network.next + size - 1) / size * size
    // A stand-in for an address is neither the first nor the last address of its network.
    let margin: UInt128 = length == width && capacity > 2 ? 1 : 0
    next = max(next, margin)
    while next + size <= capacity - margin {
      let candidate = network.standIn + next
      next += size
      guard !seen.contains(Prefix(address: candidate, length: length)) else { continue }
      networks[index].next = next
      return candidate
    }
    return nil
  }

  private mutating func standIn(ofAddress address: UInt128, _ interfacePart: UInt128?) -> UInt128 {
    guard let index = container(of: address, longestPrefix: width) else { return address }
    let network = networks[index]
    let host = address & ~mask(network.length) & allBits
    let ones = ~mask(network.standInLength) & allBits
    if network.standInLength == network.length {
      if host == 0 { return network.standIn }
      if host == ones, width == 32 { return network.standIn | ones }
      if let interfacePart, network.length <= 64 { return network.standIn | interfacePart }
    }
    return allocate(width, in: index) ?? network.standIn
  }

  /// Returns the stand-in for an address; the address itself if `note` has not recorded it. If
  /// `length` is not nil, and a network with this first address and prefix length has a stand-in,
  /// returns the stand-in for the network.
  func standIn(of address: UInt128, length: Int?) -> UInt128 {
    if let length, length < width, address & mask(length) == address,
      let network = networks.last(where: { $0.length == length && $0.address == address })
    {
      return network.standInLength == length ? network.standIn : address
    }
    return standIns[address] ?? address
  }

  /// Returns the stand-in for the network that begins with this address; nil if the report contains
  /// no such network. If there are several, the one with the longest prefix counts.
  func standIn(ofNetworkAt address: UInt128) -> UInt128? {
    networks.dropFirst(rangeCount).last {
      $0.address == address && $0.length < width && $0.standInLength == $0.length
    }?.standIn
  }

  /// True if `note` has recorded the address and `settle` has chosen a stand-in for it.
  func has(_ address: UInt128) -> Bool { standIns[address] != nil }

  /// The addresses that `note` has recorded, without networks; empty if there are none.
  var addresses: [UInt128] { seen.filter { $0.length == width }.map { $0.address } }

  private func mask(_ length: Int) -> UInt128 {
    length == 0 ? 0 : (UInt128.max << UInt128(width - length)) & allBits
  }

  /// A number in which every bit of an address is 1: 0xffffffff for IPv4.
  private var allBits: UInt128 { width == 128 ? .max : (1 << UInt128(width)) - 1 }
}
