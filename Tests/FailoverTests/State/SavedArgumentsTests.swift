import TestSupport
import Testing

@testable import Failover

@Suite("The arguments of DHCP clients in a saved state")
struct SavedArgumentsTests {
  @Test(
    "each word is read back as it was",
    arguments: [
      (["-e", "IF_METRIC=200"], "isc -e IF_METRIC=200"), (["-cf", "/a b"], "isc -cf /a%20b"),
      (["-V", ""], "isc -V %"), (["100%", "%20", "a\nb\t'"], "isc 100%25 %2520 a%0Ab%09'"),
      (["-F", "\u{e9}"], "isc -F \u{e9}"),
    ])
  func readsBack(words: [String], text: String) {
    let arguments = DHCPClient.Arguments(words, of: .isc)
    #expect(arguments.saved == text)
    #expect(DHCPClient.Arguments(saved: text) == arguments)
  }

  @Test("an unknown client is none, and a sign that nothing follows is itself")
  func odd() {
    #expect(DHCPClient.Arguments(saved: "pump -e x") == nil)
    #expect(DHCPClient.Arguments(saved: "") == nil)
    #expect(DHCPClient.Arguments(saved: "isc a% %zz")?.words == ["a%", "%zz"])
  }
}
