import Failover
import RCConf

extension Linux {
  /// Every pair as it is: sysfs, and one ip(8) for the addresses and default routes.
  package func status(
    settings: GeneralSettings, variables: Variables, asking guest: some GuestView
  ) throws(GuestError) -> PairsState {
    let census = try PairCensus(guest, settings: settings)
    var pairs: [PairState] = []
    for (synthetic, vf) in census.pairs {
      pairs.append(try census.pair(of: synthetic, vf, variables))
    }
    let idle = try idleDevices(asking: guest)
    guard !pairs.isEmpty else { return PairsState([], idleDevices: idle) }
    let answer = try IPStatusQuery().answer(from: guest.output(of: IPStatusQuery().command))
    let clients = try linuxClients(asking: guest)
    for index in pairs.indices { pairs[index].take(answer, clients) }
    return PairsState(pairs, idleDevices: idle)
  }

  /// The number of the interface, which the kernel gives to no other until the next boot.
  package func arrivalNumber(
    of vf: InterfaceName, asking guest: some GuestView
  ) throws(GuestError) -> Int? {
    try Sysfs(guest).number(of: vf).flatMap { Int($0) }
  }

  /// PCI network functions behind Hyper-V's bridge that have no NIC.
  ///
  /// The class of a network controller is 0x02 (PCI Code and ID Assignment Specification).
  private func idleDevices(asking guest: some GuestView) throws(GuestError) -> [String] {
    let bridges = "/sys/bus/vmbus/drivers/hv_pci"
    var found: [String] = []
    for device in try guest.names(in: bridges) ?? [] where device.contains("-") {
      for bus in try guest.names(in: "\(bridges)/\(device)") ?? [] where bus.hasPrefix("pci") {
        let folder = "\(bridges)/\(device)/\(bus)"
        for function in try guest.names(in: folder) ?? [] where function.contains(":") {
          let path = "\(folder)/\(function)"
          guard try guest.line(of: "\(path)/class")?.hasPrefix("0x02") == true,
            try guest.names(in: "\(path)/net")?.isEmpty ?? true
          else { continue }
          found.append(function)
        }
      }
    }
    return found
  }
}

/// The NICs of a guest, each looked at once: with hundreds of them, looking for each one's twin
/// among all others takes seconds.
private struct PairCensus<Guest: GuestView> {
  /// A NIC that a device is behind.
  struct Entry {
    var name: InterfaceName
    var driver: String?
    var address: HardwareAddress
  }

  private(set) var pairs: [(synthetic: Entry, vf: Entry?)] = []
  private let guest: Guest
  private let sysfs: Sysfs<Guest>
  private let pairing: Pairing<Guest>
  private let settings: GeneralSettings
  private let joinsPairs: Bool
  /// The programs that run and keep files of the NICs that they configure.
  private let owners: [NetworkOwner]

  init(_ guest: Guest, settings: GeneralSettings) throws(GuestError) {
    self.guest = guest
    self.settings = settings
    sysfs = Sysfs(guest)
    pairing = Pairing(guest, drivers: settings.syntheticDrivers)
    owners = try Surroundings(guest).running()
    joinsPairs = try isKernel(atLeast: (4, 14), guest)
    try count()
  }

