import Failover
import Platforms
import RCConf
import TestSupport
import Testing

@Suite("FreeBSD")
struct FreeBSDTests {
  private static let hn0 = FreeBSDGuest.hn0
  private static let vf = FreeBSDGuest.vf
  private static let transparent = FreeBSDGuest.sysctl("hw.hn.vf_transparent")
  private static let list = FreeBSDGuest.sysctl("hw.hn.vflist")

  private static func observe(_ guest: FreeBSDGuest, resuming: Bool = false) throws -> NetworkState
  {
    try FreeBSD().observe(
      hn0, bond: FreeBSDGuest.lagg0, settings: Settings(), scope: .whole,
      resuming: resuming, asking: guest)
  }

  @Test("a run that resumes another asks for everything, with the VF or without")
  func resuming() throws {
    let guest = FreeBSDGuest()
    guest.answers["/sbin/ifconfig -a"] =
      FreeBSDGuest.listing("hn0")
      + FreeBSDGuest.listing(
        "lagg0", "inet 192.0.2.50/24", "laggproto failover", "laggport: hn0 flags=0<>")
    guest.answers[FreeBSDGuest.netstat] = ""
    let network = try Self.observe(guest, resuming: true)
    #expect(network.vf == nil)
    #expect(network.interfaces.map(\.name) == [FreeBSDGuest.lagg0, Self.hn0])
  }

  @Test(
    "an answer that is not understood is an error with its line",
    arguments: [
      (transparent, "perhaps", "/sbin/sysctl", "perhaps"),
      (FreeBSDGuest.sysctl("dev.hn.0.vf"), "../x\n", "/sbin/sysctl", "../x"),
      ("/sbin/ifconfig -a", "lagg0: damaged\n", "/sbin/ifconfig", "lagg0: damaged"),
      ("/sbin/ifconfig -a", "hn0: damaged\n", "/sbin/ifconfig", "hn0: damaged"),
      (FreeBSDGuest.netstat, "damaged\n", "/usr/bin/netstat", "damaged"),
    ])
  func notUnderstood(query: String, answer: String, tool: String, line: String) {
    let guest = FreeBSDGuest()
    guest.answers = [
      FreeBSDGuest.sysctl("dev.hn.0.vf"): "mlxen0\n",
      "/sbin/ifconfig -a": FreeBSDGuest.listing("hn0"),
    ]
    guest.answers[query] = answer
    #expect(throws: GuestError.notUnderstood(by: tool, line: line)) { try Self.observe(guest) }
  }

