import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

@Suite("FreeBSD: the pairs as they are")
struct FreeBSDStatusTests {
  private func nic(_ name: String, _ more: String = "") -> String {
    """
    \(name): flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500
    \tether 00:15:5d:4a:0b:01
    \(more)\tnd6 options=29<PERFORMNUD,IFDISABLED,AUTO_LINKLOCAL>

    """
  }

  private let ports = """
    \tlaggproto failover lagghash l2,l3,l4
    \tlaggport: hn0 flags=1<MASTER>
    \tlaggport: mlxen0 flags=4<ACTIVE>

    """

  private func guest(
    transparent: String? = nil, lagg: String? = nil, sysctl: [String: String] = [:]
  ) -> ScriptedView {
    let guest = ScriptedView()
    let answer = { (tool: String, words: [String], text: String?) in
      guest.answers[Command(tool, words)] = CommandResult(
        .exit(text == nil ? 1 : 0), output: text ?? "")
    }
    answer("/sbin/sysctl", ["-n", "hw.hn.vf_transparent"], transparent)
    answer("/sbin/sysctl", ["-n", "hw.hn.vfmap"], "mlxen0:hn0\n")
    answer("/sbin/sysctl", ["-n", "net.fibs"], "1\n")
    for (oid, value) in sysctl { answer("/sbin/sysctl", ["-n", oid], value) }
    answer("/sbin/ifconfig", ["-l"], "lo0 hn0 mlxen0 lagg0\n")
    answer("/sbin/ifconfig", ["-a"], nic("hn0") + nic("mlxen0"))
    answer("/sbin/ifconfig", ["lagg0"], lagg.map { nic("lagg0", $0) })
    answer(
      "/usr/bin/netstat", ["-rnW"],
      "Internet:\nDestination Gateway Flags Netif Expire\ndefault 192.0.2.1 UGS lagg0\n")
    return guest
  }

  private func pair(_ guest: ScriptedView) throws -> PairState? {
    let whole = try pairs(.whole, guest)
    // `watch` sees the same, and does not ask for routes.
    guest.answers[Command("/usr/bin/netstat", ["-rnW"])] = nil
    #expect(changes(from: whole, to: try pairs(.trafficPath, guest)).isEmpty)
    return whole.first
  }

  private func pairs(_ detail: StatusDetail, _ guest: ScriptedView) throws -> [PairState] {
    try FreeBSD().status(
      detail, settings: GeneralSettings(), variables: Variables([]), asking: guest
    ).pairs
  }

  @Test("a lagg flags the port by which it sends")
  func lagg() throws {
    let pair = try #require(try pair(guest(transparent: "0\n", lagg: ports)))
    #expect(pair.mode == .bond)
    #expect(pair.vf?.driver == "mlxen")
    #expect(pair.active == InterfaceName("mlxen0"))
    #expect(pair.configuredInterface.name == InterfaceName("lagg0"))
    #expect(pair.defaultRoutes.map(\.gateway) == [IPAddress("192.0.2.1")])
  }

  @Test(
    "in transparent mode hn(4) says whether the VF is in use",
    arguments: [("1\n", "mlxen0"), ("0\n", "hn0"), (nil, "mlxen0")])
  func transparent(answer: String?, active: String) throws {
    let guest = guest(transparent: "1\n")
    guest.answers[Command("/sbin/sysctl", ["-n", "dev.hn.0.vf_xpnt_enabled"])] = CommandResult(
      .exit(answer == nil ? 1 : 0), output: answer ?? "")
    let pair = try #require(try pair(guest))
    #expect(pair.mode == .transparent)
    #expect(pair.active == InterfaceName(active))
  }

  @Test("without a lagg nothing holds the two")
  func separate() throws {
    let pair = try #require(try pair(guest()))
    #expect(pair.mode == PairState.Mode.none)
    #expect(pair.bond == nil)
    #expect(pair.active == InterfaceName("hn0"))
  }

