import Foundation
import Platforms
import Testing

@testable import Programs

@Suite("Changes as a unified diff")
struct UnifiedDiffTests {
  private static let lines = (1...20).map { "\($0)\n" }.joined()
  private static let edited = lines.replacingOccurrences(of: "\n2\n", with: "\ntwo\n")
    .replacingOccurrences(of: "\n5\n", with: "\n").replacingOccurrences(of: "15\n", with: "15\nx\n")

  @Test("hunks have three lines of context; what is made or goes stands against /dev/null")
  func text() {
    let changes = [
      FileChange(path: "etc/a", before: Self.lines, after: Self.edited),
      FileChange(path: "etc/b c", before: nil, after: "new\n"),
      FileChange(path: "etc/d", before: "old\n", after: nil),
      FileChange(path: "etc/e", before: "same\n", after: "same\n"),
      FileChange(path: "etc/f", before: "x", after: "x\n"),
    ]
    #expect(
      UnifiedDiff(changes).text == """
        --- etc/a
        +++ etc/a
        @@ -1,8 +1,7 @@
         1
        -2
        +two
         3
         4
        -5
         6
         7
         8
        @@ -13,6 +12,7 @@
         13
         14
         15
        +x
         16
         17
         18
        --- /dev/null
        +++ etc/b c\t
        @@ -0,0 +1 @@
        +new
        --- etc/d
        +++ /dev/null
        @@ -1 +0,0 @@
        -old
        --- etc/f
        +++ etc/f
        @@ -1 +1 @@
        -x
        \\ No newline at end of file
        +x

        """)
  }

  static let patch = ["/usr/bin/patch", "/usr/local/bin/patch"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Pairs of an old and a new text.
  static let pairs: [(String?, String?)] = [
    (lines, edited), (edited, lines), (nil, "a\nb\n"), ("a\nb\n", nil), ("a", "a\n"), ("a\n", "a"),
    ("a\nb\nc", "a\nc"), ("", "x\n"), ("\n\n\n", "\n\nx\n\n"),
    ("é\r\nb\r\n", "e\u{301}\r\nb\r\nc\r\n"),
    (String(repeating: "a\nb\n", count: 50), String(repeating: "b\nc\n", count: 40)),
  ]

  @Test("patch(1) makes the new text of the old one", .enabled(if: patch != nil), arguments: pairs)
  func patched(before: String?, after: String?) throws {
    for name in ["etc/rc.conf", "etc/Wired connection 1.x", "etc/a\"b\\c"] {
      let folder = FileManager.default.temporaryDirectory.appending(
        path: "persist-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try before.map { try Data($0.utf8).write(to: file) }
      let diff = UnifiedDiff([FileChange(path: name, before: before, after: after)]).text
      let process = Foundation.Process()
      process.executableURL = URL(fileURLWithPath: try #require(Self.patch))
      process.arguments = ["-p0", "--binary", "-s", "-i", "diff"]
      process.currentDirectoryURL = folder
      try Data(diff.utf8).write(to: folder.appending(path: "diff"))
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "\(diff)")
      #expect((try? Data(contentsOf: file)) == after.map { Data($0.utf8) }, "\(diff)")
    }
  }

  @Test("two texts of many thousand lines are compared, too")
  func long() {
    let old = (0..<5000).map { "a\($0)" }
    let new = (0..<5000).map { "b\($0)" }
    let edits = LineEdits(old.map { $0[...] }, new.map { $0[...] }).edits
    #expect(edits == (0..<5000).map { .old($0) } + (0..<5000).map { .new($0) })
  }
}
