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
}
