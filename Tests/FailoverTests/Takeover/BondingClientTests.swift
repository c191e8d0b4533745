import Failover
import TestSupport
import Testing

@Suite("Bonding: the DHCP client on the bond is the one that the NIC had")
struct BondingClientTests {
  private static let words = ["-e", "IF_METRIC=200"]
  private static let copy = ClientConfiguration(
    of: .isc, from: "/etc/dhcp/dhclient.conf", to: "/x", naming: .lagg0, insteadOf: .hn0, text: [])
  private static let own = Action.startClient(.isc, on: .hn0, waits: false, with: words)
  private static let ofBond = Action.startClient(
    .isc, on: .lagg0, waits: false, with: words + ["-cf", "/x"])

  private static func takeover() throws -> Takeover {
    let situation = Situation("a client that rc.conf does not know").with {
      $0.addresses = ["192.0.2.50/24"]
      $0.hasClient = true
    }
    var takeover = try situation.takeover(situation.start(.bonding))
    takeover.network.clients[0].arguments = words
    takeover.network.installedClient = .init(.isc)
    takeover.network.clientConfigurations = [copy]
    return takeover
  }

  @Test("it has the arguments, and the copy of the configuration, which is made first")
  func starts() throws {
    let steps = try planUp(Self.takeover()).steps
    #expect(steps.suffix(2).map(\.action) == [.configureClient(Self.copy), Self.ofBond])
    #expect(steps.allSatisfy { $0.deviation == nil })
  }

  @Test("an undo gives the NIC's client its own back")
  func undoes() throws {
    #expect(planUndo(of: try planUp(Self.takeover()).steps).contains(Self.own))
  }

  @Test("a run that finishes another's knows them from the saved state")
  func resumes() throws {
    let saved = try #require(SavedState(variables(SavedState(before: Self.takeover()).text)))
    #expect(saved.clientArguments == [DHCPClient.Arguments(Self.words, of: .isc)])
    var later = try Self.takeover()
    later.network.clients = []
    let plan = try planUp(later.resumed(from: saved))
    #expect(plan.steps.last?.action == Self.ofBond)
    #expect(planUndo(of: plan.steps).contains(Self.own))
  }

  @Test("an override's client has them, too")
  func overrides() throws {
    var takeover = try Self.takeover()
    takeover.scope = .joinOnly(then: [.lease(waits: false)])
    let steps = try planUp(takeover).steps
    #expect(steps.suffix(2).map(\.action) == [.configureClient(Self.copy), Self.ofBond])
  }

  @Test("a release gives them to the NIC's client; taken back, the bond's has the copy again")
  func releases() throws {
    var takeover = try Self.takeover()
    var bond = Interface(.lagg0)
    bond.isUp = true
    bond.addresses = addresses("192.0.2.50/24")
    bond.bond = Bond(.failover, members: [.hn0, .vf])
    takeover.network.interfaces.append(bond)
    takeover.network.clients[0].interface = .lagg0
    let release = Release(of: takeover, after: nil)
    let steps = try planRelease(release).steps
    #expect(steps.last?.action == Self.own)
    let undo = planUndo(of: steps)
    let index = try #require(undo.firstIndex(of: .configureClient(Self.copy)))
    #expect(undo[index + 1] == Self.ofBond)
    #expect(release.state.clientArguments == [DHCPClient.Arguments(Self.words, of: .isc)])
  }
}
