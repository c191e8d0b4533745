import Testing

@testable import Programs

@Suite("secrets in a report")
struct SecretRemovalTests {
  static func remove(_ text: String) -> String {
    var removal = SecretRemoval()
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(decoding: removal.removing(from: Array($0.utf8)), as: UTF8.self) }
      .joined(separator: "\n")
  }

  @Test(
    "are taken out, each in its file's way of writing",
    arguments: [
      ("psk=hunter22", "psk=[removed]"),
      ("psk=\"hunter 22\"", "psk=\"[removed]\""),
      ("  password: \"hunter 22\"", "  password: \"[removed]\""),
      ("\"password\": \"hunter22\", \"a\": 1", "\"password\": \"[removed]\", \"a\": 1"),
      ("wpa-psk hunter22", "wpa-psk [removed]"),
      ("wep-key0=abcde", "wep-key0=[removed]"),
      ("private-key-password=x", "private-key-password=[removed]"),
      ("PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=", "PrivateKey = [removed]"),
      ("peer yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk= up", "peer [removed] up"),
      ("rocommunity public", "rocommunity [removed]"),
      ("identity=joe", "identity=[removed]"),
      (
        "ifconfig_hn0=\"vhid 1 pass mekmitas 10.0.0.1\"",
        "ifconfig_hn0=\"vhid 1 pass [removed] 10.0.0.1\""
      ),
      ("pass in on hn0", "pass in on hn0"),
      ("url http://joe:hunter22@proxy.example/x", "url http://[removed]@proxy.example/x"),
      ("wpa-psk \\\n  hunter22\nnext", "wpa-psk [removed]\n[removed]\nnext"),
      (
        "a\n-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nb",
        "a\n[removed]\n[removed]\n[removed]\nb"
      ),
      ("key-mgmt=wpa-psk", "key-mgmt=wpa-psk"),
      ("token ::1 dev eth0", "token ::1 dev eth0"),
      ("inet 10.1.2.4/24 brd 10.1.2.255", "inet 10.1.2.4/24 brd 10.1.2.255"),
    ])
  func removes(_ text: String, _ result: String) { #expect(Self.remove(text) == result) }
}
