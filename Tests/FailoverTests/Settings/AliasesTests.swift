import Failover
import RCConf
import Testing

@Suite("Aliases")
struct AliasesTests {
  private static func lines(
    _ text: String, _ family: AddressFamily, _ purpose: Aliases.Purpose
  ) throws -> [String] {
    try Aliases(of: .hn0, family, for: purpose, in: variables(text)).words
      .map { $0.joined(separator: " ") }
  }

  @Test(
    "IPv4 aliases are put on in this order",
    arguments: [
      ("none", "", []),
      (
        "by number, not by name", "10='inet 192.0.2.10/32'\n9='inet 192.0.2.9/32'\n",
        [
          "inet 192.0.2.9/32", "inet 192.0.2.10/32",
        ]
      ),
      (
        "over a gap", "0='inet 192.0.2.1/32'\n7='inet 192.0.2.2/32'\n",
        [
          "inet 192.0.2.1/32", "inet 192.0.2.2/32",
        ]
      ),
      (
        "up to an empty one", "0='inet 192.0.2.1/32'\n1=\n2='inet 192.0.2.2/32'\n",
        [
          "inet 192.0.2.1/32"
        ]
      ),
      (
        "past another family", "0='inet6 ::1'\n1='link 0:1'\n2='ether 0:1'\n3='inet 192.0.2.2'\n",
        [
          "inet 192.0.2.2"
        ]
      ),
      (
        "without a family", "0='192.0.2.1 netmask 255.255.255.255'\n",
        [
          "inet 192.0.2.1 netmask 255.255.255.255"
        ]
      ),
      (
        "several in one value", "0='inet 192.0.2.1 inet6 ::1 inet 192.0.2.2 mtu 9000'\n",
        [
          "inet 192.0.2.1", "inet 192.0.2.2 mtu 9000",
        ]
      ),
      ("a family alone is none", "0='inet inet 192.0.2.1'\n", ["inet 192.0.2.1"]),
    ] as [(String, String, [String])])
  func numbered(situation: String, values: String, words: [String]) throws {
    let text = values.split(separator: "\n").map { "ifconfig_hn0_alias\($0)\n" }.joined()
    #expect(try Self.lines(text, .inet, .adding) == words)
  }

  @Test(
    "every place for aliases counts, for its own family",
    arguments: [
      (AddressFamily.inet, ["inet 192.0.2.9", "inet 192.0.2.1", "inet 192.0.2.7/24"]),
      (.inet6, ["inet6 ::9", "inet6 ::1", "inet6 ::5/64", "inet6 ::6"]),
    ])
  func places(family: AddressFamily, words: [String]) throws {
    let text = """
      ipv6_ifconfig_hn0_alias1="::6"
      ipv4_addrs_hn0="192.0.2.7/24"
      ipv6_ifconfig_hn0_alias0="::5/64"
      ifconfig_hn0_alias0="inet 192.0.2.1"
      ifconfig_hn0_alias1="inet6 ::1"
      ifconfig_hn0_aliases="mtu 9 inet6 ::9 inet 192.0.2.9"
      ipv6_ifconfig_hn0_alias2=""
      ipv6_ifconfig_hn0_alias3="::7"
      ifconfig_hn01_alias0="inet 192.0.2.2 inet6 ::2"
      ifconfig_hn0_aliasx="inet 192.0.2.3 inet6 ::3"
      """
    #expect(try Self.lines(text, family, .adding) == words)
  }

  @Test("a name with punctuation has an underscore in its variables")
  func punctuation() throws {
    let name = try #require(InterfaceName("hn0.10"))
    let text = variables("ifconfig_hn0_10_alias0='inet 192.0.2.1'\nipv4_addrs_hn0_10=192.0.2.2")
    #expect(
      try Aliases(of: name, .inet, for: .adding, in: text).words == [
        ["inet", "192.0.2.1"], ["inet", "192.0.2.2"],
      ])
  }

  @Test("one without a family is put on, and overlooked when aliases are taken off")
  func removingWithoutFamily() throws {
    let text = "ifconfig_hn0_alias0='192.0.2.1/32'\nifconfig_hn0_alias1='inet 192.0.2.2/32'"
    #expect(try Self.lines(text, .inet, .removing) == ["inet 192.0.2.2/32"])
  }

  @Test("legacy IPv6 aliases are put on, and not taken off")
  func removingLegacy() throws {
    let text = "ipv6_ifconfig_hn0_alias0='::5/64'\nifconfig_hn0_alias0='inet6 ::6/64'"
    #expect(try Self.lines(text, .inet6, .removing) == ["inet6 ::6/64"])
  }

  @Test("a value that is not text is an error with its place")
  func notText() {
    let location = SourceLocation(file: "/etc/rc.conf", line: 3)
    let name = "ifconfig_hn0_alias0"
    let all = Variables([Variable(name: name, bytes: [0xff], location: location)])
    #expect(throws: ConfigError(.notUTF8, variable: name, at: location)) {
      try Aliases(of: .hn0, .inet, for: .adding, in: all)
    }
  }
}
