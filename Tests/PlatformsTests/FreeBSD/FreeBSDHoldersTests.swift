import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

@Suite("FreeBSD: what else has a NIC of the pair")
struct FreeBSDHoldersTests {
  private static let hn0 = FreeBSDGuest.hn0
  private static let vf = FreeBSDGuest.vf
  private static let bridge0 = interface("bridge0")

  struct Row: CustomTestStringConvertible {
    var testDescription: String
    /// Lines in the ifconfig output of hn0, and of another interface.
    var hn0: [String] = []
    var other: (name: String, lines: [String])?
    var nodes: String?
    var movesBridge = false
    var alias: [String] = []
    var refusal: Refusal?
    var membership: Membership?
  }

  private static let carp = [
    "inet 192.0.2.100 netmask 0xffffff00 vhid 7", "carp: MASTER vhid 7 advbase 1",
  ]
  private static let member = ["member: hn0 flags=147<STP,LEARNING,DISCOVER,AUTOEDGE>"]

  private static let rows = [
    Row(testDescription: "nothing"),
    Row(
      testDescription: "a bridge", other: ("bridge0", member),
      refusal: .bridged(hn0, by: bridge0, pair: hn0)),
    Row(
      testDescription: "a bridge in which the lagg may take its place", other: ("bridge0", member),
      movesBridge: true, membership: Membership(of: bridge0, options: ["stp"])),
    Row(
      testDescription: "a bridge that has the VF, which never moves",
      other: ("bridge0", ["member: mlxen0 flags=143<LEARNING>"]), movesBridge: true,
      refusal: .bridged(vf, by: bridge0, pair: hn0)),
    Row(
      testDescription: "another lagg", other: ("lagg7", ["laggport: hn0 flags=4<ACTIVE>"]),
      refusal: .held(hn0, by: interface("lagg7"), pair: hn0)),
    Row(
      testDescription: "a VLAN on the VF",
      other: ("mlxen0.5", ["vlan: 5 vlanproto: 802.1q vlanpcp: 0 parent interface: mlxen0"]),
      refusal: .hasVLAN(vf, interface("mlxen0.5"), pair: hn0)),
    Row(
      testDescription: "netgraph", nodes: "  Name: hn0  Type: ether  ID: 00000002  Num hooks: 1\n",
      refusal: .netgraph(hn0, pair: hn0)),
    Row(
      testDescription: "netgraph's node that takes nothing, and one of another NIC",
      nodes: "  Name: hn0  Type: ether  ID: 00000002  Num hooks: 0\n"
        + "  Name: hn1  Type: ether  ID: 00000003  Num hooks: 2\n"),
    Row(
      testDescription: "a tunnel by an address of it: gif(4), gre(4)",
      other: ("gif0", ["tunnel inet 192.0.2.50 --> 198.51.100.7", "groups: gif"])),
    Row(
      testDescription: "a bridge of other NICs, with epair(4) of a jail",
      other: (
        "bridge0", ["member: epair0a flags=143<LEARNING>", "member: hn1 flags=143<LEARNING>"]
      )),
    Row(testDescription: "carp", hn0: carp, refusal: .carp(hn0, group: 7)),
    Row(
      testDescription: "carp that passes, but whose password nobody knows", hn0: carp,
      movesBridge: true, alias: ["vhid", "8", "pass", "x", "192.0.2.101/32"],
      refusal: .carp(hn0, group: 7)),
    Row(
      testDescription: "carp that passes, and that rc.conf gives", hn0: carp, movesBridge: true,
      alias: ["vhid", "7", "pass", "x", "192.0.2.100/32"]),
  ]

  @Test("refused, or moved with it", arguments: rows)
  func holders(_ row: Row) throws {
    let listing = { (name: String, lines: [String]) in
      "\(name): flags=8843<UP,RUNNING> metric 0 mtu 1500\n" + lines.map { "\t\($0)\n" }.joined()
    }
    let text =
      listing("hn0", row.hn0) + listing("mlxen0", [])
      + (row.other.map { listing($0.name, $0.lines) } ?? "")
    let guest = FreeBSDGuest()
    if let nodes = row.nodes {
      guest.executables = ["/sbin/kldstat", "/usr/sbin/ngctl"]
      guest.answers = ["/sbin/kldstat -q -m ng_ether": "", "/usr/sbin/ngctl list": nodes]
    }
    var settings = Settings()
    settings.movesBridge = row.movesBridge
    settings.aliasesToAdd = [row.alias]
    var network = NetworkState()
    network.vf = Self.vf
    try FreeBSD().observeHolders(
      of: Self.hn0, FreeBSDGuest.lagg0, settings, in: text, into: &network, asking: guest)
    #expect(network.obstacle == row.refusal)
    #expect(network.membership == row.membership)
  }
}
