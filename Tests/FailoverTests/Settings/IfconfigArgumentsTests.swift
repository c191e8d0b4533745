import Failover
import Testing

@Suite("IfconfigArguments")
struct IfconfigArgumentsTests {
  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }

  @Test(
    "ifconfig(8) gets the words that are not network.subr's own",
    arguments: [
      ("DHCP", ""), ("dhcp SyncDHCP NoSyncDHCP noauto wpa hostap", ""),
      ("WPA SYNCDHCP mtu 1400", "mtu 1400"), ("inet 192.0.2.50/24 -tso", "inet 192.0.2.50/24 -tso"),
      ("vnet jail0 up", "up"), ("up vnet", "up"), ("vnet dhcp DHCP up", "up"),
      ("VNET jail0", "VNET jail0"), ("vnet vnet up", "up"), ("DHCP6 xDHCP", "DHCP6 xDHCP"),
      ("", ""),
    ])
  func withoutPseudoWords(text: String, left: String) {
    #expect(IfconfigArguments(Self.words(text)).withoutPseudoWords == Self.words(left))
  }

  @Test(
    "DHCP is asked for by one of three words",
    arguments: [
      ("DHCP", true), ("up dhcp", true), ("SYNCDHCP", true), ("NoSyncDhcp", true), ("", false),
      ("WPA", false), ("inet 192.0.2.50/24", false), ("DHCP4", false),
      // network.subr searches all words for DHCP, even the name of the jail.
      ("vnet DHCP", true),
    ])
  func asksForDHCP(text: String, answer: Bool) {
    #expect(IfconfigArguments(Self.words(text)).asksForDHCP == answer)
  }

  @Test(
    "the first word about waiting decides",
    arguments: [
      ("DHCP", nil), ("SYNCDHCP", true), ("NOSYNCDHCP", false), ("syncdhcp NOSYNCDHCP", true),
      ("DHCP nosyncdhcp SYNCDHCP", false), ("", nil),
    ] as [(String, Bool?)])
  func waitsForLease(text: String, answer: Bool?) {
    #expect(IfconfigArguments(Self.words(text)).waitsForLease == answer)
  }

  @Test(
    "an address counts for its own family",
    arguments: [
      ("inet 192.0.2.50/24", true, false), ("192.0.2.50 netmask 255.255.255.0", true, false),
      ("inet6 2001:db8::5 prefixlen 64", false, true), ("inet6 accept_rtadv", false, false),
      ("up mtu 9000", false, false), ("vnet 192.0.2.50", false, false), ("", false, false),
    ])
  func gives(text: String, inet: Bool, inet6: Bool) {
    let arguments = IfconfigArguments(Self.words(text))
    #expect([arguments.hasAddress(of: .inet), arguments.hasAddress(of: .inet6)] == [inet, inet6])
  }
}
