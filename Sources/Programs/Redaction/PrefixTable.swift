import Failover

/// Stand-ins for the addresses and networks of one family.
///
/// The stand-in for a network has the same length. If a network is part of a larger one, its
/// stand-in is part of the larger one's stand-in. The same is true of addresses and their networks.
struct PrefixTable {
  /// A network and its stand-in.
  private struct Network {
    var address: UInt128
    var length: Int
    var standIn: UInt128
    /// The length of the stand-in. It differs from `length` only for the ranges of `addRange`.
    var standInLength: Int
    /// The first free number in the stand-in, counted in addresses.
    var next: UInt128 = 0
  }

  /// A recorded network; a recorded address if `length` is the width of an address.
  private struct Prefix: Equatable {
    var address: UInt128
    var length: Int
  }

  private let width: Int
  /// The prefix length of an address's network if the report does not contain that network.
  private let usualLength: Int
  /// The ranges of `addRange`, then the recorded networks.
  private var networks: [Network] = []
  private var rangeCount = 0
  private var seen: [Prefix] = []
  private var standIns: KeyedValues<UInt128, UInt128> = [:]

  /// Creates a table for addresses of `width` bits. An address without a recorded network is in a
  /// network of `usualLength` bits.
  init(width: Int, usualLength: Int) {
    self.width = width
    self.usualLength = usualLength
  }

  /// Adds a range. Addresses and networks in `range` get stand-ins in the network `standIn`.
  mutating func addRange(_ range: UInt128, _ length: Int, standIn: UInt128, _ standInLength: Int) {
    networks.append(
      Network(address: range, length: length, standIn: standIn, standInLength: standInLength))
  }

  /// Records an address, and its network if `length` is known.
  mutating func note(_ address: UInt128, length: Int?) {
    note(Prefix(address: address, length: width))
    guard let length, length < width else { return }
    note(Prefix(address: address & mask(length), length: length))
  }

  private mutating func note(_ prefix: Prefix) {
    seen.appendIfMissing(prefix)
  }

  /// Chooses the stand-ins for all recorded networks and addresses. `interfacePart` returns the
  /// last 64 bits of an address's stand-in, or nil if the table chooses them.
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

  /// Returns the index of the smallest network that contains an address and whose stand-in has room
  /// for a prefix of this length; nil if there is none.
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

  /// Returns the next free stand-in of this length in a network's stand-in; nil if none is left.
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

  /// Returns the stand-in for an address. If `length` is given and that network is recorded,
  /// returns the stand-in for the network.
  func standIn(of address: UInt128, length: Int?) -> UInt128 {
    if let length, length < width, address & mask(length) == address,
      let network = networks.last(where: { $0.length == length && $0.address == address })
    {
      return network.standInLength == length ? network.standIn : address
    }
    return standIns[address] ?? address
  }

  /// Returns the stand-in for the network with this first address; nil if no such network is
  /// recorded. Of several networks, the longest prefix counts.
  func standIn(ofNetworkAt address: UInt128) -> UInt128? {
    networks.dropFirst(rangeCount).last {
      $0.address == address && $0.length < width && $0.standInLength == $0.length
    }?.standIn
  }

  /// True if the address is recorded.
  func has(_ address: UInt128) -> Bool { standIns[address] != nil }

  /// The recorded addresses.
  var addresses: [UInt128] { seen.filter { $0.length == width }.map { $0.address } }

  private func mask(_ length: Int) -> UInt128 {
    length == 0 ? 0 : (UInt128.max << UInt128(width - length)) & allBits
  }

  /// A number in which every bit of an address is 1.
  private var allBits: UInt128 { width == 128 ? .max : (1 << UInt128(width)) - 1 }
}