  @Test("a VLAN is no pair, whatever its name", arguments: ["hn0.5", "hn5"])
  func vlan(name: String) throws {
    let guest = guest()
    guest.answers[Command("/sbin/ifconfig", ["-l"])] = CommandResult(
      .exit(0), output: "lo0 hn0 mlxen0 \(name)\n")
    guest.answers[Command("/sbin/ifconfig", ["-a"])] = CommandResult(
      .exit(0),
      output: nic("hn0") + nic("mlxen0")
        + nic(name, "\tvlan: 5 vlanproto: 802.1q parent interface: hn0\n"))
    let pairs = try FreeBSD().status(
      .whole, settings: GeneralSettings(), variables: Variables([]), asking: guest
    ).pairs
    #expect(pairs.map(\.synthetic.name.text) == ["hn0"])
  }

  @Test("a synthetic NIC without a carrier carries nothing: the host sends to its VF")
  func cutOff() throws {
    let guest = guest()
    guest.answers[Command("/sbin/ifconfig", ["-a"])] = CommandResult(
      .exit(0), output: nic("hn0", "\tstatus: no carrier\n") + nic("mlxen0"))
    let pair = try #require(try pair(guest))
    #expect(pair.active == nil)
    #expect(verdict(on: pair).map { if case .noBond = $0 { true } else { false } } == [true])
  }

  @Test("a guest without hn(4) has no pair")
  func none() throws {
    let guest = guest()
    guest.answers[Command("/sbin/ifconfig", ["-l"])] = CommandResult(.exit(0), output: "lo0 em0\n")
    #expect(try pair(guest) == nil)
  }

  /// Returns a guest whose host system has no VF. `jails` has the output of ifconfig in each jail.
  private func guest(jails: [String: String?]) -> ScriptedView {
    let guest = guest(sysctl: ["hw.hn.vfmap": "\n"])
    guest.answers[Command("/sbin/ifconfig", ["-l"])] = CommandResult(
      .exit(0), output: "lo0 hn0\n")
    guest.answers[Command("/sbin/ifconfig", ["-a"])] = CommandResult(.exit(0), output: nic("hn0"))
    let names = jails.keys.sorted()
    guest.answers[Command("/usr/sbin/jls", ["jid", "name"])] = CommandResult(
      .exit(0), output: names.enumerated().map { "\($0 + 1) \($1)\n" }.joined())
    for (index, name) in names.enumerated() {
      let text = jails[name] ?? nil
      guest.answers[Command("/sbin/ifconfig", ["-j", "\(index + 1)", "-a"])] = CommandResult(
        .exit(text == nil ? 1 : 0), output: text ?? "")
    }
    return guest
  }

  @Test("a VF that a vnet jail has is there, and its pair is well")
  func jail() throws {
    let other = nic("mce1").replacing("0b:01", with: "0b:02")
    let vlan = nic("vlan5", "\tvlan: 5 vlanproto: 802.1q parent interface: mlxen0\n")
    for (jails, used) in [
      (["www": other + nic("mlxen0")], [UsedVF("mlxen0", .jail("www"))]),
      (["db": other, "www": nic("mlxen0")], [UsedVF("mlxen0", .jail("www"))]),
      (["db": other], []),
      (["shared": nic("hn0")], []),
      (["www": vlan], []),
      (["www": nil], []),
      ([:], []),
    ] as [([String: String?], [UsedVF])] {
      let pair = try #require(try pair(guest(jails: jails)))
      #expect(pair.vf == nil)
      #expect(pair.used == used)
    }
    let alone = guest(jails: [:])
    alone.answers[Command("/usr/sbin/jls", ["jid", "name"])] = nil
    #expect(try pair(alone)?.used == [])
  }

  @Test("a synthetic NIC that a vnet jail has is told, beside those that are here")
  func jailed() throws {
    let guest = guest(jails: ["www": nic("hn1") + nic("epair0b"), "db": nic("hn0")])
    let state = try FreeBSD().status(
      .whole, settings: GeneralSettings(), variables: Variables([]), asking: guest)
    #expect(state.jailed == [JailedNIC(interface("hn1"), in: "www")])
    #expect(state.pairs.map(\.synthetic.name) == [interface("hn0")])
  }
}
