import RCConf
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl check: what people paste into rc.conf")
struct FilesCheckTests {
  struct Characters: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var found: [OddCharacter] = []
  }

  @Test(
    "characters that sh takes for a part of a value",
    arguments: [
      Characters(testDescription: "none", text: "a=\"x\" # “quoted” and \u{A0}\n"),
      Characters(
        testDescription: "lines of Windows", text: "a=1\r\n# b\r\n\nc=2\r\n",
        found: [1, 2, 4].map { OddCharacter(line: $0, kind: .carriageReturn) }),
      Characters(testDescription: "a carriage return inside", text: "a=\"x\ry\"\n"),
      Characters(
        testDescription: "typographic quotes", text: "a=“x”\nb=‘y’\n",
        found: [1, 2].map { OddCharacter(line: $0, kind: .typographicQuote) }),
      Characters(testDescription: "typographic quotes in a text", text: "a=\"the “lab” net\"\n"),
      Characters(
        testDescription: "typographic quotes next to plain ones", text: "a=\"“YES”\"\n",
        found: [OddCharacter(line: 1, kind: .typographicQuote)]),
      Characters(
        testDescription: "a dash before an option",
        text: "a=\"inet 192.0.2.5/24 –tso\"\nb=—4\nc='−rxcsum'\n",
        found: [1, 3].map { OddCharacter(line: $0, kind: .typographicDash) }),
      Characters(testDescription: "dashes in a text", text: "a=\"1–2, a–b – c\"\n"),
      Characters(
        testDescription: "other blanks", text: "a=\"x\u{2009}y\"\nb=\"x\u{202F}y\"\n",
        found: [1, 2].map { OddCharacter(line: $0, kind: .noBreakSpace) }),
      Characters(
        testDescription: "other invisible ones", text: "a=x\u{AD}y\nb=x\u{2060}y\n",
        found: [1, 2].map { OddCharacter(line: $0, kind: .zeroWidthSpace) }),
      Characters(
        testDescription: "no-break space", text: "\na=\"inet\u{A0}192.0.2.5/24\"\n",
        found: [OddCharacter(line: 2, kind: .noBreakSpace)]),
      Characters(
        testDescription: "byte-order mark", text: "\u{FEFF}a=1\n",
        found: [OddCharacter(line: 1, kind: .byteOrderMark)]),
      Characters(
        testDescription: "space of no width", text: "a=x\u{200B}\n",
        found: [OddCharacter(line: 1, kind: .zeroWidthSpace)]),
      Characters(
        testDescription: "a quote over lines, and one escaped", text: "a=\"x\n“y” \\\" #\"\nb=“\n",
        found: [OddCharacter(line: 3, kind: .typographicQuote)]),
      Characters(testDescription: "other letters", text: "a=\"Grüße\" b=中\n"),
    ])
  func characters(_ row: Characters) {
    #expect(OddCharacter.all(in: Array(row.text.utf8)) == row.found)
  }

  @Test(
    "an assignment that runs a command, and how it is written",
    arguments: [
      ("ifconfig_hn0=inet 192.0.2.5/24", 1, "192.0.2.5/24", "ifconfig_hn0=\"inet 192.0.2.5/24\""),
      ("\nifconfig_hn0 = \"DHCP\"", 2, "ifconfig_hn0", "ifconfig_hn0=\"DHCP\""),
      ("ifconfig_hn0= \"inet up\"", 1, "inet up", "ifconfig_hn0=\"inet up\""),
      ("ifconfig_hn0 =DHCP", 1, "ifconfig_hn0", "ifconfig_hn0=\"DHCP\""),
      ("if true; then\n  a=b c d\nfi", 2, "c", "a=\"b c d\""),
    ])
  func strays(text: String, line: Int, command: String, assignment: String) {
    let found = Evaluator.strayCommands(in: Array("\(text)\n".utf8), named: "/etc/rc.conf")
    #expect(found.map(\.command) == [command])
    #expect(found.map(\.assignment) == [assignment])
    #expect(found.map(\.location.line) == [line])
  }

  @Test(
    "what is right is none",
    arguments: [
      "a=\"b c\" d=e", "a=$b c", "f() { :; }\na=b f", "if [ a = b ]; then c=d; fi",
      "cat <<END\na=b c\nEND", "case $a in b) c=d ;; esac", "command -v x",
    ])
  func sound(text: String) {
    #expect(Evaluator.strayCommands(in: Array("\(text)\n".utf8), named: "x") == [])
  }

  @Test("a command that there is, is none; the first line of each kind is told, with their number")
  func findings() throws {
    let guest = ScriptedView()
    guest.executables = ["/usr/local/bin/tool"]
    guest.files["/etc/rc.conf"] = "LC_ALL=C tool x\r\na=b c\nIFS=: set x\r\ntool = \"x\"\n"
    let found = try FilesCheck(guest: guest).findings(in: ["/etc/rc.conf"]).map(\.text)
    #expect(
      found == [
        "/etc/rc.conf:1: a carriage return (CR, U+000D) at the end of the line: sh takes it for a part "
          + "of the value (2 lines); tr -d '\\r' </etc/rc.conf >/etc/rc.conf.new && cat "
          + "/etc/rc.conf.new >/etc/rc.conf",
        "/etc/rc.conf:2: sh runs a command here, 'c'; write it so: a=\"b c\"",
        "/etc/rc.conf:4: sh runs a command here, 'tool'; write it so: tool=\"x\"",
      ])
  }
}
