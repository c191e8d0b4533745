import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

private let eth0 = interface("eth0")

/// Returns the variables that an rc.conf with this text sets.
func variables(_ text: String) -> Variables {
  let evaluator = Evaluator(files: .none)
  _ = evaluator.run(Array(text.utf8), named: "/etc/rc.conf")
  return evaluator.variables
}

/// Returns the settings of eth0 on Linux from an rc.conf with this text.
func linuxSettings(_ text: String, scope: Takeover.Scope = .whole) throws -> Settings {
  let variables = variables(text)
  return try Linux().prepared(
    Settings(of: eth0, in: variables), of: eth0, scope: scope, in: variables)
}

@Suite("Linux: rc.conf in network terms")
struct LinuxSettingsTests {
  struct Row: CustomTestStringConvertible {
    var situation: String
    var text: String
    var fixed: TranslatedConfiguration
    init(_ situation: String, _ text: String, _ fill: (inout TranslatedConfiguration) -> Void) {
      self.situation = situation
      self.text = text
      fixed = TranslatedConfiguration()
      fill(&fixed)
    }
    var testDescription: String { situation }
  }

  @Test(
    "what rc.conf fixes",
    arguments: [
      Row("silent", "ifconfig_eth1=\"inet 192.0.2.1/24\"") { _ in },
      Row("DHCP and an alias", "ifconfig_eth0=SYNCDHCP\nifconfig_eth0_alias0=\"inet 192.0.2.9/32\"")
      {
        $0.addresses = [address("192.0.2.9/32")]
      },
      Row(
        "an address, aliases of both kinds, a range",
        """
        ifconfig_eth0="inet 192.0.2.4 netmask 0xffffff00 up mtu 9000 -tso"
        ifconfig_eth0_aliases="inet 192.0.2.5/32 inet6 2001:db8::5/64"
        ifconfig_eth0_alias0="inet 192.0.2.61-62/32"
        ipv4_addrs_eth0="198.51.100.4/24"
        ifconfig_eth0_ipv6="inet6 2001:db8::4 prefixlen 48 accept_rtadv"
        """
      ) {
        $0.addresses = [
          address("192.0.2.4/24", broadcast: "192.0.2.255"), address("192.0.2.5/32"),
          address("192.0.2.61/32"), address("192.0.2.62/32"),
          address("198.51.100.4/24", broadcast: "198.51.100.255"), address("2001:db8::4/48"),
          address("2001:db8::5/64"),
        ]
        $0.mtu = 9000
        $0.words = [["up"], ["accept_rtadv"]]
        $0.optionalWords = ["-tso"]
      },
      Row("the defaults of all interfaces", "ifconfig_DEFAULT=\"inet 192.0.2.4/31\"") {
        $0.addresses = [address("192.0.2.4/31")]
      },
      Row("a host part of the hardware", "ifconfig_eth0_ipv6=\"inet6 2001:db8:: eui64\"") {
        $0.addresses = [address("2001:db8::/64")]
        $0.fromHardware = [address("2001:db8::/64")]
      },
      Row("a description of several words", "ifconfig_eth0=\"description 'to the office'\"") {
        $0.words = [["description", "to the office"]]
      },
      Row("an address that is not to be", "ifconfig_eth0=\"inet 192.0.2.9 -alias\"") {
        $0.words = [["inet", "192.0.2.9/24", "-alias"]]
      },
      Row(
        "IPv6 is not for this interface",
        "ipv6_network_interfaces=eth1\nifconfig_eth0_ipv6=\"inet6 2001:db8::4/64\""
      ) { _ in },
      Row(
        "routes of both families, with next hops and without",
        """
        defaultrouter=192.0.2.1
        ipv6_defaultrouter=fe80::1%eth0
        static_routes="office lan other:eth1 host"
        route_office="-net 198.51.100.0/24 192.0.2.2 -mtu 1400"
        route_lan="-net 203.0.113.5 -netmask 255.255.255.0 -interface eth0"
        route_other="-net 10.0.0.0/8 192.0.2.3"
        route_host="-host 10.9.9.9 192.0.2.4"
        ipv6_static_routes=six
        ipv6_route_six="2001:db8:1::/48 2001:db8::1"
        """
      ) {
        $0.routes = [
          route("default", via: "192.0.2.1"),
          route("default", via: "fe80::1", family: .inet6),
          route("198.51.100.0/24", via: "192.0.2.2", "mtu 1400"),
          route("203.0.113.0/24", "scope link"),
          route("10.9.9.9", via: "192.0.2.4"),
          route("2001:db8:1::/48", via: "2001:db8::1", family: .inet6),
        ]
      },
      Row(
        "routes without a name",
        "static_routes=\": :eth0 a::eth0 ::\"\nroute_eth0=\"default 192.0.2.1\""
      ) {
        _ in
      },
      Row("no routes", "defaultrouter=NO\nipv6_defaultrouter=\nstatic_routes=\"\"") { _ in },
      Row(
        "routes by other interfaces",
        """
        ipv6_defaultrouter=fe80::1%eth1
        static_routes=a
        route_a="-net 10.0.0.0/8 -interface eth1"
        """
      ) { _ in },
    ])
  func fixes(_ row: Row) throws {
    #expect(try linuxSettings(row.text).fixed == row.fixed)
  }

