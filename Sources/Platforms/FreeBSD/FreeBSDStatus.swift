import Failover
import RCConf

extension FreeBSD {
  /// Observes every pair: each hn(4) in `ifconfig -l`, with its VF, bond and active NIC, and as
  /// `.whole` with its DHCP clients and default routes. Throws if a query fails.
  package func status(
    _ detail: StatusDetail, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> PairsState {
    let isTransparent = try transparency(asking: guest) != .no
    let map = try sysctl(Self.mapOID, asking: guest)
    let names = try syntheticNICs(in: variables, map: map, asking: guest)
    let all = try guest.output(of: Self.everyListing)
    var pairs: [PairState] = []
    for name in names {
      guard
        let text = listings(in: all).first(where: { $0.name == name.text }).map({ String($0.text) }
        ),
        !text.isVLAN
      else { continue }
      let nic = try interface(fromIfconfig: text, named: name)
      var pair = PairState(of: PairState.Member(nic, driver: "hn"))
      pair.hardwareAddress = nic.hardwareAddress
      let vf = try vf(of: name, map: map, in: all, asking: guest)
      if let vf, let interface = try listing(of: vf, in: all, asking: guest) {
        pair.vf = PairState.Member(interface, driver: vf.driver)
        pair.otherVFs = otherVFs(of: name, besides: vf, in: all, asking: guest)
      }
      let port = try observeLagg(of: &pair, variables, asking: guest)
      pair.mode = pair.vf != nil && isTransparent ? .transparent : pair.isBonded ? .bond : .none
      pair.active = try active(in: pair, port, asking: guest)
      pairs.append(pair)
    }
    if detail == .whole { try addConfiguration(to: &pairs, asking: guest) }
    findInJails(&pairs, besides: all, asking: guest)
    var state = PairsState(pairs.sorted(byText: { $0.synthetic.name.text }))
    state.jailed = jailedNICs(besides: all, asking: guest)
    return state
  }

  /// Adds the DHCP clients and the default routes to each of `pairs`. Throws if a query fails.
  private func addConfiguration(
    to pairs: inout [PairState], asking guest: any GuestView
  ) throws(GuestError) {
    let routes = try routes(ofFIBs: sysctl(Self.fibsOID, asking: guest), asking: guest)
    for index in pairs.indices {
      for interface in pairs[index].interfaces {
        pairs[index].clients += try clients(of: interface.name, inEvery: true, asking: guest)
      }
      pairs[index].defaultRoutes = routes.filter {
        $0.destination == "default" && pairs[index].has($0.interface)
      }
    }
  }

  /// Always nil: FreeBSD reuses interface numbers, and has no other number that differs for each
  /// arrival of a VF.
  package func arrivalNumber(
    of vf: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Int? { nil }

  /// Sets `bond` of the pair to its lagg and returns the active port of the lagg; nil if no port is
  /// active. Sets nothing and returns nil if there is no such lagg, or if its ports are other
  /// interfaces than the two NICs. Throws if a query fails.
  private func observeLagg(
    of pair: inout PairState, _ variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName? {
    let settings = Settings(bondOf: pair.synthetic.name, in: variables)
    guard
      let name = try? bondName(for: pair.synthetic.name, settings: settings, asking: guest),
      let text = try answer(to: Command(Self.ifconfig, [name.text]), asking: guest)
    else { return nil }
    let lagg = try interface(fromIfconfig: text, named: name)
    let members = lagg.bond?.members ?? []
    let isTheirs = members.contains(pair.synthetic.name) || members.contains { $0 == pair.vf?.name }
    guard isTheirs || members.isEmpty else { return nil }
    pair.bond = lagg
    return activePort(inIfconfig: text)
  }

  /// The NIC that carries the traffic of the pair; nil if none does. In a bond it is `port`, the
  /// active port of the lagg. In transparent mode a sysctl variable of hn(4) says whether it is the
  /// VF. Without either it is the synthetic NIC. Throws if a query fails.
  private func active(
    in pair: PairState, _ port: InterfaceName?, asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName? {
    let nic = pair.synthetic
    switch pair.mode {
    case .bond: return pair.bond?.isUp == true ? port : nil
    case .transparent:
      // if_hn.c, hn_xpnt_vf_enabled_sysctl.
      let oid = "dev.hn.\(nic.name.unit).vf_xpnt_enabled"
      let isUsed = try sysctl(oid, asking: guest).map { $0 != "0" } ?? pair.vf?.interface.isUp
      return nic.interface.isUp ? (isUsed == true ? pair.vf?.name : nic.name) : nil
    // Without a carrier the synthetic NIC is cut off: the host sends to the VF.
    case .none:
      return nic.interface.isUp && nic.interface.hasCarrier != false ? nic.name : nil
    }
  }
}

/// The active port of a lagg; nil if no port is active. `text` is the output of `ifconfig lagg0`,
/// in which that port has the flag ACTIVE: `laggport: mlxen0 flags=4<ACTIVE>`.
func activePort(inIfconfig text: String) -> InterfaceName? {
  for line in text.lines {
    let words = line.words
    guard words.count > 2, words[0] == "laggport:" else { continue }
    if flags(in: words[2]).contains("ACTIVE") { return InterfaceName(words[1]) }
  }
  return nil
}

extension InterfaceName {
  /// The name of the driver, which is the part of the interface's name before the first digit:
  /// `mlxen` for `mlxen0`. Not correct if the interface was renamed.
  fileprivate var driver: String { String(Substring(text.utf8.prefix { !$0.isASCIIDigit })) }

  /// True for a name that hn(4) gives, such as `hn0`. False for `hn0.5`, which is a VLAN.
  var isSynthetic: Bool {
    isUnit(ofAny: ["hn"]) && text.utf8.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
  }
}

extension String {
  /// True if this text, the lines of ifconfig(8) about one interface, is about a VLAN, whatever the
  /// name of the VLAN.
  var isVLAN: Bool { lines.contains { $0.words.first == "vlan:" } }
}
