import Testing

@testable import Programs

@Suite("stand-ins in a report")
struct RedactionTests {
  /// A text, and the same text after redaction.
  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let result: String

    init(_ name: String, _ text: String, _ result: String) {
      testDescription = name
      self.text = text
      self.result = result
    }
  }

  static func redact(_ text: String, names: [String] = []) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Array($0.utf8) }
    var redaction = Redaction(learning: lines, names: names)
    return lines.map { String(decoding: redaction.redacted($0), as: UTF8.self) }
      .joined(separator: "\n")
  }

  @Test(
    "addresses of IPv4 keep their networks",
    arguments: [
      Row(
        "an address and its gateway", "inet 10.1.2.4/24\nvia 10.1.2.1 dev eth0",
        "inet 10.0.0.1/24\nvia 10.0.0.2 dev eth0"),
      Row(
        "network and broadcast", "10.1.2.0/24 src 10.1.2.4 brd 10.1.2.255",
        "10.0.0.0/24 src 10.0.0.1 brd 10.0.0.255"),
      Row(
        "networks in networks", "10.1.0.0/16\n10.1.2.0/24\n10.1.2.9",
        "10.0.0.0/16\n10.0.0.0/24\n10.0.0.1"),
      Row("a network of 22 bits", "172.20.4.9/22 172.20.6.1", "172.16.0.1/22 172.16.0.2"),
      Row("two networks", "192.168.7.9/24 192.168.9.9/24", "192.168.0.1/24 192.168.1.1/24"),
      Row("the other end of a link", "172.31.9.8/31 172.31.9.9/31", "172.16.0.0/31 172.16.0.1/31"),
      Row("public", "52.10.11.12/20 52.10.1.1", "198.18.0.1/20 198.18.0.2"),
      Row("public, of many bits", "52.128.0.0/10", "240.0.0.0/10"),
      Row("benchmark addresses of the machine", "198.18.0.1/16", "198.19.0.1/16"),
      Row("none that there is", "10.0.0.4/24", "10.0.1.1/24"),
      Row(
        "netmasks of ifconfig", "inet 10.9.8.7 netmask 0xffffff00 broadcast 10.9.8.255",
        "inet 10.0.0.1 netmask 0xffffff00 broadcast 10.0.0.255"),
      Row(
        "netmasks of rc.conf", "ifconfig_hn0=\"inet 10.9.8.7 netmask 255.255.254.0\" 10.9.9.3",
        "ifconfig_hn0=\"inet 10.0.0.1 netmask 255.255.254.0\" 10.0.0.2"),
      Row(
        "old ifconfig", "inet addr:10.9.8.7  Bcast:10.9.8.255  Mask:255.255.255.0",
        "inet addr:10.0.0.1  Bcast:10.0.0.255  Mask:255.255.255.0"),
      Row(
        "ports and ends of sentences", "10.9.8.7:22, 10.9.8.7.52311 (10.9.8.7). 10.9.8.7: ok",
        "10.0.0.1:22, 10.0.0.1.52311 (10.0.0.1). 10.0.0.1: ok"),
      Row(
        "ranges and settings", "10.9.8.7-10.9.8.9 dst=10.9.8.7,10.9.8.9",
        "10.0.0.1-10.0.0.2 dst=10.0.0.1,10.0.0.2"),
      Row("with zeros in front", "010.009.008.007", "10.0.0.1"),
      Row(
        "shortened networks", "10.9.8/24 10.9.8.7 172.16/12 10/8",
        "10.0.0/24 10.0.0.1 172.16/12 10/8"),
      Row(
        "in a name", "10.9.8.7 ip-10-9-8-7 x_10_9_8_7 1-2-3-4",
        "10.0.0.1 ip-10-0-0-1 x_10_0_0_1 1-2-3-4"),
      Row(
        "of reverse look-ups", "10.9.8.7 7.8.9.10.in-addr.arpa", "10.0.0.1 1.0.0.10.in-addr.arpa"),
      Row(
        "in hexadecimal", "10.9.8.7 0a090807 0x0a090807 0708090A",
        "10.0.0.1 0a000001 0x0a000001 0100000a"),
      Row(
        "mapped", "::ffff:10.9.8.7 ::ffff:a09:807 64:ff9b::10.9.8.7 10.9.8.7",
        "::ffff:10.0.0.1 ::ffff:a00:1 64:ff9b::10.0.0.1 10.0.0.1"),
      Row("link-local", "169.254.7.7/16", "169.254.0.1/16"),
      Row(
        "networks that begin where their ranges do",
        "10.0.0.4/24 10.0.0.0/24 10.0.0.0 10.0.0.0/8 192.168.0.5/24 192.168.0.0/24 192.168.0.0/16",
        "10.0.1.1/24 10.0.1.0/24 10.0.1.0 10.0.0.0/8 192.168.1.1/24 192.168.1.0/24 192.168.0.0/16"),
      Row("groups of a site", "239.1.2.3", "239.192.0.1"),
    ])
  func inet(_ row: Row) { #expect(Self.redact(row.text) == row.result) }

  @Test(
    "what every machine has stays",
    arguments: [
      "0.0.0.0/0 default 127.0.0.1/8 127.0.1.1 255.255.255.0 255.255.255.255 0.0.0.255",
      "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 128.0.0.0/1",
      "224.0.0.1 224.0.0.251 239.255.255.250 168.63.129.16 169.254.169.254",
      "::/0 :: ::1 ::1/128 fe80::/64 fe80::/10 ff00::/8 ff02::1 ff02::2 ff02::1:2 ff02::fb ffff:ffff:ffff:ffff::",
      "2000::/3 fc00::/7 64:ff9b::/96 ::ffff:0:0/96",
      "00:00:00:00:00:00 ff:ff:ff:ff:ff:ff 01:00:5e:00:00:01 33:33:00:00:00:01 01:80:c2:00:00:0e",
      "f8615163-df3e-46c5-913f-f2d2f965ed0e 0000:00:02.0 05:23:19 2026-11-30T05:23:19+0000 a::",
      "kernel 6.1.0-18-amd64 mtu 1500 flags=8843<UP> 0x1043 0xffffff00 net.ipv4.conf.eth0 rc.conf rc.local",
      "1764480199123456 deadbeef hyperv_vf_metrics.service /usr/lib/udev/rules.d/90-hyperv-vf.rules",
    ])
  func stays(_ text: String) {
    #expect(
      Self.redact(text) == (text.hasSuffix(" a::") ? String(text.dropLast(4)) + " 3fff::" : text))
  }

  @Test(
    "addresses of IPv6",
    arguments: [
      Row(
        "a network and its addresses", "2001:db8:1::4/64 2001:db8:1::1 2001:db8:1::/64",
        "3fff::1/64 3fff::2 3fff::/64"),
      Row("two networks", "2001:db8:1::4/64 2001:db8:2::4/64", "3fff::1/64 3fff:0:0:1::1/64"),
      Row(
        "written in every way",
        "2001:DB8:1:0:0:0:0:4 2001:0db8:0001:0000:0000:0000:0000:0004 2001:db8:1::4",
        "3fff::1 3fff::1 3fff::1"),
      Row(
        "with zone, port and mark",
        "fe80::9%eth0 [2001:db8::9]:53 2001:db8::9.53 2001:db8::9, 2001:db8::9:",
        "fe80::1%eth0 [3fff::1]:53 3fff::1.53 3fff::1, 3fff::1:"),
      Row("local", "fd12:3456:789a:1::5/64", "fd00::1/64"),
      Row(
        "a network that begins where its range does",
        "fd00::2/64 fd00::/64 fd00::1 fd00::/8",
        "fd00:0:0:1::1/64 fd00:0:0:1::/64 fd00:0:0:1::2 fd00::/8"),
      Row(
        "of a hardware address",
        "00:15:5d:4a:0b:01 fe80::215:5dff:fe4a:b01/64 2001:db8::215:5dff:fe4a:b01/64",
        "02:00:00:00:00:01 fe80::ff:fe00:1/64 3fff::ff:fe00:1/64"),
      Row(
        "the group of a node", "fe80::215:5dff:fe4a:b01 ff02::1:ff4a:b01 33:33:ff:4a:0b:01",
        "fe80::1 ff02::1:ff00:1 33:33:ff:00:00:01"),
      Row(
        "of reverse look-ups",
        "2001:db8::9 9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
        "3fff::1 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.f.f.f.3.ip6.arpa"),
      Row(
        "of procfs", "2001:db8::9 20010db8000000000000000000000009 02 40",
        "3fff::1 3fff0000000000000000000000000001 02 40"),
      Row("in settings", "from=2001:db8::9,to=2001:db8::a", "from=3fff::1,to=3fff::2"),
      Row(
        "a network in a larger one", "2001:db8:7::/48 2001:db8:7:8::/64 2001:db8:7:8::9",
        "3fff::/48 3fff::/64 3fff::1"),
    ])
  func inet6(_ row: Row) { #expect(Self.redact(row.text) == row.result) }

  @Test(
    "hardware addresses and identifiers",
    arguments: [
      Row(
        "in every notation",
        "00:15:5d:4a:0b:01 00:15:5D:4A:0B:01 00-15-5D-4A-0B-01 0015.5d4a.0b01 00155d4a0b01 0:15:5d:4a:b:1 00155D4A0B01",
        "02:00:00:00:00:01 02:00:00:00:00:01 02-00-00-00-00-01 0200.0000.0001 020000000001 2:0:0:0:0:1 020000000001"
      ),
      Row(
        "in a name", "link/ether 00:15:5d:4a:0b:01 enx00155d4a0b01: lladdr=00:15:5d:4a:0b:01,",
        "link/ether 02:00:00:00:00:01 enx020000000001: lladdr=02:00:00:00:00:01,"),
      Row(
        "two", "00:15:5d:4a:0b:01 00:15:5d:4a:0b:02 00:15:5d:4a:0b:01",
        "02:00:00:00:00:01 02:00:00:00:00:02 02:00:00:00:00:01"),
      Row("none that there is", "02:00:00:00:00:01", "02:00:00:00:00:02"),
      Row(
        "a client identifier", "01:00:15:5d:4a:0b:01 00:15:5d:4a:0b:01",
        "01:02:00:00:00:00:01 02:00:00:00:00:01"),
      Row(
        "a DUID with time", "00:01:00:01:2a:2b:2c:2d:00:15:5d:4a:0b:01",
        "00:01:00:01:00:00:00:01:02:00:00:00:00:01"),
      Row(
        "a DUID of a vendor", "00:02:00:00:ab:11:f4:ba:11:22:33:44:55:66",
        "00:02:00:00:00:00:00:00:00:00:00:00:00:01"),
      Row(
        "in hexadecimal alone", "00:15:5d:4a:0b:01 ff5d4a0b0100020000ab1100155d4a0b01",
        "02:00:00:00:00:01 0000000000000000000000020000000001"),
      Row(
        "an identifier of the machine",
        "0123456789abcdef0123456789abcdef 0123456789abcdef0123456789abcdef",
        "00000000000000000000000000000001 00000000000000000000000000000001"),
      Row(
        "of profiles",
        "8f3c1e0a-1111-2222-3333-444455556666 x 8F3C1E0A-1111-2222-3333-444455556666 9f3c1e0a-1111-2222-3333-444455556666",
        "00000000-0000-0000-0000-000000000001 x 00000000-0000-0000-0000-000000000001 00000000-0000-0000-0000-000000000002"
      ),
      Row(
        "with the hardware address in it, as Azure's",
        "000d3a7b-1234-000d-3a7b-1234000d3a7b 00:0d:3a:7b:12:34",
        "00000000-0000-0000-0000-000000000001 02:00:00:00:00:01"),
    ])
  func hardware(_ row: Row) { #expect(Self.redact(row.text) == row.result) }

  @Test(
    "names",
    arguments: [
      Row(
        "the machine's own", "Linux web7 6.1 WEB7 web7.corp.example.com web70 web7-a",
        "Linux host1 6.1 host1 host1.domain1.example web70 web7-a"),
      Row(
        "VLANs of ip(8)", "5: eth0.7@eth0: <UP>\n6: eth0.7.9@eth0.7: <UP> dev eth0",
        "5: eth0.7@eth0: <UP>\n6: eth0.7.9@eth0.7: <UP> dev eth0"),
      Row(
        "domains", "search corp.example.com lab.internal\nns1.corp.example.com. x@corp.example.com",
        "search domain1.example domain2.example\nhost2.domain1.example. x@domain1.example"),
      Row(
        "of networkd", "Domains=~corp.example.com lan7", "Domains=~domain1.example domain2.example"),
      Row(
        "of NetworkManager", "dns-search=corp.example.com;lan7;\ndhcp-hostname=db3\ndb3",
        "dns-search=domain1.example;domain2.example;\ndhcp-hostname=host2\nhost2"),
      Row(
        "of a lease", "option domain-name \"corp.example.com\";\noption host-name \"db3\";",
        "option domain-name \"domain1.example\";\noption host-name \"host2\";"),
      Row(
        "of netplan", "  search: [corp.example.com, lan7]",
        "  search: [domain1.example, domain2.example]"),
      Row("wireless", "ssid=Our Guests\njoined Our Guests", "ssid=network1\njoined network1"),
      Row(
        "wireless, of ifconfig", "ssid guests channel 6\nifconfig_wlan0=\"WPA ssid guests\"",
        "ssid network1 channel 6\nifconfig_wlan0=\"WPA ssid network1\""),
      Row("common ones", "search localdomain\nlocalhost", "search localdomain\nlocalhost"),
      Row(
        "unknown ones of known kinds", "ntp1.other.org ftp.other.org",
        "host2.domain1.example host3.domain1.example"),
    ])
  func names(_ row: Row) { #expect(Self.redact(row.text, names: ["web7"]) == row.result) }

  @Test("a stand-in of a stand-in's text is another: nothing of the machine is left")
  func nothingLeft() {
    let real = (1...250).map { "10.0.0.\($0)" } + (1...20).map { "2001:db8::\($0)" }
    let result = Self.redact(real.map { "\($0)/24" }.joined(separator: "\n"))
    let words = result.split { $0 == "\n" || $0 == "/" }.map(String.init)
    #expect(Set(words).intersection(real) == [])
    #expect(Set(words.filter { $0.contains(".") }).count == 250)
  }
}