  @Test(
    "a question that had to be ended is no answer",
    arguments: [
      (
        "/sbin/sysctl",
        ["-n", "hw.hn.vf_transparent", "hw.hn.vfmap", "kern.features.inet6", "net.fibs"]
      ),
      ("/sbin/sysctl", ["-n", "hw.hn.vf_transparent"]), ("/sbin/sysctl", ["-n", "dev.hn.0.vf"]),
      ("/sbin/ifconfig", ["-a"]), ("/usr/bin/netstat", ["-rnW"]),
    ])
  func hung(tool: String, words: [String]) {
    let guest = FreeBSDGuest()
    guest.answers = [
      FreeBSDGuest.sysctl("dev.hn.0.vf"): "mlxen0\n",
      "/sbin/ifconfig -a": FreeBSDGuest.listing("hn0"),
    ]
    guest.hanging = [([tool] + words).joined(separator: " ")]
    #expect(throws: GuestError.queryFailed(Command(tool, words), FreeBSDGuest.hung)) {
      try Self.observe(guest)
    }
  }

  @Test(
    "the bond is named by the digits of the NIC, or as the administrator says",
    arguments: [("hn0", nil, "lagg0"), ("hn12", nil, "lagg12"), ("hn0", "uplink", "uplink")]
      as [(String, String?, String)])
  func bondName(name: String, chosen: String?, bond: String) throws {
    var settings = Settings()
    settings.bondName = chosen.map { sure(InterfaceName($0)) }
    let guest = FreeBSDGuest()
    #expect(
      try FreeBSD().bondName(for: sure(InterfaceName(name)), settings: settings, asking: guest)
        .text == bond)
    #expect(guest.asked == [])
  }

  @Test("a bond whose name no kernel takes is refused")
  func bondNameTooLong() {
    let name = sure(InterfaceName("hn123456789012"))
    #expect(throws: ObservationError.refused(.bondNameTooLong("lagg123456789012"))) {
      try FreeBSD().bondName(for: name, settings: Settings(), asking: FreeBSDGuest())
    }
  }

  private static let first = Failover.Attachment.Stage.first(program: "/x")
  private static let second = Failover.Attachment.Stage.second(after: .seconds(5))

  @Test(
    "a inspection asks for transparent mode and the list of VFs, in which a VF is a whole word",
    arguments: [
      ("0\n", "mlxen0\n", .no, true), (nil, "mlxen1 mlxen0 mana0\n", .no, true),
      ("0\n", "mlxen01 xmlxen0\n", .no, false), ("0\n", "\n", .no, false), ("0\n", nil, .no, nil),
      ("1\n", "mlxen0\n", .yes("sysctl hw.hn.vf_transparent=1"), nil),
    ] as [(String?, String?, NetworkState.Transparency, Bool?)])
  func inspect(
    mode: String?, list: String?, transparency: NetworkState.Transparency, isVF: Bool?
  ) throws {
    let guest = FreeBSDGuest()
    guest.answers[Self.transparent] = mode
    guest.answers[Self.list] = list
    var attachment = Failover.Attachment(
      of: Self.vf, stage: Self.first, transparency: transparency)
    attachment.isVF = isVF
    let expected: Inspection =
      switch isVF {
      case true?: .open(attachment)
      case _ where transparency == .no: .decidedButChecked(attachment)
      default: .decided(attachment)
      }
    #expect(try FreeBSD().inspect(at: Self.vf, stage: Self.first, asking: guest) == expected)
    let together = FreeBSDGuest.sysctl("hw.hn.vf_transparent", "hw.hn.vflist")
    let isKnown = mode != nil && list != nil
    #expect(guest.asked == [together] + (isKnown ? [] : [Self.transparent, Self.list]))
  }

  @Test(
    "in the second stage transparent mode is asked for, and whose VF it is, if the kernel tells",
    arguments: [
      ("0\n", nil, .no, nil), ("0\n", "mce0:hn1 mlxen0:hn0\n", .no, "hn0"),
      ("0\n", "mlxen01:hn1\n", .no, nil), ("0\n", "\n", .no, nil), ("0\n", "mlxen0\n", .no, nil),
      ("0\n", "mlxen0:wan0\n", .no, "wan0"),
      ("1\n", nil, .yes("sysctl hw.hn.vf_transparent=1"), nil),
    ] as [(String, String?, NetworkState.Transparency, String?)])
  func secondGlance(
    mode: String, map: String?, transparency: NetworkState.Transparency, synthetic: String?
  ) throws {
    let guest = FreeBSDGuest()
    let mapping = FreeBSDGuest.sysctl("hw.hn.vfmap")
    guest.answers[Self.transparent] = mode
    guest.answers[mapping] = map
    var attachment = Failover.Attachment(
      of: Self.vf, stage: Self.second, transparency: transparency)
    attachment.takesOver = synthetic.flatMap { InterfaceName($0) }
    #expect(
      try FreeBSD().inspect(at: Self.vf, stage: Self.second, asking: guest) == .decided(attachment))
    let both = FreeBSDGuest.sysctl("hw.hn.vf_transparent", "hw.hn.vfmap")
    #expect(guest.asked == [both] + (map == nil ? [Self.transparent, mapping] : []))
  }

  @Test(
    "the off switch is that of the VF's own NIC, or the general one",
    arguments: [
      (["hyperv_vf_enable": "NO"], "hyperv_vf_enable", []),
      (["hyperv_vf_enable": "YES"], nil, []),
      (["hyperv_vf_enable_hn0": "NO"], "hyperv_vf_enable_hn0", [0]),
      (["hyperv_vf_enable_hn0": "YES", "hyperv_vf_enable": "NO"], nil, [0]),
      (["hyperv_vf_enable_hn1": "NO"], nil, [1]),
      (["hyperv_vf_enable_hn1": "NO", "hyperv_vf_enable": "NO"], "hyperv_vf_enable", [1]),
      (["hyperv_vf_enable_hn1": "NO", "hyperv_vf_enable_hn0": "NO"], "hyperv_vf_enable_hn0", [0]),
    ] as [([String: String], String?, [Int])])
  func offSwitch(values: [String: String], by name: String?, units: [Int]) throws {
    let guest = FreeBSDGuest()
    guest.answers = [
      FreeBSDGuest.sysctl("hw.hn.vfmap"): "mlxen1:hn1 mlxen0:hn0\n"
    ]
    let location = SourceLocation(file: "/etc/rc.conf", line: 1)
    let variables = Variables(
      values.map { Variable(name: $0.key, bytes: Array($0.value.utf8), location: location) })
    let found = try FreeBSD().examine(
      Failover.Attachment(of: Self.vf, stage: Self.first), settings: GeneralSettings(),
      variables: variables, asking: guest)
    #expect(found.offSwitch == name)
    #expect(found.synthetic == InterfaceName("hn0"))
    #expect(
      guest.asked
        == Array(repeating: FreeBSDGuest.sysctl("hw.hn.vfmap"), count: units.count + 1))
  }

  @Test("FreeBSD joins members first, and reads one rc.conf")
  func facts() {
    #expect(FreeBSD().order == .lagg)
    #expect(FreeBSD().configFiles == ["/etc/rc.conf"])
    #expect(FreeBSD().runFolder == "/var/run/hyperv_vf")
  }
}
