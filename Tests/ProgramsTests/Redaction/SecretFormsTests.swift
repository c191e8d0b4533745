import Testing

@testable import Programs

@Suite("keys and tokens in a report")
struct SecretFormsTests {
  @Test(
    "are taken out",
    arguments: [
      ("Authorization: Basic dXNlcjpwYXNz", "Authorization: [removed]"),
      (
        "curl -H 'Proxy-Authorization: Bearer abc.def' -v",
        "curl -H 'Proxy-Authorization: [removed]' -v"
      ),
      (
        #"{"Authorization": "Basic dXNlcjpwYXNz", "a": 1}"#,
        #"{"Authorization": "[removed]", "a": 1}"#
      ),
      ("with Basic dXNlcjpwYXNz and Bearer abc123", "with Basic [removed] and Bearer [removed]"),
      ("got eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.abc-_1, ok", "got [removed], ok"),
      ("wpakey hunter channel 6", "wpakey [removed] channel 6"),
      ("set key hunter22 and token 'hunter 23'", "set key [removed] and token '[removed]'"),
      ("add key 0x1234abcd", "add key [removed]"),
      (
        "a\n-----BEGIN PRIVATE KEY-----\\nabc\\n-----END PRIVATE KEY-----\nb",
        "a\n[removed]\nb"
      ),
      (
        "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY----------BEGIN CERTIFICATE-----\nb",
        "[removed]\n[removed]\n[removed]\nb"
      ),
    ])
  func removes(_ text: String, _ result: String) {
    #expect(SecretRemovalTests.remove(text) == result)
  }

  @Test(
    "that are none stay",
    arguments: [
      "ifconfig_wlan0=\"WPA nwkey -\"", "ifconfig wlan0 nwkey - up", "key is set",
      "the key `ifconfig_hn0_alias0` is unknown", "token ::1:2ab:3cd dev eth0", "key 1000000",
      "authorization failed for hn0", "basic networking", "the key NetworkManager has",
      "the key /etc/key1", "key eth0", "eyJhbGciOi", "eyJ.conf",
      "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
    ])
  func stays(_ text: String) { #expect(SecretRemovalTests.remove(text) == text) }
}
