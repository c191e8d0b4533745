import Failover
import RCConf

extension FreeBSD {
  /// Observes every pair: each hn(4) in `ifconfig -l`.
  package func status(
    settings: GeneralSettings, variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> PairsState {
    let isTransparent = try transparency(asking: guest) != .no
    let map = try sysctl(Self.mapOID, asking: guest)
    let names = try syntheticNICs(in: variables, map: map, asking: guest)
    let all = try guest.output(of: Self.everyListing)
    let routes = try routes(ofFIBs: sysctl(Self.fibsOID, asking: guest), asking: guest)
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
      for interface in pair.interfaces {
        pair.clients += try clients(of: interface.name, inEvery: true, asking: guest)
      }
      pair.defaultRoutes = routes.filter { $0.destination == "default" && pair.has($0.interface) }
      pairs.append(pair)
    }
    findInJails(&pairs, besides: all, asking: guest)
    var state = PairsState(pairs.sorted(byText: { $0.synthetic.name.text }))
    state.jailed = jailedNICs(besides: all, asking: guest)
    return state
  }

  /// Always nil: FreeBSD has no number that differs for each arrival, since the kernel reuses
  /// interface numbers.
  package func arrivalNumber(
    of vf: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Int? { nil }

  /// Observes the lagg of the pair and returns its active port. Returns nil if there is no lagg, or
  /// if all members of the lagg are other interfaces.
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

  /// The NIC that carries the packets. lagg(4) flags its active port; a sysctl of hn(4) says
  /// whether the VF is in use.
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

/// The active port of a lagg, from `text`, the output of `ifconfig lagg0`, with the line
/// `laggport: mlxen0 flags=4<ACTIVE>`. Nil if no port is active.
func activePort(inIfconfig text: String) -> InterfaceName? {
  for line in text.lines {
    let words = line.words
    guard words.count > 2, words[0] == "laggport:" else { continue }
    if flags(in: words[2]).contains("ACTIVE") { return InterfaceName(words[1]) }
  }
  return nil
}

extension InterfaceName {
  /// The name of the driver, if the interface was not renamed: `mlxen` for `mlxen0`.
  fileprivate var driver: String { String(Substring(text.utf8.prefix { !$0.isASCIIDigit })) }

  /// True for the name of an hn(4), but not for `hn0.5`, which is a VLAN.
  var isSynthetic: Bool {
    isUnit(ofAny: ["hn"]) && text.utf8.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
  }
}

extension String {
  /// True if the listing is that of a VLAN, whatever its name.
  var isVLAN: Bool { lines.contains { $0.words.first == "vlan:" } }
}
