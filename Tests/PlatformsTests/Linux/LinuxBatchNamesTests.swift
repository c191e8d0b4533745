import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("Linux: names that a text for `ip -batch` cannot have")
struct LinuxBatchNamesTests {
  /// A pair with these names, with a VLAN in a bridge and a route with two next hops.
  struct Names: CustomTestStringConvertible {
    var synthetic = "eth0"
    var bond = "bond0"
    var vlan = "eth0.5"
    var bridge = "br0"
    var hop = "wan0"
    /// The name that the error must mention.
    var refused: String
    var testDescription: String { refused }

    /// Returns the observed state of the guest.
    func observe() throws -> NetworkState {
      let mac = "00:15:5d:4a:0b:01"
      let guest = ScriptedView([
        .netvsc(synthetic, mac), .vf("enP1s1", mac),
        .virtual(vlan, mac).with { $0.master = bridge },
      ])
      guest.executables = ["/sbin/dhclient"]
      guest.links["/sys/class/net/\(synthetic)/upper_\(vlan)"] = "../\(vlan)"
      guest.files["/sys/class/net/\(vlan)/uevent"] = "DEVTYPE=vlan\n"
      guest.files["/sys/class/net/\(bridge)/uevent"] = "DEVTYPE=bridge\n"
      let details = Command(
        "/sbin/ip", ["-details", "-oneline", "-batch", "-"], input: "link show dev \(vlan)\n")
      guest.answers[details] =
        CommandResult(.exit(0), output: "9: \(vlan)@\(synthetic): \\ vlan protocol 802.1Q id 5\n")
      let names = [synthetic, "enP1s1", vlan].map { interface($0) }
      guest.answers[IPRouteQuery(about: names).command] = CommandResult(
        .exit(0),
        output: """
          default proto static \\ nexthop via 192.0.2.1 dev \(synthetic) weight 1 \
          \\ nexthop via 192.0.2.2 dev \(hop) weight 1
          2: \(synthetic): <UP> mtu 1500

          """)
      return try Linux().observe(
        names[0], bond: interface(bond), settings: Settings(), scope: .whole, resuming: false,
        asking: guest)
    }
  }

  @Test(
    "are refused before anything is changed, whosever they are",
    arguments: [
      Names(synthetic: "eth#0", refused: "eth#0"), Names(synthetic: "'eth0'", refused: "'eth0'"),
      Names(synthetic: "eth\\0", refused: "eth\\0"), Names(bond: "b\"0", refused: "b\"0"),
      Names(vlan: "eth0#5", refused: "eth0#5"), Names(bridge: "br#0", refused: "br#0"),
      Names(hop: "#wan", refused: "#wan"),
    ])
  func refuses(_ names: Names) {
    #expect(
      throws: GuestError.callFailed(
        call: "ip -batch", subject: names.refused,
        reason: "takes no name with '#', a quote or a backslash in it; rename the interface")
    ) { try names.observe() }
  }

  @Test("what else Linux takes in a name stays as it is")
  func takes() throws {
    let names = Names(
      synthetic: "e$(x);0", vlan: "e@0*{}", bridge: "&|<>", hop: "%n!`", refused: "none")
    let network = try names.observe()
    #expect(network.vlans.map(\.interface.name.text) == [names.vlan])
    #expect(network.routes.map { $0.hops.map(\.interface.text) } == [[names.synthetic, names.hop]])
  }
}
