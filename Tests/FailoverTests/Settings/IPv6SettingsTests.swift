import Failover
import RCConf
import Testing

@Suite("IPv6Settings")
struct IPv6SettingsTests {
  @Test(
    "rc.conf asks for this of IPv6",
    arguments: [
      Change(""),
      Change("ifconfig_hn0_ipv6='inet6 2001:db8::5 prefixlen 64'") {
        $0.isWanted = true
        $0.arguments = [["inet6", "2001:db8::5", "prefixlen", "64"]]
      },
      Change("ifconfig_hn0_ipv6='2001:db8::5/64'") {
        $0.isWanted = true
        $0.arguments = [["inet6", "2001:db8::5/64"]]
      },
      Change("ifconfig_hn0_ipv6='inet6 accept_rtadv'\nrtsol_flags='-a -i'") {
        $0.isWanted = true
        $0.arguments = [["inet6", "accept_rtadv"]]
        $0.autoconfigures = true
        $0.solicitorOptions = ["-a", "-i"]
      },
      Change("ifconfig_hn0_ipv6='inet6 -ifdisabled'\nipv6_ifconfig_hn0='2001:db8::5 prefixlen 64'")
      {
        $0.isWanted = true
        $0.arguments = [
          ["inet6", "-ifdisabled"], ["inet6", "2001:db8::5", "prefixlen", "64"],
        ]
      },
      // DHCP is a value, which is dropped only when it is applied.
      Change("ifconfig_DEFAULT=DHCP") { $0.isWanted = true },
      Change("ifconfig_DEFAULT=DHCP\nifconfig_hn0_ipv6="),
      Change("ifconfig_DEFAULT='DHCP'\nipv6_enable=YES") {
        $0.isWanted = true
        $0.autoconfigures = true
      },
      Change("ipv6_enable=YES"),
      Change("ipv6_activate_all_interfaces=YES") { $0.isWanted = true },
      Change("ifconfig_hn0_ipv6='inet6 accept_rtadv'\nipv6_gateway_enable=YES") {
        $0.isWanted = true
        $0.arguments = [["inet6", "accept_rtadv"]]
      },
      Change("ifconfig_hn0_alias0='inet6 2001:db8::6/64'"),
      Change("ifconfig_hn0_ipv6=inet6\nifconfig_hn0_alias0='inet6 2001:db8::6/64'") {
        $0.isWanted = true
        $0.arguments = [["inet6"]]
        $0.aliases = [["inet6", "2001:db8::6/64"]]
      },
    ] as [Change<IPv6Settings>])
  func asks(row: Change<IPv6Settings>) throws {
    var warnings: [ConfigError] = []
    let settings = try IPv6Settings(of: .hn0, in: variables(row.name), &warnings)
    #expect(settings == row.applied(to: IPv6Settings()))
    #expect(warnings.isEmpty)
  }

  @Test(
    "IPv6 is wanted where the interface is listed",
    arguments: [
      ("auto", true), ("AUTO", true), ("hn0", true), ("hn1 hn0", true), ("hn01", false),
      ("none", false), ("", false), ("auto hn1", false),
    ])
  func listed(interfaces: String, isWanted: Bool) throws {
    let text = "ipv6_network_interfaces='\(interfaces)'\nifconfig_hn0_ipv6='inet6 ::5/64'"
    var warnings: [ConfigError] = []
    let settings = try IPv6Settings(of: .hn0, in: variables(text), &warnings)
    #expect(settings.isWanted == isWanted)
    #expect(warnings.isEmpty)
  }

  @Test(
    "a prefix gives the host's address, and a router's anycast address as well",
    arguments: [
      ("2001:db8:0:1", "NO", ["inet6 2001:db8:0:1:: prefixlen 64 eui64"]),
      ("2001:db8::", "NO", ["inet6 2001:db8:: prefixlen 64 eui64"]),
      ("2001:db8:", "NO", ["inet6 2001:db8:: prefixlen 64 eui64"]),
      ("2001:db8::/48", "NO", ["inet6 2001:db8:: prefixlen 48 eui64"]),
      (
        "2001:db8:1 2001:db8:2", "NO",
        [
          "inet6 2001:db8:1:: prefixlen 64 eui64", "inet6 2001:db8:2:: prefixlen 64 eui64",
        ]
      ),
      (
        "2001:db8::/56", "YES",
        ["inet6 2001:db8:: prefixlen 56 eui64", "inet6 2001:db8:: prefixlen 56 anycast"]
      ),
    ])
  func prefixes(value: String, isGateway: String, aliases: [String]) throws {
    let text = "ipv6_prefix_hn0='\(value)'\nipv6_gateway_enable=\(isGateway)\nipv6_enable=YES"
    var wanted = IPv6Settings()
    wanted.isWanted = true
    wanted.aliases = aliases.map { $0.split(separator: " ").map(String.init) }
    var warnings: [ConfigError] = []
    #expect(try IPv6Settings(of: .hn0, in: variables(text), &warnings) == wanted)
    #expect(warnings.isEmpty)
  }
}