  struct Refused: CustomTestStringConvertible {
    var text: String
    var line: Int
    var variable: String
    var value: String
    var expected: String
    init(_ text: String, _ line: Int, _ variable: String, _ value: String, _ expected: String) {
      self.text = text
      self.line = line
      self.variable = variable
      self.value = value
      self.expected = expected
    }
    var testDescription: String { text }
  }

  private static let word = "a word of ifconfig(8) that Linux can have"
  private static let routeWord = "a word of route(8) that Linux can have"

  @Test(
    "what Linux cannot have is told with variable, file, line and word",
    arguments: [
      Refused(
        "#\nifconfig_eth0=\"inet 192.0.2.4/24 staticarp\"", 2, "ifconfig_eth0", "staticarp", word),
      Refused("ifconfig_eth0=\"WPA DHCP\"", 1, "ifconfig_eth0", "WPA", word),
      Refused("ifconfig_eth0=\"vnet jail\"", 1, "ifconfig_eth0", "vnet", word),
      Refused("ifconfig_DEFAULT=\"polling\"", 1, "ifconfig_DEFAULT", "polling", word),
      Refused(
        "ifconfig_eth0_alias0=\"inet 192.0.2.5/32\"\nifconfig_eth0_alias1=\"inet 192.0.2.6 vhid 1\"",
        2, "ifconfig_eth0_alias1", "vhid", word),
      Refused(
        "ifconfig_eth0_aliases=\"inet 192.0.2.5 netmask 255.0.255.0\"", 1, "ifconfig_eth0_aliases",
        "255.0.255.0", "a value of netmask that Linux can have"),
      Refused(
        "ifconfig_eth0_ipv6=\"inet6 2001:db8::1/64 anycast\"", 1, "ifconfig_eth0_ipv6", "anycast",
        word),
      Refused(
        "ifconfig_eth0=\"ether 00:15:5d:00:00:01\"", 1, "ifconfig_eth0", "ether",
        "possible, since pairs are found by their hardware address"),
      Refused("ifconfig_eth0=mtu", 1, "ifconfig_eth0", "mtu", "followed by its value"),
      Refused(
        "defaultrouter=gateway", 1, "defaultrouter", "gateway", "the address of a router"),
      Refused(
        "static_routes=a\nroute_a=\"-net 10 192.0.2.1\"", 2, "route_a", "10", routeWord),
      Refused(
        "static_routes=a\nroute_a=\"-net 10.0.0.0 192.0.2.1\"", 2, "route_a", "10.0.0.0",
        "a network with its length"),
      Refused(
        "static_routes=a\nroute_a=\"-net 10.0.0.0/8 192.0.2.1 -blackhole\"", 2, "route_a",
        "-blackhole", routeWord),
      Refused(
        "static_routes=a\nroute_a=\"10.0.0.0/8\"", 2, "route_a", "10.0.0.0/8",
        "a destination and a gateway"),
      Refused(
        "dhclient_program=/sbin/pump", 1, "dhclient_program", "/sbin/pump",
        "the path of dhclient, dhcpcd or udhcpc"),
    ])
  func refuses(_ row: Refused) {
    let error = ConfigError(
      .invalid(value: row.value, expected: row.expected), variable: row.variable,
      at: SourceLocation(file: "/etc/rc.conf", line: row.line))
    #expect(throws: error) { try linuxSettings(row.text) }
  }

  @Test("an address whose class decides is worth a warning")
  func warns() throws {
    let warnings = try linuxSettings("ifconfig_eth0=\"inet 172.16.2.4\"").general.warnings
    let reason = ConfigError.Reason.invalid(
      value: "172.16.2.4", expected: "an address with a netmask, so its class gives /16")
    #expect(
      warnings == [
        ConfigError(
          reason, variable: "ifconfig_eth0", at: SourceLocation(file: "/etc/rc.conf", line: 1))
      ])
  }

  @Test("dhclient_program names the client")
  func namesClient() throws {
    #expect(
      try linuxSettings("dhclient_program=/opt/sbin/udhcpc").client
        == .init(.udhcpc, at: "/opt/sbin/udhcpc"))
  }

  @Test("for an override, which configures the bond itself, only the client counts")
  func readsForOverride() throws {
    let settings = try linuxSettings(
      "ifconfig_eth0=\"inet 192.0.2.4/24 staticarp\"\ndhclient_program=/sbin/dhcpcd",
      scope: .joinOnly(then: []))
    #expect(settings.fixed == TranslatedConfiguration())
    #expect(settings.client == .init(.dhcpcd, at: "/sbin/dhcpcd"))
  }
}
