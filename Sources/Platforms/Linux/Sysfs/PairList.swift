import Failover

/// The pairs of a guest. Each NIC is looked at once: with hundreds of them, looking for each one's twin
/// among all others takes seconds.
struct PairList {
  /// A NIC that a device is behind.
  struct Entry {
    var name: InterfaceName
    var driver: String?
    var address: HardwareAddress
    /// Where a PCI NIC is in the tree of devices; nil where sysfs does not show it.
    var place: String?
  }

  /// The pairs, by the name of the synthetic NIC; `others`: PCI NICs that could be its VF as well.
  private(set) var pairs: [(synthetic: Entry, vf: Entry?, others: [InterfaceName])] = []
  /// Where all PCI NICs are that have a synthetic NIC's address.
  private(set) var functions: [String] = []
  private let sysfs: Sysfs
  private let pairing: Pairing

  /// The pairs that `guest` shows now.
  init(_ guest: any GuestView, settings: GeneralSettings) throws(GuestError) {
    sysfs = Sysfs(guest)
    pairing = Pairing(guest, drivers: settings.syntheticDrivers)
    var synthetic: [HardwareAddress: [Entry]] = [:]
    var others: [HardwareAddress: [Entry]] = [:]
    for name in try sysfs.names() {
      // A 48-bit address on the PCI bus is an Ethernet NIC's.
      guard let bus = try sysfs.bus(of: name), let address = try sysfs.permanentAddress(of: name)
      else { continue }
      let entry = Entry(name: name, driver: try sysfs.driver(of: name), address: address)
      if try pairing.isSynthetic(name, driver: entry.driver, bus: bus) {
        synthetic[address, default: []].append(entry)
      } else if bus == "pci" {
        others[address, default: []].append(entry)
      }
    }
    for (address, entries) in synthetic {
      try pair(entries, with: others[address] ?? [])
    }
    pairs.sort { $0.synthetic.name.text < $1.synthetic.name.text }
  }

  /// The synthetic NICs and the PCI NICs of one address.
  private mutating func pair(_ entries: [Entry], with others: [Entry]) throws(GuestError) {
    var candidates = others
    for index in candidates.indices {
      candidates[index].place = try sysfs.place(of: candidates[index].name)
    }
    functions += candidates.compactMap { $0.place }
    // Two that have one address are nobody's twins, unless one holds the other (net_failover).
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
    for entry in entries where try pairing.isHandedOver(at: entry.place) { found.append(entry) }
    return found
  }
}
