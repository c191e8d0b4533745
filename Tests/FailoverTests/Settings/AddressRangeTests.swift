import Failover
import Testing

@Suite("Address ranges in aliases")
struct AddressRangeTests {
  private static func lines(
    _ alias: String, _ purpose: Aliases.Purpose, limit: String = ""
  ) throws -> [String] {
    let family: AddressFamily = alias.hasPrefix("inet6") ? .inet6 : .inet
    let text = "ifconfig_hn0_alias0='\(alias)'\n\(limit)"
    return try Aliases(of: .hn0, family, for: purpose, in: variables(text)).words
      .map { $0.joined(separator: " ") }
  }

  @Test(
    "a range is written out, for putting on and for taking off",
    arguments: [
      (
        "inet 192.0.2.61-63/32",
        ["inet 192.0.2.61/32", "inet 192.0.2.62/32", "inet 192.0.2.63/32"],
        ["inet 192.0.2.61", "inet 192.0.2.62/32", "inet 192.0.2.63/32"]
      ),
      (
        "inet 192.0.2.61-62/24", ["inet 192.0.2.61/24", "inet 192.0.2.62/32"],
        ["inet 192.0.2.61", "inet 192.0.2.62/32"]
      ),
      (
        "inet 192.0.2.61-62", ["inet 192.0.2.61/32", "inet 192.0.2.62/32"],
        ["inet 192.0.2.61", "inet 192.0.2.62/32"]
      ),
      ("inet 192.0.2.61-61/28", ["inet 192.0.2.61/28"], ["inet 192.0.2.61"]),
      (
        "inet 192.0.2-3.9/24", ["inet 192.0.2.9/24", "inet 192.0.3.9/32"],
        ["inet 192.0.2.9", "inet 192.0.3.9/32"]
      ),
      (
        "inet 192.0.2.1-2/24 netmask 255.255.255.0",
        ["inet 192.0.2.1 netmask 255.255.255.0", "inet 192.0.2.2 netmask 255.255.255.0"],
        ["inet 192.0.2.1 netmask 255.255.255.0", "inet 192.0.2.2 netmask 255.255.255.0"]
      ),
      (
        "inet 192.0.2.1-2/24 vhid 1", ["inet 192.0.2.1/24 vhid 1", "inet 192.0.2.2/32 vhid 1"],
        ["inet 192.0.2.1 vhid 1", "inet 192.0.2.2/32 vhid 1"]
      ),
    ])
  func ranges(alias: String, adding: [String], removing: [String]) throws {
    #expect(try Self.lines(alias, .adding) == adding)
    #expect(try Self.lines(alias, .removing) == removing)
  }

  @Test(
    "an IPv6 range is hexadecimal, with four digits and 64 bits",
    arguments: [
      (
        "inet6 2001:db8::9-b/128",
        ["inet6 2001:db8::0009/128", "inet6 2001:db8::000a/128", "inet6 2001:db8::000b/128"]
      ),
      ("inet6 2001:db8::1-2", ["inet6 2001:db8::0001/64", "inet6 2001:db8::0002/64"]),
      (
        "inet6 2001:db8:ff-100::5/48", ["inet6 2001:db8:00ff::5/48", "inet6 2001:db8:0100::5/48"]
      ),
      (
        "inet6 2001:db8::1-2 prefixlen 128",
        ["inet6 2001:db8::0001 prefixlen 128", "inet6 2001:db8::0002 prefixlen 128"]
      ),
      ("inet6 ::ffff:192.0.2.1-3", []), ("inet6 2001:db8::f-h", []),
      ("inet6 2001:db8::b-9", []), ("inet6 2001:db8::1--3", []),
    ])
  func inet6(alias: String, adding: [String]) throws {
    #expect(try Self.lines(alias, .adding) == adding)
  }

  @Test(
    "what network.subr makes nothing of is nothing",
    arguments: [
      ("reversed", "inet 192.0.2.63-61/32"), ("two hyphens", "inet 192.0.2.61--63"),
      ("no end", "inet 192.0.2.61-"), ("no number behind", "inet 192.0.2.61-x"),
      ("a letter before", "inet 192.0.2.a-63"),
    ])
  func nothing(situation: String, alias: String) throws {
    #expect(try Self.lines(alias, .adding) == [])
    #expect(try Self.lines(alias, .removing) == [])
  }

  @Test(
    "a hyphen that is no range's changes nothing",
    arguments: [
      "inet 192.0.2.1/24 -tso", "inet foo-host", "inet6 2001:db8::g-h",
      "inet 192.0.2.1/24 group a-b",
      "inet 192.0.2.1/32 --",
    ])
  func noRange(alias: String) throws { #expect(try Self.lines(alias, .adding) == [alias]) }

  @Test(
    "a range ends two past the limit",
    arguments: [
      ("", 2050), ("netif_ipexpand_max=3", 5), ("netif_ipexpand_max=x", 2050),
      ("netif_ipexpand_max=0", 2),
    ])
  func limit(setting: String, count: Int) throws {
    #expect(try Self.lines("inet 10.0.0.1-9999/32", .adding, limit: setting).count == count)
    #expect(try Self.lines("inet6 2001:db8::1-9999", .adding, limit: setting).count == count)
  }

  @Test("ranges stand in every place for aliases")
  func places() throws {
    let text = "ifconfig_hn0_aliases='inet 192.0.2.1-2/24'\nipv4_addrs_hn0='192.0.2.7-8/28'"
    #expect(
      try Aliases(of: .hn0, .inet, for: .adding, in: variables(text)).words == [
        ["inet", "192.0.2.1/24"], ["inet", "192.0.2.2/32"], ["inet", "192.0.2.7/28"],
        ["inet", "192.0.2.8/32"],
      ])
  }
}
