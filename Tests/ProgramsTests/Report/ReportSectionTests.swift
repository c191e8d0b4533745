import Testing

@testable import Programs

@Suite("sections of a report")
struct ReportSectionTests {
  static func piece(_ heading: String, lines: Int, keepsEnd: Bool = false) -> ReportSection.Piece {
    ReportSection.Piece(
      heading: heading, lines: (0..<lines).map { Array("line \($0)".utf8) }, keepsEnd: keepsEnd)
  }

  static func text(_ limit: Int, _ pieces: [ReportSection.Piece]) -> String {
    let section = ReportSection(title: "x", limit: limit, pieces: pieces)
    return String(decoding: section.text, as: UTF8.self)
  }

  @Test("what fits is whole")
  func whole() {
    #expect(
      Self.text(1000, [Self.piece("$ a", lines: 2), Self.piece("$ b", lines: 1)])
        == "==== x\n$ a\nline 0\nline 1\n$ b\nline 0\n\n")
  }

  @Test("what is too long is cut between lines and says so; the other piece stays whole")
  func cut() {
    #expect(
      Self.text(100, [Self.piece("$ a", lines: 100), Self.piece("$ b", lines: 1)])
        == "==== x\n$ a\nline 0\nline 1\n(cut here: 98 of 100 lines)\n$ b\nline 0\n\n")
  }

  @Test("of a log the end is kept")
  func end() {
    #expect(
      Self.text(90, [Self.piece("$ a", lines: 100, keepsEnd: true)])
        == "==== x\n$ a\n(cut here: 98 of 100 lines)\nline 98\nline 99\n\n")
  }

  @Test("none is longer than it may be", arguments: [0, 10, 50, 100, 1000, 5000])
  func limit(_ limit: Int) {
    let pieces = (0..<5).map { Self.piece("$ \($0)", lines: 1 << ($0 * 2)) }
    #expect(ReportSection(title: "x", limit: limit, pieces: pieces).text.count <= max(limit, 7) + 1)
  }
}
