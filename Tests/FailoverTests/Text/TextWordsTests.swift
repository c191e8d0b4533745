import Failover
import Testing

@Suite("Words and lines of a tool's output")
struct TextWordsTests {
  @Test(
    "words stand between ASCII's blanks alone",
    arguments: [
      ("", []), (" \t\r\n", []), ("a", ["a"]), ("  a\tb\n", ["a", "b"]),
      ("a\u{0B}b\u{0C}c", ["a", "b", "c"]),
      ("a\u{A0}b\u{2003}c", ["a\u{A0}b\u{2003}c"]), ("é ü", ["é", "ü"]),
      ("e \u{301}", ["e", "\u{301}"]),
    ] as [(String, [String])])
  func words(text: String, words: [String]) {
    #expect(text.words == words)
    #expect("x\(text)".dropFirst().words == words)
  }

  @Test(
    "empty lines are left out",
    arguments: [
      ("", []), ("\n\n", []), ("a", ["a"]), ("a\r\n\r\n b \n", ["a", " b "]),
      ("a\u{2028}b\u{85}c", ["a\u{2028}b\u{85}c"]),
    ] as [(String, [Substring])])
  func lines(text: String, lines: [Substring]) {
    #expect(text.lines == lines)
    #expect("\n\(text)".dropFirst().lines == lines)
  }

  @Test(
    "fields stand between separators, and may be empty",
    arguments: [
      ("", [""]), (":", ["", ""]), ("a", ["a"]), ("a:b::", ["a", "b", "", ""]),
      ("é:ü", ["é", "ü"]),
    ] as [(String, [Substring])])
  func fields(text: String, fields: [Substring]) {
    #expect(text[...].fields(separatedBy: UInt8(ascii: ":")) == fields)
  }

  @Test(
    "a text is cut at the first separator",
    arguments: [
      ("", "", nil), ("a", "a", nil), ("a/", "a", ""), ("/a", "", "a"), ("a/b/c", "a", "b/c"),
    ] as [(String, Substring, Substring?)])
  func cut(text: String, head: Substring, tail: Substring?) {
    let parts = text.cut(at: UInt8(ascii: "/"))
    #expect(parts.head == head)
    #expect(parts.tail == tail)
  }

  @Test(
    "only ASCII's digits are digits",
    arguments: [
      ("", true, true), ("0189", true, true), ("afAF", false, true), ("g", false, false),
      ("+1", false, false), ("1 ", false, false), ("٣", false, false), ("１", false, false),
      ("1\u{301}", false, false), ("@", false, false), ("`", false, false),
    ])
  func digits(text: String, areDigits: Bool, areHexDigits: Bool) {
    #expect(text.hasOnlyDigits == areDigits)
    #expect(text.hasOnlyHexDigits == areHexDigits)
  }

  @Test(
    "a path has a folder and names",
    arguments: [
      ("", nil, [], ""), ("a", nil, ["a"], "a"), ("/", "", [], "/"), ("/a", "", ["a"], "a"),
      ("/a//b/", "/a//b", ["a", "b"], "b"), ("a/ü", "a", ["a", "ü"], "ü"),
    ] as [(String, String?, [String], String)])
  func path(text: String, folder: String?, names: [String], last: String) {
    #expect(text.folderPart == folder)
    #expect(text.pathComponents == names)
    #expect(text.lastPathComponent == last)
  }
}
