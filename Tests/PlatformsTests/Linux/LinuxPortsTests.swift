import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

private let mac = "00:15:5d:4a:0b:01"
private let other = "00:15:5d:4a:0b:02"
private let kernel = "6.12.48+deb13-cloud-amd64"

/// Returns the NIC of a port of MANA's function. The function has a port for each NIC of the guest,
/// all in one folder.
private func port(_ number: Int, _ address: String, master: String? = nil) -> LinuxNIC {
  .vf(
    "enP30832s1" + (number > 0 ? "d\(number)" : ""), address, driver: "mana", master: master)
}

@Suite("Linux: one function with several ports")
struct LinuxPortsTests {
  /// The observed state of a pair.
  struct Seen: Hashable {
    var synthetic: String
    var vf: String?
    var device: String?
    var mode = PairState.Mode.none
    var awaitsKernel = false

    init(_ synthetic: String, _ vf: String?, _ mode: PairState.Mode = .none, awaits: Bool = false) {
      (self.synthetic, self.vf, self.mode, awaitsKernel) = (synthetic, vf, mode, awaits)
      device = vf.map { _ in "0001:00:02.0" }
    }

    init(_ pair: PairState) {
      synthetic = pair.synthetic.name.text
      vf = pair.vf?.name.text
      device = pair.vf?.device
      (mode, awaitsKernel) = (pair.mode, pair.awaitsKernel)
    }
  }

  struct Row: CustomTestStringConvertible {
    var situation: String
    var ports: [LinuxNIC]
    var more: [LinuxNIC] = []
    /// The value of `hyperv_vf_transparent` in rc.conf; nil if it is not set.
    var said: Bool?
    var seen: [Seen]
    var testDescription: String { situation }
  }

  private static let rows = [
    Row(
      situation: "the kernel has joined both pairs",
      ports: [port(0, mac, master: "eth0"), port(1, other, master: "eth1")],
      seen: [
        Seen("eth0", "enP30832s1", .transparent), Seen("eth1", "enP30832s1d1", .transparent),
      ]),
    Row(
      situation: "their order is another one",
      ports: [port(0, other, master: "eth1"), port(1, mac, master: "eth0")],
      seen: [
        Seen("eth0", "enP30832s1d1", .transparent), Seen("eth1", "enP30832s1", .transparent),
      ]),
    Row(
      situation: "it has joined one so far",
      ports: [port(0, mac, master: "eth0"), port(1, other)],
      seen: [
        Seen("eth0", "enP30832s1", .transparent), Seen("eth1", "enP30832s1d1", awaits: true),
      ]),
    Row(
      situation: "the second port is not there yet", ports: [port(0, mac, master: "eth0")],
      seen: [Seen("eth0", "enP30832s1", .transparent), Seen("eth1", nil)]),
    Row(
      situation: "a kernel without transparent mode", ports: [port(0, mac), port(1, other)],
      said: false, seen: [Seen("eth0", "enP30832s1"), Seen("eth1", "enP30832s1d1")]),
    Row(
      situation: "the same once one pair has a bond",
      ports: [port(0, mac, master: "bond0"), port(1, other)],
      more: [.bond("bond0", mac, "enP30832s1")], said: false,
      seen: [Seen("eth0", "enP30832s1", .bond), Seen("eth1", "enP30832s1d1")]),
  ]

  private func guest(_ row: Row) -> ScriptedView {
    let synthetic: [LinuxNIC] = [.netvsc("eth0", mac), .netvsc("eth1", other)]
    let guest = ScriptedView(synthetic + row.ports + row.more, kernel: kernel)
    guest.answers[IPStatusQuery().command] = CommandResult(.exit(0), output: "")
    let path = "/sys/" + (row.ports[0].folder ?? "")
    guest.files["\(path)/class"] = "0x020000\n"
    for nic in row.ports { guest.files["\(path)/net/\(nic.name)/mtu"] = "1500\n" }
    return guest
  }

  @Test(
    "each port is the VF of its own synthetic NIC, and the function is not idle", arguments: rows)
  func pairs(_ row: Row) throws {
    var settings = GeneralSettings()
    settings.transparent = row.said
    let state = try Linux().status(
      .whole, settings: settings, variables: Variables([]), asking: guest(row))
    #expect(state.pairs.map { Seen($0) } == row.seen)
    #expect(state.idleDevices == [])
    #expect(state.used == [])
  }

  @Test("either side finds the other one, whatever the kernel has done", arguments: rows)
  func pairing(_ row: Row) throws {
    let pairing = Pairing(guest(row), drivers: [])
    for pair in row.seen {
      let vf = pair.vf.map { interface($0) }
      #expect(try pairing.vf(of: interface(pair.synthetic)) == vf)
      if let vf { #expect(try pairing.synthetic(of: vf) == interface(pair.synthetic)) }
    }
  }
}
