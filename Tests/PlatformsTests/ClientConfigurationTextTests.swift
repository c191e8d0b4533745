import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("The configuration of a DHCP client")
struct ClientConfigurationTextTests {
  @Test(
    "what is said of one interface is said of the bond in the copy, and nothing else changes",
    arguments: [
      ("interface \"eth0\" {\n send x 1;\n}\n", "interface \"bond0\" {\n send x 1;\n}\n"),
      ("interface\n\t\"eth0\"{ }", "interface\n\t\"bond0\"{ }"),
      ("lease { interface \"eth0\"; }", "lease { interface \"bond0\"; }"),
      (
        "a;interface \"eth0\"{} interface \"eth0\"{}",
        "a;interface \"bond0\"{} interface \"bond0\"{}"
      ),
      ("interface \"eth01\" { }", nil), ("interface \"eth1\" { }", nil),
      ("# interface \"eth0\" { }", nil), ("send host-name \"eth0\";", nil),
      ("send x \"interface \\\" interface \"; # \"eth0\"", nil), ("interface eth0 { }", nil),
      ("send x \"\\\"\"; interface \"eth0\" { }", "send x \"\\\"\"; interface \"bond0\" { }"),
      ("interface \"eth0", "interface \"bond0\""), ("interface", nil), ("", nil), ("x \"", nil),
    ])
  func dhclient(text: String, copy: String?) {
    let file = ClientConfigurationText(Array(text.utf8), .dhclient)
    let named = file.naming(interface("bond0"), insteadOf: interface("eth0"))
    #expect(String(decoding: named, as: UTF8.self) == copy ?? text)
    #expect(file.places(naming: interface("eth0")).isEmpty == (copy == nil))
  }

  @Test(
    "in dhcpcd.conf that is a line of its own",
    arguments: [
      ("clientid\ninterface eth0\nstatic a=b\n", "clientid\ninterface bond0\nstatic a=b\n"),
      ("  interface\teth0 # the NIC", "  interface\tbond0 # the NIC"),
      ("interface eth01\n", nil), ("allowinterfaces eth0\n", nil), ("#interface eth0\n", nil),
      ("hook interface eth0\n", nil), ("interface\neth0\n", nil),
    ])
  func dhcpcd(text: String, copy: String?) {
    let file = ClientConfigurationText(Array(text.utf8), .dhcpcd)
    let named = file.naming(interface("bond0"), insteadOf: interface("eth0"))
    #expect(String(decoding: named, as: UTF8.self) == copy ?? text)
  }

  @Test("bytes that are no UTF-8 stay as they are")
  func bytes() {
    let text: [UInt8] = [0x23, 0xE9, 0x0A] + Array("interface \"eth0\" {".utf8) + [0xFF]
    let named = ClientConfigurationText(text, .dhclient)
      .naming(interface("em0"), insteadOf: interface("eth0"))
    #expect(named == [0x23, 0xE9, 0x0A] + Array("interface \"em0\" {".utf8) + [0xFF])
  }

  @Test("each place is known by its line")
  func lines() {
    let text = "# a\nsend x \"a\nb\";\n\ninterface \"eth0\" {\n}\ninterface\n \"eth0\" { }\n"
    let file = ClientConfigurationText(Array(text.utf8), .dhclient)
    #expect(file.places(naming: interface("eth0")).map(\.line) == [5, 8])
  }
}
