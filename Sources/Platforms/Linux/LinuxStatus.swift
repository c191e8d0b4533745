import Failover
import RCConf

extension Linux {
  /// Returns the state of every pair; without pairs if there is no synthetic NIC. Reads sysfs, and
  /// as `.whole` runs one ip(8) for all interfaces. Throws if a query fails.
  package func status(
    _ detail: StatusDetail, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> PairsState {
    let census = try PairList(guest, settings: settings)
    let functions = try FunctionSurvey(guest, besides: census, settings: settings)
    var state = PairsState([], idleDevices: functions.idle, used: functions.used)
    guard !census.pairs.isEmpty else { return state }
    let look = try PairObservation(detail, guest, settings: settings, variables: variables)
    let clients = detail == .whole ? try linuxClients(asking: guest) : []
    for (synthetic, vf, others) in census.pairs {
      var pair = try look.pair(of: synthetic, vf)
      pair.otherVFs = others
      pair.clients = clients.filter { pair.has($0.interface) }
      state.pairs.append(pair)
    }
    state.assignUsed()
    return state
  }

  /// Returns the number of a VF's arrival: its interface index, which the kernel does not use again
  /// before the next boot. Nil if `vf` does not exist. Throws if sysfs cannot be read.
  package func arrivalNumber(
    of vf: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Int? {
    try Sysfs(guest).number(of: vf).flatMap { Int($0) }
  }
}

/// Observes one pair after the other for `Linux.status`, from sysfs and, as `.whole`, from one
/// answer of ip(8) about all interfaces.
private struct PairObservation {
  typealias Entry = PairList.Entry

  private let detail: StatusDetail
  private let guest: any GuestView
  private let sysfs: Sysfs
  private let pairing: Pairing
  private let settings: GeneralSettings
  private let variables: Variables
  /// The answer of ip(8) about all interfaces; empty if it was not asked.
  private let answer: IPStatusAnswer
  /// The network managers that run: NetworkManager and systemd-networkd; empty if neither runs, or
  /// if this was not asked.
  private let owners: [NetworkOwner]

  init(
    _ detail: StatusDetail, _ guest: any GuestView, settings: GeneralSettings, variables: Variables
  ) throws(GuestError) {
    self.detail = detail
    self.guest = guest
    self.settings = settings
    self.variables = variables
    sysfs = Sysfs(guest)
    pairing = Pairing(guest, drivers: settings.syntheticDrivers)
    guard detail == .whole else {
      (owners, answer) = ([], IPStatusAnswer())
      return
    }
    owners = try Prerequisites(guest).running()
    answer = try IPStatusQuery().answer(from: guest.output(of: IPStatusQuery().command))
  }

  /// Returns the state of the pair of `synthetic` and `vf`, which is nil if there is no VF. The
  /// DHCP clients of the pair are left out. Throws if a query fails.
  func pair(of synthetic: Entry, _ vf: Entry?) throws(GuestError) -> PairState {
    var pair = PairState(of: try member(synthetic))
    pair.hardwareAddress = synthetic.address
    if let vf {
      pair.vf = try member(vf)
      pair.vf?.device = vf.devicePath?.pciFunction
      for owner in owners where try isOwned(vf.name, by: owner) { pair.owner = owner }
    }
    pair.hasPrimary = true
    let isHeldByKernel = try findBond(of: &pair)
    pair.mode = isHeldByKernel ? .transparent : pair.isBonded ? .bond : .none
    if let vf, pair.mode == .none {
      let transparency = try pairing.transparency(
        of: synthetic.name, vf: vf.name, said: settings.transparent)
      pair.awaitsKernel = transparency != .no
    }
    pair.active = try active(in: pair)
    pair.defaultRoutes = answer.defaultRoutes.filter { pair.has($0.interface) }
    if detail == .whole, let vf, pair.mode != .none,
      pair.vf?.interface.mtu != pair.configuredInterface.mtu
    {
      let query = LargestMTUQuery(vf.name)
      pair.vf?.largestMTU = query.answer(from: try guest.run(query.command).output)
    }
    return pair
  }

  private func member(_ entry: Entry) throws(GuestError) -> PairState.Member {
    var interface = try outline(of: entry.name)
    interface.hardwareAddress = entry.address
    interface.master = try sysfs.master(of: entry.name)
    return PairState.Member(interface, driver: entry.driver)
  }

  /// Returns the interface `name`: up or down, carrier, MTU and addresses, as ip(8) has shown them.
  /// If ip(8) has not shown the interface, these come from sysfs, without addresses. Throws if
  /// sysfs cannot be read.
  private func outline(of name: InterfaceName) throws(GuestError) -> Interface {
    var interface: Interface
    if let link = answer.links[name] {
      interface = Interface(name)
      (interface.isUp, interface.mtu) = (link.isUp, link.mtu)
      interface.hasCarrier = link.hasCarrier
    } else {
      interface = try sysfs.outline(of: name)
      interface.hasCarrier = Linux().carrier(of: interface, asking: guest)
    }
    interface.addresses = answer.addresses[name] ?? []
    return interface
  }

  /// Sets `bond` and `primary` of `pair`, if the pair has a bond. Returns true if instead the
  /// kernel has combined the pair: in sysfs, a master made by netvsc or net_failover has a device;
  /// a bond or bridge has none. Throws if a query fails.
  private func findBond(of pair: inout PairState) throws(GuestError) -> Bool {
    var isHeldByKernel = false
    var last: InterfaceName?
    for master in [pair.vf, pair.synthetic].compactMap({ $0?.interface.master })
    where master != last {
      last = master
      if let bond = try sysfs.bond(master) {
        if pair.bond == nil { try take(bond, master, into: &pair) }
      } else if try sysfs.hasDevice(master) {
        isHeldByKernel = true
      }
    }
    if pair.bond == nil,
      let name = Linux().usualBond(of: pair.synthetic.name, variables, asking: guest),
      let bond = try sysfs.bond(name)
    {
      try take(bond, name, into: &pair)
    }
    return isHeldByKernel
  }

  private func take(
    _ bond: Bond, _ name: InterfaceName, into pair: inout PairState
  ) throws(GuestError) {
    var interface = try outline(of: name)
    interface.bond = bond
    let isTheirs = bond.members.contains { $0 == pair.synthetic.name || $0 == pair.vf?.name }
    guard isTheirs || (bond.members.isEmpty && !interface.isLeftOver) else { return }
    interface.hardwareAddress = answer.links[name]?.address
    if answer.links[name] == nil {
      interface.hardwareAddress = try sysfs.currentAddress(of: name)
    }
    pair.bond = interface
    pair.primary = try sysfs.primary(of: name)
  }

  /// Returns the NIC that carries the traffic of `pair`: with a bond its active member, in
  /// transparent mode the VF if it is up, otherwise the synthetic NIC. Nil if this NIC or the bond
  /// is down. Throws if sysfs cannot be read.
  private func active(in pair: PairState) throws(GuestError) -> InterfaceName? {
    if pair.mode == .bond, let bond = pair.bond {
      return bond.isUp ? try sysfs.activeMember(of: bond.name) : nil
    }
    if pair.mode == .transparent, let vf = pair.vf, vf.interface.isUp { return vf.name }
    return pair.synthetic.interface.isUp ? pair.synthetic.name : nil
  }

  private func isOwned(_ vf: InterfaceName, by owner: NetworkOwner) throws(GuestError) -> Bool {
    guard let number = try sysfs.number(of: vf) else { return false }
    return try Prerequisites(guest).owns(number, owner)
  }
}

extension Settings {
  /// Creates default settings with the name of the bond that rc.conf has for the synthetic NIC
  /// `name` in `hyperv_vf_bond_IF`. `bondName` is nil if rc.conf has no valid name.
  init(bondOf name: InterfaceName, in variables: Variables) {
    self.init()
    let chosen = variables["hyperv_vf_bond_\(name.variablePart)"].flatMap { try? $0.text() }
    bondName = chosen.flatMap(InterfaceName.init)
  }
}
