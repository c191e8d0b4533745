import Testing

@testable import Programs

@Suite("addresses and names in unusual forms in a report")
struct UnusualFormsTests {
  typealias Row = RedactionTests.Row

  @Test(
    "addresses",
    arguments: [
      Row(
        "the prefixes of rc.conf",
        "ipv6_prefix_hn0='2a01:4f8:77:1 2a01:4f8:77:2'  # /etc/rc.conf:3",
        "ipv6_prefix_hn0='3fff:: 3fff:0:0:1::'  # /etc/rc.conf:3"),
      Row(
        "a prefix and its address", "ipv6_prefix_hn0=\"2a01:4f8:77:1\"\n2a01:4f8:77:1::5/64",
        "ipv6_prefix_hn0=\"3fff::\"\n3fff::1/64"),
      Row(
        "a range in a group", "inet6 2a01:4f8:a-f:2::77/64 up",
        "inet6 3fff::1-f/64 up"),
      Row("a range of octets", "inet 203.0.113.77-79/24 up", "inet 198.18.0.1-2/24 up"),
      Row("as one number", "inet 0xcb007107 up", "inet 0xc6120001 up"),
      Row(
        "hardware addresses without separators",
        "ether 00155d4a0bee\nlladdr=00155D4A0BEF enx00155d4a0bee",
        "ether 020000000001\nlladdr=020000000002 enx020000000001"),
      Row("two groups of a hardware address", "00155D:4A0BED", "020000:000001"),
      Row("at a letter", "x203.0.113.4 203.0.114.4x", "x198.18.0.1 198.18.1.1x"),
    ])
  func addresses(_ row: Row) { #expect(RedactionTests.redact(row.text) == row.result) }

  @Test(
    "names and free text",
    arguments: [
      Row(
        "wireless, of several words", "WPA ssid 'My Home Net' up\njoined My Home Net",
        "WPA ssid 'network1' up\njoined network1"),
      Row(
        "wireless, quoted twice", "w='WPA ssid '\\''My Home'\\'' up'  # /etc/rc.conf:9",
        "w='WPA ssid '\\''network1'\\'' up'  # /etc/rc.conf:9"),
      Row(
        "wireless, with a backslash", "ssid My\\ Home channel 3\n\tssid \"My Home\" channel 3",
        "ssid network1 channel 3\n\tssid \"network2\" channel 3"),
      Row(
        "a description in rc.conf", "ifconfig_hn0_descr='Acme, Tel 0171'  # /etc/rc.conf:3",
        "ifconfig_hn0_descr='[text]'  # /etc/rc.conf:3"),
      Row("a description of ifconfig", "\tdescription: Acme, Tel 0171", "\tdescription: [text]"),
      Row(
        "a description in a command", "+ ifconfig hn0 description 'Acme Ltd' mtu 1500",
        "+ ifconfig hn0 description '[text]' mtu 1500"),
      Row("a description of ip", "    alias Acme Ltd", "    alias [text]"),
      Row(
        "routers of unknown domains", "defaultrouter='gw.acme-kunde'  # a:4\nping gw.acme-kunde",
        "defaultrouter='host1.domain1.example'  # a:4\nping host1.domain1.example"),
      Row(
        "routes of unknown domains", "ipv6_route_lan=\"fd07:: srv1.acme.group\"",
        "ipv6_route_lan=\"fd00:: host1.domain1.example\""),
    ])
  func names(_ row: Row) { #expect(RedactionTests.redact(row.text) == row.result) }

  @Test(
    "what only looks like them stays",
    arguments: [
      "v1.2.3.4 1.2.3.4b 10.0.17763.1 root:100000:165536 12:30-13:30 a-f:2 1.5-2.3 netmask 0xffffff00",
      "2026-11-30 0000:00:02.0-3 hn0-hn1 page 00155d4a0bee 6.1.0-18-amd64 bytes 100000:200000",
      "the description of ifconfig_hn0_descr is long", "variable ifconfig_hn0_descr is long",
      "Description=Hyper-V VF",
      "ifconfig_hn0_alias0='hn0.100'", "route_x='-interface hn0.100'", "defaultrouter='NO'",
      "prefix 2a01:4f8:77:1", "mtu 9000-1500 100.1.2 x100.1.2",
    ])
  func stays(_ text: String) { #expect(RedactionTests.redact(text) == text) }
}
