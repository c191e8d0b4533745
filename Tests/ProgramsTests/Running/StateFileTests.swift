import Failover
import Guest
import Testing

@testable import Programs

@Suite("The state before a takeover, as somebody may have left it")
struct StateFileTests {
  private static let whole = """
    name='hn0'
    bond='lagg0'
    up='YES'
    mtu='1500'
    ether='00:15:5d:4a:0b:01'
    addresses='192.0.2.50/24'
    client='dhclient'
    routes='inet default 192.0.2.1'
    complete='YES'

    """

  private func saved(_ text: String?) throws(Failure) -> SavedState? {
    let name = InterfaceName("hn0") ?? { preconditionFailure() }()
    return try StateFile(
      read: { () throws(Failure) in text.map { Array($0.utf8) } },
      write: { _ throws(Failure) in }, remove: {}
    ).saved(of: name)
  }

  @Test("a whole one is read")
  func reads() throws {
    let state = try #require(try saved(Self.whole))
    #expect(state.nic.addresses.map { "\($0)" } == ["192.0.2.50/24"])
    #expect(state.routes.map(\.destination) == ["default"])
  }

  @Test(
    "what is not whole, or not what the programs wrote of that NIC, is none",
    arguments: [
      ("none", nil), ("empty, or a FIFO", ""), ("cut short", String(whole.dropLast(15))),
      ("of another NIC", whole.replacing("'hn0'", with: "'hn1'")),
      ("a name that no NIC has", whole.replacing("'hn0'", with: "'../hn0'")),
      ("a bond that no kernel takes", whole.replacing("'lagg0'", with: "'-lagg0'")),
      ("a command", "x=$(reboot)\n" + whole), ("a file to source", ". /etc/rc.conf\n" + whole),
      ("an address that is none", whole.replacing("192.0.2.50/24", with: "192.0.2.500/24")),
      ("a route of no family", whole.replacing("inet default", with: "--help default")),
    ] as [(String, String?)])
  func refuses(situation: String, text: String?) throws {
    #expect(try saved(text) == nil, "\(situation)")
  }
}
