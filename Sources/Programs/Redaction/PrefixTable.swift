import Failover

/// Stand-ins for the addresses of one family: a network for a network of the same length, in the same
/// network as before, and an address for an address.
struct PrefixTable {
  /// A network and what stands for it.
  private struct Network {
    var address: UInt128
    var length: Int
    var standIn: UInt128
    /// The prefix length of the range that its stand-ins are taken from; that of the network itself but
    /// for the ranges at the top.
    var standInLength: Int
    /// The first number in that range that is free.
    var next: UInt128 = 0
  }

  /// A network that was seen, or with all bits an address.
  private struct Prefix: Equatable {
    var address: UInt128
    var length: Int
  }

  private let width: Int
  /// The network that an address is in of which no network was seen.
  private let usualLength: Int
  /// Those of `addRange`, and behind them those that were seen.
  private var networks: [Network] = []
  private var rangeCount = 0
  private var seen: [Prefix] = []
  private var standIns: KeyedValues<UInt128, UInt128> = [:]

  /// A table for addresses of `width` bits; an address of which no network is seen is in one of
  /// `usualLength`.
  init(width: Int, usualLength: Int) {
    self.width = width
    self.usualLength = usualLength
  }

  /// What lies in this network gets a stand-in of the second one.
  mutating func addRange(_ range: UInt128, _ length: Int, standIn: UInt128, _ standInLength: Int) {
    networks.append(
      Network(address: range, length: length, standIn: standIn, standInLength: standInLength))
  }

  /// Takes note of an address, and of its network where the length of that is known.
  mutating func note(_ address: UInt128, length: Int?) {
    note(Prefix(address: address, length: width))
    guard let length, length < width else { return }
    note(Prefix(address: address & mask(length), length: length))
  }

  private mutating func note(_ prefix: Prefix) {
    seen.appendIfMissing(prefix)
  }

  /// Chooses the stand-ins of everything that was seen. `interfacePart` gives the last 64 bits of an
  /// address's stand-in where they are not for the table to choose.
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

  /// The smallest network that holds an address, and in whose stand-in such a prefix has room.
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

  /// The next free network of that length; nil if there is none left.
  private mutating func allocate(_ length: Int, in index: Int) -> UInt128? {
    let network = networks[index]
    let size = UInt128(1) << UInt128(width - length)
    // Both are 0 for a range of all addresses, which there is none of.
    let capacity = UInt128(1) << UInt128(width - network.standInLength)
    var next = (network.next + size - 1) / size * size
    // An address is neither its network's first nor its last.
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

  /// What stands for an address or, where `length` is given and that network was seen, for a network.
  func standIn(of address: UInt128, length: Int?) -> UInt128 {
    if let length, length < width, address & mask(length) == address,
      let network = networks.last(where: { $0.length == length && $0.address == address })
    {
      return network.standInLength == length ? network.standIn : address
    }
    return standIns[address] ?? address
  }

  /// What stands for the network that begins with this address, of the longest prefix that was seen; nil
  /// if none was.
  func standIn(ofNetworkAt address: UInt128) -> UInt128? {
    networks.dropFirst(rangeCount).last {
      $0.address == address && $0.length < width && $0.standInLength == $0.length
    }?.standIn
  }

  /// Whether an address was seen.
  func has(_ address: UInt128) -> Bool { standIns[address] != nil }

  /// All that were seen.
  var addresses: [UInt128] { seen.filter { $0.length == width }.map { $0.address } }

  private func mask(_ length: Int) -> UInt128 {
    length == 0 ? 0 : (UInt128.max << UInt128(width - length)) & allBits
  }

  /// Ones for every bit of an address.
  private var allBits: UInt128 { width == 128 ? .max : (1 << UInt128(width)) - 1 }
}
