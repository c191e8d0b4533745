import Testing

@testable import Platforms

@Suite("The identifier of an interface in a DHCP client's identity")
struct AssociationIdentifierTests {
  /// The first row is from systemd's own test (test-dhcp-client.c), in the byte order of the
  /// packet. The other rows are from another implementation of SipHash, with lengths around one
  /// word of 8 bytes.
  @Test(
    "is what systemd and NetworkManager make of the same bytes",
    arguments: [
      ("ABC123", 0xA84B_DE8D), ("", 0x59E4_1B4A), ("eth0", 0x2B50_6735),
      ("12345678", 0x9888_86B5), ("enP30832p0s2", 0x16BA_CFB4),
    ] as [(String, UInt32)])
  func number(text: String, number: UInt32) {
    #expect(AssociationIdentifier.number(of: Array(text.utf8)) == number)
  }
}
