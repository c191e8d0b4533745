import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("FreeBSD: VLANs move to the lagg")
struct FreeBSDVLANTests {
  private static let hn0 = FreeBSDGuest.hn0
  private static let lagg0 = FreeBSDGuest.lagg0
  private static let name = sure(InterfaceName("hn0.5"))

  private static func listing(_ vlan: String, flags: String = "UP,RUNNING") -> String {
    FreeBSDGuest.listing("hn0", "inet 192.0.2.50/24")
      + FreeBSDGuest.listing("hn0.5", flags: flags, "inet 203.0.113.5/24", vlan)
      + FreeBSDGuest.listing(
        "storage", "vlan: 9 vlanproto: 802.1q vlanpcp: 0 parent interface: hn01")
  }

  private static func vlan(_ words: [String]) -> VLAN {
    var interface = Interface(name)
    interface.isUp = true
    interface.addresses = [FreeBSDGuest.address("203.0.113.5/24")]
    return VLAN(interface, words: words)
  }

  @Test(
    "what ifconfig lists of one makes it anew, in the words of its release",
    arguments: [
      (
        "vlan: 5 vlanproto: 802.1q vlanpcp: 3 parent interface: hn0",
        ["vlan", "5", "vlanproto", "802.1q", "vlanpcp", "3"]
      ),
      ("vlan: 5 vlanpcp: 0 parent interface: hn0", ["vlan", "5", "vlanpcp", "0"]),
      ("vlan: 5 parent interface: hn0", ["vlan", "5"]),
    ])
  func read(line: String, words: [String]) throws {
    #expect(
      try vlans(fromIfconfig: Self.listing(line), on: Self.hn0) == [Self.vlan(words)])
  }

  @Test(
    "one without a parent, or on another NIC, is none of it",
    arguments: [
      "vlan: 5 vlanproto: 802.1q vlanpcp: 0 parent interface: <none>",
      "vlan: 5 vlanproto: 802.1q vlanpcp: 0 parent interface: lagg0",
    ])
  func others(line: String) throws {
    #expect(try vlans(fromIfconfig: Self.listing(line), on: Self.hn0) == [])
  }

  @Test("a tag that is no number is an error with its line")
  func damaged() {
    let line = "vlan: x parent interface: hn0"
    #expect(throws: GuestError.notUnderstood(by: "/sbin/ifconfig", line: "\t\(line)")) {
      try vlans(fromIfconfig: Self.listing(line), on: Self.hn0)
    }
  }

  private static func transfer(_ place: VLAN.Place, isUp: Bool = true) -> Action {
    var vlan = vlan(["vlan", "5", "vlanproto", "802.1q", "vlanpcp", "3"])
    vlan.place = place
    vlan.interface.isUp = isUp
    return .move(
      ConfigurationTransfer(
        from: hn0, to: lagg0, removing: [], adding: [], routes: [], vlans: [vlan]))
  }

  @Test(
    "the old parent goes first; priority, MTU and state are set when there is a new one",
    arguments: [
      (
        transfer(.onOldParent),
        [
          "-vlandev", "vlan 5 vlanproto 802.1q vlandev lagg0 vlanpcp 3 mtu 1500 up",
        ]
      ),
      (transfer(.onNewParent, isUp: false), ["vlanpcp 3 mtu 1500 down"]),
      (
        transfer(.detached),
        [
          "create vlan 5 vlanproto 802.1q vlandev lagg0", "inet 203.0.113.5/24 alias",
          "vlanpcp 3 mtu 1500 up",
        ]
      ),
    ])
  func effects(action: Action, lines: [String]) {
    #expect(
      FreeBSD().effects(of: action)
        == lines.map { line in
          .run(
            Command(
              "/sbin/ifconfig", ["hn0.5"] + line.split(separator: " ").map(String.init)))
        })
  }

  @Test(
    "where it is now is asked for just before",
    arguments: [
      ("vlan: 5 vlanpcp: 0 parent interface: hn0", VLAN.Place.onOldParent),
      ("vlan: 5 vlanpcp: 0 parent interface: <none>", .onOldParent),
      ("vlan: 5 vlanpcp: 0 parent interface: lagg0", .onNewParent),
    ])
  func refreshed(line: String, place: VLAN.Place) throws {
    let guest = FreeBSDGuest()
    guest.answers["/sbin/ifconfig -a"] = Self.listing(line)
    #expect(
      try FreeBSD().refreshed(Self.transfer(.onOldParent), asking: guest) == Self.transfer(place))
  }

  @Test("one that is gone is made anew")
  func gone() throws {
    let guest = FreeBSDGuest()
    guest.answers["/sbin/ifconfig -a"] = FreeBSDGuest.listing("hn0")
    #expect(
      try FreeBSD().refreshed(Self.transfer(.onOldParent), asking: guest)
        == Self.transfer(.detached))
  }
}
