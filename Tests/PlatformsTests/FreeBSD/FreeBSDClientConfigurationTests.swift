import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("The configuration of FreeBSD's DHCP client")
struct FreeBSDClientConfigurationTests {
  private static let block = "interface \"hn0\" { send x 1; }\n"
  private static let copy = "interface \"lagg0\" { send x 1; }\n"

  private static func copies(
    flags: [String] = [], _ files: [String: String]
  ) throws -> [ClientConfiguration] {
    let guest = FreeBSDGuest()
    guest.files = files
    var settings = Settings()
    settings.clientFlags = flags
    return try FreeBSD().clientConfigurations(
      for: FreeBSDGuest.lagg0, of: [FreeBSDGuest.hn0, FreeBSDGuest.vf], settings, asking: guest)
  }

  private static func copy(
    from source: String, of name: InterfaceName, _ text: String
  ) -> ClientConfiguration {
    ClientConfiguration(
      of: .freebsd, from: source, to: "/var/run/hyperv_vf/dhclient.lagg0.conf",
      naming: FreeBSDGuest.lagg0, insteadOf: name, text: Array(text.utf8))
  }

  @Test("a block for the NIC is one for its lagg, in the file that the flags name")
  func copies() throws {
    let usual = "/etc/dhclient.conf"
    let hn0 = FreeBSDGuest.hn0
    #expect(
      try Self.copies([usual: Self.block]) == [Self.copy(from: usual, of: hn0, Self.copy)])
    #expect(
      try Self.copies(flags: ["-q", "-c", "/x"], [usual: "", "/x": Self.block])
        == [Self.copy(from: "/x", of: hn0, Self.copy)])
    let both = "interface \"mlxen0\" { } interface \"hn0\" { }"
    #expect(
      try Self.copies([usual: both]) == [
        Self.copy(from: usual, of: hn0, "interface \"mlxen0\" { } interface \"lagg0\" { }"),
        Self.copy(
          from: usual, of: FreeBSDGuest.vf, "interface \"lagg0\" { } interface \"hn0\" { }"),
      ])
  }

  @Test(
    "the file itself is read where it says nothing of the NIC, or something of the lagg",
    arguments: ["", "send x 1;", "interface \"hn1\" { }", block + "interface \"lagg0\" { }"])
  func none(text: String) throws {
    #expect(try Self.copies(["/etc/dhclient.conf": text]) == [])
    #expect(try Self.copies([:]) == [])
  }

  @Test("the client is started with its arguments, and the copy is made before")
  func effects() {
    let copy = Self.copy(from: "/etc/dhclient.conf", of: FreeBSDGuest.hn0, Self.copy)
    #expect(
      FreeBSD().effects(of: .configureClient(copy))
        == [.makeFile("/var/run/hyperv_vf/dhclient.lagg0.conf", text: Array(Self.copy.utf8))])
    let start = Action.startClient(
      .freebsd, on: FreeBSDGuest.lagg0, waits: false, with: ["-c", copy.path])
    #expect(
      FreeBSD().effects(of: start)
        == [.run(Command("/sbin/dhclient", ["-b", "-c", copy.path, "lagg0"]))])
  }
}
