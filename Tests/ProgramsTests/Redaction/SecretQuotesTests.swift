import Testing

@testable import Programs

@Suite("quoted secrets and logins in a report")
struct SecretQuotesTests {
  @Test(
    "are taken out whole, whatever quotes are around them",
    arguments: [
      (#"psk='hunter 22' x"#, #"psk='[removed]' x"#),
      (#"vhid 1 pass 'hunter 22' alias 10.0.0.1"#, #"vhid 1 pass '[removed]' alias 10.0.0.1"#),
      (
        #"ifconfig_e1='vhid 1 pass '\''hunter22'\'' alias 10.0.0.1'"#,
        #"ifconfig_e1='vhid 1 pass '\''[removed]'\'' alias 10.0.0.1'"#
      ),
      (
        #"ifconfig_e1='vhid 1 pass '\''hunter 22'\'' alias 10.0.0.1'"#,
        #"ifconfig_e1='vhid 1 pass '\''[removed]'\'' alias 10.0.0.1'"#
      ),
      (#"w='WPA psk '\''hunter 22'\'''"#, #"w='WPA psk '\''[removed]'\'''"#),
      (#"w='WPA psk "hunter 22"' x"#, #"w='WPA psk "[removed]"' x"#),
      (#"w="WPA psk \"hunter 22\" up" x"#, #"w="WPA psk \"[removed]\" up" x"#),
      (#"psk='it'\''s hunter' x"#, #"psk='[removed]' x"#),
      (#"psk=''\''hunter22'\''' x"#, #"psk='[removed]' x"#),
      (#"psk it's, x"#, #"psk [removed], x"#),
      (#"sh -c 'psk '\''it'\''\'\'''\''s'\'' x'"#, #"sh -c 'psk '\''[removed]'\'' x'"#),
      (
        #"'a '\''psk '\''\'\'''\''hunter 22'\''\'\'''\'' x'\'''"#,
        #"'a '\''psk '\''[removed]'\'' x'\'''"#
      ),
      (#""psk": "hunter\"22", "a": 1"#, #""psk": "[removed]", "a": 1"#),
      (#"{\"psk\": \"hunter22\"} x"#, #"{\"psk\": \"[removed]\"} x"#),
      (#"\"psk=hunter22\" x"#, #"\"psk=[removed]\" x"#),
      (#"  psk=hunter 22,x;y"#, #"  psk=[removed]"#),
      (#"wpa psk hunter\ 22 x"#, #"wpa psk [removed] x"#),
      (#"wpa psk hunter\"#, #"wpa psk [removed]"#),
      (#"psk="" x"#, #"psk="" x"#),
      (#"pass 'in' on hn0"#, #"pass 'in' on hn0"#),
    ])
  func removesQuoted(_ text: String, _ result: String) {
    let isContinued = text.hasSuffix(#"\"#)
    #expect(
      SecretRemovalTests.remove(text + "\nnext")
        == result + (isContinued ? "\n[removed]" : "\nnext"))
  }

  @Test(
    "are taken out of each URL of a line",
    arguments: [
      (
        "-x http://u:p@h.example.org/ https://me:pw2@k.acme.io/",
        "-x http://[removed]@h.example.org/ https://[removed]@k.acme.io/"
      ),
      ("http://h/ http://u:p@h", "http://h/ http://[removed]@h"),
      ("http://h:80/x@y socks5://u@h:1 ://", "http://h:80/x@y socks5://[removed]@h:1 ://"),
    ])
  func removesLogins(_ text: String, _ result: String) {
    #expect(SecretRemovalTests.remove(text) == result)
  }
}
