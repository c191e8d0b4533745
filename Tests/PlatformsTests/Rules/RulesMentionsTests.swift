import Failover
import Testing

@testable import Platforms

@Suite("Rules that name a synthetic NIC, in the languages that administrators write them in")
struct RulesMentionsTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let language: RulesLanguage
    let text: String
    let lines: [Int]

    init(_ situation: String, _ language: RulesLanguage, _ text: String, _ lines: [Int]) {
      testDescription = situation
      self.language = language
      self.text = text
      self.lines = lines
    }
  }

  @Test(
    "a word of the language that is the NIC, or fits it, is found", arguments: pf + ipfw + others)
  func finds(row: Row) throws {
    let isFreeBSD = row.language == .pf || row.language == .ipfw
    let nic = try #require(InterfaceName(isFreeBSD ? "hn0" : "eth0"))
    let bond = try #require(InterfaceName(isFreeBSD ? "lagg0" : "bond0"))
    let found = row.language.lines(naming: nic, withoutNaming: bond, in: row.text)
    #expect(found.map(\.number) == row.lines)
  }

  private static let pf = [
    Row("pf: a macro", .pf, "ext_if = \"hn0\"\npass out on $ext_if\n", [1]),
    Row("pf: a list", .pf, "set skip on lo\npass in on { hn1 hn0 } proto tcp\n", [2]),
    Row(
      "pf: an address of it", .pf, "nat on em0 from any -> (hn0:0)\npass from hn0:network\n",
      [1, 2]),
    Row("pf: negated", .pf, "block in on !hn0\nblock on ! hn0\n", [1, 2]),
    Row("pf: a zone", .pf, "pass to fe80::1%hn0\n", [1]),
    Row("pf: its group", .pf, "pass on hn\n", [1]),
    Row("pf: another NIC", .pf, "pass on hn01\npass on ahn0\npass on hn0.10\npass on hn10\n", []),
    Row("pf: a comment", .pf, "# pass on hn0\npass on em0 # not hn0\n", []),
    Row(
      "pf: other names", .pf, "pass to <hn0>\npass label \"hn0\"\nanchor hn0\nhn0 = \"em0\"\n", []),
    Row("pf: a macro of that name", .pf, "pass on $hn0\n", []),
    Row("pf: the lagg as well", .pf, "pass on { hn0, lagg0 }\n", []),
    Row("pf: a rule each", .pf, "pass on hn0 keep state\npass on lagg0 keep state\n", []),
    Row("pf: only one of two rules", .pf, "pass on hn0\nblock on hn0\npass on lagg0\n", [2]),
    Row("pf: over two lines", .pf, "pass in \\\n  on hn0\npass on hn0\n", [1, 3]),
  ]

  @Test(
    "a block for the NIC in a DHCP client's configuration is known by its line",
    arguments: [
      Row("dhclient", .dhclient, "a;\ninterface \"hn0\" {\n}\n# interface \"hn0\"\n", [2]),
      Row("the lagg as well", .dhclient, "interface \"hn0\" {\n}\ninterface \"lagg0\" { }", []),
      Row("dhcpcd", .dhcpcd, "interface hn1\nmetric 1\ninterface hn0\n", [3]),
    ])
  func clients(row: Row) throws {
    let found = row.language.lines(
      naming: try #require(InterfaceName("hn0")),
      withoutNaming: try #require(InterfaceName("lagg0")),
      in: row.text)
    #expect(found.map(\.number) == row.lines)
    #expect(row.language.isFollowed && !RulesLanguage.pf.isFollowed)
  }

  private static let ipfw = [
    Row("ipfw: a rule", .ipfw, "add 100 allow ip from any to any via hn0\n", [1]),
    Row(
      "ipfw: a script", .ipfw, "#!/bin/sh\noif=\"hn0\"\nipfw add deny all recv hn0 // of hn1\n",
      [2, 3]),
    Row("ipfw: a pattern", .ipfw, "add allow ip from any to any xmit hn*\n", [1]),
    Row("ipfw: a remark", .ipfw, "add allow ip from any to any // hn0\n", []),
    Row("ipfw: a pattern for both", .ipfw, "add allow ip from any to any via *\n", []),
  ]

  private static let others = [
    Row("nft: a match", .nft, "iifname \"eth0\" accept\niif eth0 accept\n", [1, 2]),
    Row("nft: a set", .nft, "oifname { \"lo\", \"eth0\" } drop\n", [1]),
    Row("nft: a pattern", .nft, "iifname \"eth*\" accept\n", [1]),
    Row("nft: a definition", .nft, "define wan = eth0\ndefine eth0 = \"ens1\"\n", [1]),
    Row(
      "nft: other names", .nft,
      "table inet eth0 {\nchain eth0 {\njump eth0\ncomment \"eth0\"\n@eth0 drop\n"
        + "log prefix \"from eth0\"\n", []),
    Row("nft: a set over lines", .nft, "elements = { \"eth0\",\n\"bond0\",\n\"lo\" }\n", []),
    Row("nft: both", .nft, "iifname { \"eth0\", \"bond0\" } accept\n", []),
    Row(
      "iptables: both sides", .iptables,
      "-A INPUT -i eth0 -j ACCEPT\n-A FORWARD -o eth0 -j eth0\n", [1, 2]),
    Row("iptables: a pattern", .iptables, "-A INPUT ! -i eth+ -j DROP\n", [1]),
    Row(
      "iptables: other names", .iptables,
      ":eth0 - [0:0]\n-A eth0 -j ACCEPT\n-A INPUT -m comment --comment \"-i eth0\" -j eth0\n"
        + "# -i eth0\n-A INPUT -i eth0.5 -j DROP\n", []),
    Row(
      "iptables: a rule each", .iptables,
      "-A INPUT -i eth0 -p tcp -j ACCEPT\n-A INPUT -i bond0 -p tcp -j ACCEPT\n", []),
    Row("sysctl: dots", .sysctl, "net.ipv4.conf.eth0.rp_filter = 1\n", [1]),
    Row("sysctl: slashes", .sysctl, "-net/ipv6/conf/eth0/accept_ra=0\n", [1]),
    Row("sysctl: neighbours", .sysctl, "net.ipv4.neigh.eth0.gc_stale_time=60\n", [1]),
    Row(
      "sysctl: others", .sysctl,
      "#net.ipv4.conf.eth0.rp_filter=1\n;net.ipv4.conf.eth0.rp_filter=1\n"
        + "net.ipv4.conf.eth0/5.rp_filter=1\nnet.ipv4.conf.all.rp_filter=1\nkernel.eth0=1\n", []),
    Row(
      "sysctl: both", .sysctl,
      "net.ipv4.conf.eth0.rp_filter=1\nnet.ipv4.conf.bond0.rp_filter=1\n", []),
  ]
}