  private mutating func count() throws(GuestError) {
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
      // Two that have one address are nobody's twins, unless one holds the other (net_failover).
      let upper = try pairing.uppermost(of: entries.map(\.name))
      for entry in entries where upper.contains(entry.name) {
        let candidates = upper.count == 1 ? others[address] ?? [] : []
        pairs.append((entry, try vf(among: candidates, of: entry)))
      }
    }
    pairs.sort { $0.synthetic.name.text < $1.synthetic.name.text }
  }

  private func vf(among entries: [Entry], of synthetic: Entry) throws(GuestError) -> Entry? {
    let isNetvsc = try isNetvsc(synthetic)
    guard isNetvsc else { return entries.first }
    for entry in entries where try pairing.isHandedOver(entry.name) { return entry }
    return nil
  }

  private func isNetvsc(_ entry: Entry) throws(GuestError) -> Bool {
    if entry.driver == "hv_netvsc" { return true }
    return try pairing.isNetvsc(entry.name)
  }

  /// All but addresses, routes and clients.
  func pair(
    of synthetic: Entry, _ vf: Entry?, _ variables: Variables
  ) throws(GuestError) -> PairState {
    var pair = PairState(of: try member(synthetic))
    pair.hardwareAddress = synthetic.address
    if let vf {
      pair.vf = try member(vf)
      pair.vf?.device = try sysfs.pciDevice(of: vf.name)
      for owner in owners where try isOwned(vf.name, by: owner) { pair.owner = owner }
    }
    pair.hasPrimary = true
    var masters: [InterfaceName] = []
    for master in [pair.vf, pair.synthetic].compactMap({ $0?.interface.master })
    where !masters.contains(master) {
      masters.append(master)
    }
    var isHeldByKernel = false
    for master in masters where try sysfs.hasDevice(master) { isHeldByKernel = true }
    try findBond(of: &pair, masters, variables)
    pair.mode = isHeldByKernel ? .transparent : pair.isBonded ? .bond : .none
    if vf != nil, pair.mode == .none, joinsPairs, settings.transparent != false {
      pair.awaitsKernel = try isNetvsc(synthetic)
    }
    pair.active = try active(in: pair)
    return pair
  }

  private func member(_ entry: Entry) throws(GuestError) -> PairState.Member {
    var interface = try sysfs.outline(of: entry.name)
    interface.hardwareAddress = entry.address
    interface.master = try sysfs.master(of: entry.name)
    return PairState.Member(interface, driver: entry.driver)
  }

  private func findBond(
    of pair: inout PairState, _ masters: [InterfaceName], _ variables: Variables
  ) throws(GuestError) {
    let usual = try? Linux().bondName(
      for: pair.synthetic.name, settings: Settings(bondOf: pair.synthetic.name, in: variables),
      asking: guest)
    for name in masters + [usual].compactMap(\.self) {
      guard let made = try sysfs.bond(name) else { continue }
      var bond = try sysfs.outline(of: name)
      bond.bond = made
      let isTheirs =
        made.members.contains(pair.synthetic.name)
        || made.members.contains { $0 == pair.vf?.name }
      guard isTheirs || (made.members.isEmpty && !bond.isLeftOver) else { continue }
      bond.hardwareAddress = try sysfs.currentAddress(of: name)
      pair.bond = bond
      pair.primary = try sysfs.primary(of: name)
      return
    }
  }

  /// netvsc sends by the VF while that is up; of a bond the kernel says it.
  private func active(in pair: PairState) throws(GuestError) -> InterfaceName? {
    if pair.mode == .bond, let bond = pair.bond {
      return bond.isUp ? try sysfs.activeMember(of: bond.name) : nil
    }
    if pair.mode == .transparent, let vf = pair.vf, vf.interface.isUp { return vf.name }
    return pair.synthetic.interface.isUp ? pair.synthetic.name : nil
  }

  private func isOwned(_ vf: InterfaceName, by owner: NetworkOwner) throws(GuestError) -> Bool {
    guard let number = try sysfs.number(of: vf) else { return false }
    return try Surroundings(guest).owns(number, owner)
  }
}

extension PairState {
  /// Takes over what was found of its interfaces.
  fileprivate mutating func take(_ answer: IPStatusAnswer, _ all: [DHCPClient]) {
    let addresses = { (name: InterfaceName) in answer.addresses[name] ?? [] }
    synthetic.interface.addresses = addresses(synthetic.name)
    if let name = vf?.name { vf?.interface.addresses = addresses(name) }
    if let name = bond?.name { bond?.addresses = addresses(name) }
    clients = all.filter { has($0.interface) }
    defaultRoutes = answer.defaultRoutes.filter { has($0.interface) }
  }
}

extension Settings {
  /// Nothing but the name that rc.conf gives a NIC's bond.
  init(bondOf name: InterfaceName, in variables: Variables) {
    self.init()
    let chosen = variables["hyperv_vf_bond_\(name.variablePart)"].flatMap { try? $0.text() }
    bondName = chosen.flatMap(InterfaceName.init)
  }
}
