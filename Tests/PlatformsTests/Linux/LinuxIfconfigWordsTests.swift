import Failover
import Testing

@testable import Platforms

@Suite("Linux: words of ifconfig(8)")
struct LinuxIfconfigWordsTests {
  struct Row: CustomTestStringConvertible {
    var words: String
    var lines: [String]
    var offloads: [String]
    var isClassful: Bool
    init(_ words: String, _ lines: String..., offloads: [String] = [], isClassful: Bool = false) {
      self.words = words
      self.lines = lines
      self.offloads = offloads
      self.isClassful = isClassful
    }
    var testDescription: String { words }
  }

  private static func inet(_ words: String) -> String {
    "/sbin/ip address replace \(words) dev eth0"
  }
  private static func link(_ words: String) -> String { "/sbin/ip link set dev eth0 \(words)" }
  private static func ipv6(_ value: Int, _ file: String) -> String {
    "echo \(value) > /proc/sys/net/ipv6/conf/eth0/\(file)"
  }

  @Test(
    "addresses",
    arguments: [
      Row("inet 10.1.2.4/24", inet("10.1.2.4/24 brd +")),
      Row("10.1.2.4/24", inet("10.1.2.4/24 brd +")),
      Row("inet 10.1.2.4 netmask 255.255.252.0", inet("10.1.2.4/22 brd +")),
      Row("inet 10.1.2.4 netmask 0xffffff00", inet("10.1.2.4/24 brd +")),
      Row("inet 10.1.2.4 netmask 0xffffffff alias", inet("10.1.2.4/32")),
      Row("inet 10.1.2.4/31", inet("10.1.2.4/31")),
      Row("inet 10.1.2.4/24 broadcast 10.1.2.0", inet("10.1.2.4/24 broadcast 10.1.2.0")),
      Row("inet 10.1.2.4", inet("10.1.2.4/8 brd +"), isClassful: true),
      Row("inet 172.16.2.4", inet("172.16.2.4/16 brd +"), isClassful: true),
      Row("inet 192.0.2.4 up", link("up"), inet("192.0.2.4/24 brd +"), isClassful: true),
      Row("inet6 2001:db8::4 prefixlen 48", inet("2001:db8::4/48")),
      Row("inet6 2001:db8::4", inet("2001:db8::4/64")),
      Row("inet6 2001:db8::4/128 deprecated", inet("2001:db8::4/128 preferred_lft 0")),
      Row(
        "inet6 2001:db8::4/64 pltime 60 vltime 90",
        inet("2001:db8::4/64 preferred_lft 60 valid_lft 90")),
      Row("inet6 fe80::4%eth0/64", inet("fe80::4/64")),
      Row("inet 10.1.2.4 -alias", "/sbin/ip address flush dev eth0 to 10.1.2.4/32"),
      Row("inet6 2001:db8::4 delete", "/sbin/ip address flush dev eth0 to 2001:db8::4/128"),
    ])
  func addresses(_ row: Row) throws { try check(row) }

  @Test(
    "everything else",
    arguments: [
      Row(""),
      Row(
        "up mtu 9000 -arp promisc", link("up"), link("mtu 9000"), link("arp off"),
        link("promisc on")),
      Row("description office", link("alias office")),
      Row("descr 'to the office' up", link("alias to the office"), link("up")),
      Row("DHCP SyncDHCP noauto"),
      Row(
        "inet6 accept_rtadv -ifdisabled auto_linklocal", ipv6(2, "accept_ra"),
        ipv6(0, "disable_ipv6"),
        link("addrgenmode eui64")),
      Row(
        "inet6 -accept_rtadv no_radr no_dad", ipv6(0, "accept_ra"), ipv6(0, "accept_ra_defrtr"),
        ipv6(0, "accept_dad")),
      Row("metric 0 fib 0 media autoselect -monitor vlanmtu -wol_magic link0 -nud"),
      Row(
        "-tso4 rxcsum6 vlanhwtag",
        offloads: [
          "/sbin/ethtool -K eth0 tso off", "/sbin/ethtool -K eth0 rx on",
          "/sbin/ethtool -K eth0 rxvlan on txvlan on",
        ]),
    ])
  func others(_ row: Row) throws { try check(row) }

  private func check(_ row: Row) throws {
    let words = try IfconfigWords(
      row.words.split(separator: " ").map(String.init), on: interface("eth0"))
    #expect(words.effects.map(line) == row.lines)
    #expect(words.offloads.map { line(.run($0)) } == row.offloads)
    #expect(words.isClassful == row.isClassful)
  }

  @Test(
    "what Linux cannot have is named",
    arguments: [
      ("inet 10.1.2.4/24 staticarp", UntranslatableWord("staticarp", .noCounterpart)),
      ("WPA", UntranslatableWord("WPA", .noCounterpart)),
      ("vhid 1 pass x", UntranslatableWord("vhid", .noCounterpart)),
      ("laggproto failover", UntranslatableWord("laggproto", .noCounterpart)),
      ("monitor", UntranslatableWord("monitor", .noCounterpart)),
      ("ether 00:15:5d:4a:0b:09", UntranslatableWord("ether", .pairing)),
      ("lladdr 00:15:5d:4a:0b:09", UntranslatableWord("lladdr", .pairing)),
      ("inet 10.1.2.4 netmask 255.0.255.0", UntranslatableWord("netmask", .value("255.0.255.0"))),
      ("inet 10.1.2.4 netmask", UntranslatableWord("netmask", .valueMissing)),
      ("inet6 2001:db8::4 prefixlen 129", UntranslatableWord("prefixlen", .value("129"))),
      ("inet6 fe80::4%eth1/64", UntranslatableWord("fe80::4%eth1/64", .noCounterpart)),
      ("inet 10.1.2.4/24 eui64", UntranslatableWord("eui64", .noCounterpart)),
      ("inet6 2001:db8::/96 eui64", UntranslatableWord("2001:db8::/96", .noCounterpart)),
      ("mtu 67", UntranslatableWord("mtu", .value("67"))),
      ("description 'no end", UntranslatableWord("description", .valueMissing)),
      ("inet office", UntranslatableWord("office", .noCounterpart)),
      ("inet 10.1.2.4 10.1.2.9", UntranslatableWord("10.1.2.9", .noCounterpart)),
      ("inet 2001:db8::4", UntranslatableWord("2001:db8::4", .noCounterpart)),
      ("inet6 2001:db8::4 netmask 0xff000000", UntranslatableWord("netmask", .noCounterpart)),
      ("inet 240.1.2.4", UntranslatableWord("240.1.2.4", .noCounterpart)),
      ("inet netmask 255.0.0.0", UntranslatableWord("inet", .valueMissing)),
      ("mtu big", UntranslatableWord("mtu", .value("big"))),
      ("fib 2", UntranslatableWord("fib", .value("2"))),
      ("media 100baseTX", UntranslatableWord("media", .value("100baseTX"))),
    ])
  func refuses(words: String, error: UntranslatableWord) {
    #expect(throws: error) {
      try IfconfigWords(words.split(separator: " ").map(String.init), on: interface("eth0"))
    }
  }
}
