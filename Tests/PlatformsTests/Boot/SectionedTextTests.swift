import Failover
import Testing

@testable import Platforms

@Suite("A file of sections that is changed")
struct SectionedTextTests {
  private static let text = """
    # of the administrator
    [Match]
    Name=eth0 # not a comment

    [Network]
    ; DNS=192.0.2.1
    DNS = 192.0.2.2
    DNS=192.0.2.3
    Description=one \\
      two

    [Route]
    Gateway=192.0.2.1
    [Route]
    Gateway=192.0.2.2

    """

  @Test("stays as it is, to the byte; one without an end of line gets one")
  func same() {
    #expect(SectionedText(Self.text).text == Self.text)
    #expect(SectionedText("[A]\nb=c").text == "[A]\nb=c\n")
    #expect(SectionedText("").text == "")
  }

  @Test("knows each value of a key, without the blanks around it")
  func values() {
    let text = SectionedText(Self.text)
    #expect(text.values(of: "DNS", in: "Network") == ["192.0.2.2", "192.0.2.3"])
    #expect(text.values(of: "Gateway", in: "Route") == ["192.0.2.1", "192.0.2.2"])
    #expect(text.value(of: "DNS", in: "Network") == "192.0.2.3")
    #expect(text.value(of: "Description", in: "Network") == "one \\\n  two")
    #expect(text.value(of: "DNS", in: "Match") == nil)
  }

  @Test("a comment does not end a setting that goes on, as in systemd.syntax(7)")
  func comments() {
    let text = SectionedText("[Match]\nName=a \\\n# c\n  b\nHost=d\n")
    #expect(text.value(of: "Name", in: "Match")?.words == ["a", "\\", "#", "c", "b"])
    #expect(text.value(of: "Host", in: "Match") == "d")
  }

  @Test("sets a key where it stands, behind the last line of its section, or in a new one")
  func set() {
    var text = SectionedText("[A]\n# c\nb=1\nb=2\n\n[D]\n")
    text.set("b", to: "3", in: "A")
    text.set("e", to: "4", in: "A")
    text.set("f", to: "5", in: "D")
    text.set("g", to: "6", in: "H")
    #expect(text.text == "[A]\n# c\nb=3\ne=4\n\n[D]\nf=5\n\n[H]\ng=6\n")
  }

  @Test("loses lines with all that they hold, and a section in which nothing is left")
  func remove() {
    var text = SectionedText(Self.text)
    text.remove(["DNS", "Description"], in: "Network")
    text.remove(["Gateway"], in: "Route")
    text.remove(["Gateway"], in: "Match")
    #expect(
      text.text == "# of the administrator\n[Match]\nName=eth0 # not a comment\n\n")
  }

  @Test("changes values alone")
  func change() {
    var text = SectionedText(Self.text)
    for setting in text.settings where setting.section == "Route" {
      text.change(setting, to: setting.value == "192.0.2.2" ? "192.0.2.9" : setting.value)
    }
    #expect(text.text == Self.text.replacing("Gateway=192.0.2.2", with: "Gateway=192.0.2.9"))
  }
}
