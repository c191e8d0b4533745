import Failover
import RCConf
import TestSupport
import Testing

@Suite("Settings of one synthetic NIC")
struct SettingsTests {
  private static func settings(
    _ text: String, of name: InterfaceName = .hn0
  ) throws -> Settings {
    try Settings(of: name, in: variables(text))
  }

  @Test("an empty rc.conf asks for nothing")
  func nothing() throws { #expect(try Self.settings("") == Settings()) }

  @Test("a NIC gets all that its own variables say")
  func everything() throws {
    var wanted = Settings()
    wanted.bondName = .lagg0
    wanted.arguments = IfconfigArguments(["SYNCDHCP", "mtu", "9000"])
    wanted.usesDHCP = true
    wanted.waitsForLease = true
    wanted.aliasesToRemove = [["inet", "192.0.2.1"], ["inet", "192.0.2.2/32"]]
    wanted.aliasesToAdd = [["inet", "192.0.2.1/24"], ["inet", "192.0.2.2/32"]]
    wanted.note = "to the lab"
    let text = """
      ifconfig_hn0="SYNCDHCP mtu 9000"
      ifconfig_hn0_alias0="inet 192.0.2.1-2/24"
      ifconfig_hn0_descr="to the lab"
      hyperv_vf_bond_hn0=lagg0
      ifconfig_hn1="inet 198.51.100.1/24"
      hyperv_vf_enable_hn1=NO
      """
    #expect(try Self.settings(text) == wanted)
  }

  @Test(
    "the arguments are the NIC's, or the default ones where it has none",
    arguments: [
      ("ifconfig_DEFAULT=DHCP", ["DHCP"]), ("ifconfig_DEFAULT=DHCP\nifconfig_hn0=", []),
      ("ifconfig_DEFAULT=DHCP\nifconfig_hn0=up", ["up"]),
      (
        "ifconfig_hn0='\tup\n mtu 9000'",
        [
          "up", "mtu", "9000",
        ]
      ),
      ("ifconfig_hn01=up", []),
    ])
  func arguments(text: String, words: [String]) throws {
    #expect(try Self.settings(text).arguments.words == words)
  }

  @Test(
    "some interfaces never use DHCP",
    arguments: [
      ("hn0", true), ("lo0", false), ("wlan0", true), ("wl0", false), ("an0", false),
      ("pflog1", false), ("lagg0", true), ("ipw", true), ("lp0", false), ("wpi3", false),
    ])
  func neverDHCP(name: String, usesDHCP: Bool) throws {
    let name = sure(InterfaceName(name))
    #expect(try Self.settings("ifconfig_DEFAULT=DHCP", of: name).usesDHCP == usesDHCP)
  }

  @Test(
    "the word decides on waiting, and else the default",
    arguments: [
      ("ifconfig_hn0=DHCP", false), ("ifconfig_hn0=SYNCDHCP", true),
      ("ifconfig_hn0=DHCP\nsynchronous_dhclient=YES", true),
      ("ifconfig_hn0=NOSYNCDHCP\nsynchronous_dhclient=YES", false),
      ("ifconfig_hn0=SYNCDHCP\nsynchronous_dhclient=NO", true),
    ])
  func waits(text: String, waits: Bool) throws {
    #expect(try Self.settings(text).waitsForLease == waits)
  }

  @Test(
    "the NIC's own switch beats the general one, and only a clear no is off",
    arguments: [
      ("", nil), ("hyperv_vf_enable=YES", nil), ("hyperv_vf_enable=NO", "hyperv_vf_enable"),
      ("hyperv_vf_enable=off", "hyperv_vf_enable"), ("hyperv_vf_enable=perhaps", nil),
      ("hyperv_vf_enable=", nil), ("hyperv_vf_enable_hn0=0", "hyperv_vf_enable_hn0"),
      ("hyperv_vf_enable=NO\nhyperv_vf_enable_hn0=YES", nil),
      ("hyperv_vf_enable=YES\nhyperv_vf_enable_hn0=False", "hyperv_vf_enable_hn0"),
      ("hyperv_vf_enable=NO\nhyperv_vf_enable_hn0=perhaps", nil),
      ("hyperv_vf_enable_hn1=NO", nil),
    ] as [(String, String?)])
  func offSwitch(text: String, by name: String?) throws {
    #expect(try Self.settings(text).offSwitch == name)
  }

  @Test(
    "a value that is neither yes nor no is warned of, with its place",
    arguments: [
      "hyperv_vf_enable", "hyperv_vf_enable_hn0", "synchronous_dhclient", "ipv6_gateway_enable",
      "ipv6_activate_all_interfaces",
    ])
  func warnings(name: String) throws {
    let warnings = try Self.settings("\n\(name)=perhaps").general.warnings
    #expect(warnings == [invalid(name, "perhaps", "YES or NO", line: 2)])
  }

  @Test("a value that nobody asks for is not warned of")
  func noWarning() throws {
    let text = "synchronous_dhclient=perhaps\nifconfig_hn0=SYNCDHCP\nhyperv_vf_enable_hn1=perhaps"
    #expect(try Self.settings(text).general.warnings == [])
  }

  @Test(
    "a name for the bond that no kernel takes is refused, with its place",
    arguments: ["", "lagg 0", "../lagg0", "sixteen_bytes_xx"])
  func bondName(value: String) {
    #expect(throws: invalid("hyperv_vf_bond_hn0", value, "an interface's name")) {
      try Self.settings("hyperv_vf_bond_hn0='\(value)'")
    }
  }

  @Test(
    "an address counts for the family that rc.conf gives it",
    arguments: [
      ("", false, false), ("ifconfig_hn0=up", false, false), ("ifconfig_hn0=DHCP", true, false),
      ("ifconfig_hn0='inet 192.0.2.50/24'", true, false),
      ("ifconfig_hn0='inet6 2001:db8::5/64'", false, true),
      ("ipv4_addrs_hn0=192.0.2.50/24", true, false),
      ("ifconfig_hn0_ipv6='inet6 2001:db8::5/64'", false, true),
      ("ifconfig_hn0_ipv6='inet6 -no_radr'", false, false),
      ("ifconfig_hn0_ipv6='inet6 accept_rtadv'", false, true),
      ("ipv6_prefix_hn0=2001:db8::", false, true),
      ("ipv6_network_interfaces=hn1\nifconfig_hn0_ipv6='inet6 2001:db8::5/64'", false, false),
      ("ipv6_activate_all_interfaces=YES", false, false),
    ])
  func givesAddress(text: String, inet: Bool, inet6: Bool) throws {
    let settings = try Self.settings(text)
    #expect([settings.givesAddress(.inet), settings.givesAddress(.inet6)] == [inet, inet6])
  }
}
