import Failover

/// The pairs of a guest. Reads the properties of each NIC only once: with hundreds of NICs, a
/// search among all others for each would take seconds.
struct PairList {
  /// A NIC that is not virtual: sysfs shows a device for it.
  struct Entry {
    var name: InterfaceName
    var driver: String?
    var address: HardwareAddress
    /// The path of a PCI NIC in the device tree of sysfs, as `Sysfs.place(of:)` returns it. Nil for
    /// a synthetic NIC, or if sysfs does not show the path.
    var devicePath: String?
  }

  /// The pairs, sorted by the name of the synthetic NIC. `vf` is nil if there is none. `others` are
  /// further PCI NICs that could be the VF of this synthetic NIC; usually empty.
  private(set) var pairs: [(synthetic: Entry, vf: Entry?, others: [InterfaceName])] = []
  /// The paths in the device tree of sysfs of all PCI NICs that have the hardware address of a
  /// synthetic NIC.
  private(set) var functions: [String] = []
  private let sysfs: Sysfs
  private let pairing: Pairing

  /// Finds the pairs that exist now. Throws if a query fails.
  init(_ guest: any GuestView, settings: GeneralSettings) throws(GuestError) {
    sysfs = Sysfs(guest)
    pairing = Pairing(guest, drivers: settings.syntheticDrivers)
    var synthetic: KeyedValues<HardwareAddress, [Entry]> = [:]
    var others: KeyedValues<HardwareAddress, [Entry]> = [:]
    for name in try sysfs.names() {
      // A NIC on the PCI bus with a 48-bit address is an Ethernet NIC.
      guard let bus = try sysfs.bus(of: name), let address = try sysfs.permanentAddress(of: name)
      else { continue }
      let entry = Entry(name: name, driver: try sysfs.driver(of: name), address: address)
      if try pairing.isSynthetic(name, driver: entry.driver, bus: bus) {
        synthetic[address, default: []].append(entry)
      } else if bus == "pci" {
        others[address, default: []].append(entry)
      }
    }
    for address in synthetic.keys {
      try pair(synthetic[address] ?? [], with: others[address] ?? [])
    }
    pairs = pairs.sorted(byText: { $0.synthetic.name.text })
  }

  /// Adds the NICs of one hardware address to `pairs` and `functions`: `entries` are the synthetic
  /// NICs, `others` the PCI NICs. Throws if sysfs cannot be read.
  private mutating func pair(_ entries: [Entry], with others: [Entry]) throws(GuestError) {
    var candidates = others
    for index in candidates.indices {
      candidates[index].devicePath = try sysfs.devicePath(of: candidates[index].name)
    }
    functions += candidates.compactMap { $0.devicePath }
    // Two synthetic NICs with the same address have no VF, unless one is the master of the other
    // (net_failover).
    let upper = try pairing.uppermost(of: entries.map { $0.name })
    if upper.count > 1 { candidates = [] }
    for entry in entries where upper.contains(entry.name) {
      let found = try vfs(among: candidates, of: entry)
      pairs.append((entry, found.first, found.dropFirst().map { $0.name }))
    }
  }

  private func vfs(among entries: [Entry], of synthetic: Entry) throws(GuestError) -> [Entry] {
    guard try pairing.isNetvsc(synthetic.name, driver: synthetic.driver) else { return entries }
    var found: [Entry] = []
    for entry in entries where try pairing.isGivenByHyperV(at: entry.devicePath) {
      found.append(entry)
    }
    return found
  }
}
