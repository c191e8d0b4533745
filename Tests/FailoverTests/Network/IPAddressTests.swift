import Failover
import TestSupport
import Testing

@Suite("IPAddress")
struct IPAddressTests {
  @Test(
    "text is read, and printed as RFC 5952 has it",
    arguments: [
      ("192.0.2.50", "192.0.2.50"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
      ("::", "::"), ("::1", "::1"), ("1::", "1::"),
      ("2001:DB8::1", "2001:db8::1"), ("2001:0db8:0000::0001", "2001:db8::1"),
      ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
      ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
      ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
      ("0:0:3:4:5:6:0:0", "::3:4:5:6:0:0"), ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"),
      ("::ffff:192.0.2.50", "::ffff:c000:232"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
      ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
      ("fe80::1%hn0", "fe80::1%hn0"), ("fe80::1%a%b", "fe80::1%a%b"),
    ])
  func read(text: String, printed: String) {
    #expect(IPAddress(text)?.description == printed)
    #expect(IPAddress(printed) == IPAddress(text))
  }

  @Test(
    "text that is no address is refused",
    arguments: [
      ("empty", ""), ("three bytes", "192.0.2"), ("five bytes", "192.0.2.1.1"),
      ("a byte too large", "192.0.2.256"), ("an empty byte", "192.0..1"), ("a sign", "192.0.2.+1"),
      ("four digits", "192.0.2.0001"), ("a blank", "192.0.2.1 "), ("another digit", "192.0.2.٣"),
      ("a range", "192.0.2.1-3"), ("a length", "192.0.2.1/24"), ("a zone", "192.0.2.1%hn0"),
      ("a word", "default"), ("a colon", ":"), ("three colons", ":::"), ("two gaps", "1::2::3"),
      ("two gaps side by side", "1::::2"), ("seven groups", "1:2:3:4:5:6:7"),
      ("nine groups", "1:2:3:4:5:6:7:8:9"), ("a gap for nothing", "1:2:3:4::5:6:7:8"),
      ("five digits", "1::12345"), ("a letter too far", "1::g"), ("a group with +", "1::+1"),
      ("a group with -", "1::-0"), ("a quad in the middle", "1::192.0.2.1:2"),
      ("a bad quad", "::192.0.2"), ("an open end", "1:2:3:4:5:6:7:"), ("an open start", ":1::2"),
      ("an empty zone", "fe80::1%"), ("only a zone", "%hn0"), ("a prefix", "fe80::/64"),
    ])
  func refused(situation: String, text: String) { #expect(IPAddress(text) == nil) }

  @Test(
    "the family is that of the text",
    arguments: [("192.0.2.1", AddressFamily.inet, 32), ("::1", .inet6, 128)])
  func family(text: String, family: AddressFamily, bits: Int) {
    #expect(IPAddress(text)?.family == family)
    #expect(family.bits == bits)
  }

  @Test(
    "only fe80::/10 and 169.254.0.0/16 are of one link",
    arguments: [
      ("fe80::1", true), ("febf::1", true), ("fec0::1", false), ("fe7f::1", false), ("::1", false),
      ("169.254.1.1", true), ("169.255.1.1", false), ("168.254.1.1", false),
    ])
  func linkLocal(text: String, answer: Bool) {
    #expect(IPAddress(text)?.isLinkLocal == answer)
  }

  @Test("a zone tells two addresses apart, and can be left out")
  func zone() {
    #expect(IPAddress("fe80::1%hn0") != IPAddress("fe80::1%hn1"))
    #expect(IPAddress("fe80::1%hn0")?.zone == "hn0")
    #expect(IPAddress("fe80::1%hn0")?.withoutZone == IPAddress("fe80::1"))
  }

  @Test("4 and 16 bytes are an address, no other count", arguments: 0...17)
  func bytes(count: Int) {
    let address = IPAddress(bytes: [UInt8](repeating: 1, count: count))
    #expect(address?.bytes.count == ([4, 16].contains(count) ? count : nil))
  }
}
