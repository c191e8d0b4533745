import Failover
import Platforms

/// The text of file changes in the unified format of diff(1), which patch(1) reads.
struct UnifiedDiff {
  private let changes: [FileChange]

  init(_ changes: [FileChange]) { self.changes = changes }

  /// The text of the diff for all files; empty if nothing changes.
  var text: String {
    changes.filter { $0.isChange }.map { change in
      let old = Lines(change.before ?? "")
      let new = Lines(change.after ?? "")
      let hunks = LineEdits(old.lines, new.lines).hunks(context: 3)
      return "--- \(name(change.path, isThere: change.before != nil))\n"
        + "+++ \(name(change.path, isThere: change.after != nil))\n"
        + hunks.map { text(of: $0, old, new) }.joined()
    }.joined()
  }

  /// Returns the name of the file for the `---` or `+++` line: `path`, or /dev/null if the file
  /// does not exist (`isThere` is false). If the path contains a blank, a tab follows it. A path
  /// with a quote, a backslash or a control character is quoted as git(1) does.
  private func name(_ path: String, isThere: Bool) -> String {
    guard isThere else { return "/dev/null" }
    let isOdd = path.utf8.contains {
      $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
    }
    guard isOdd else { return path.utf8.contains(0x20) ? path + "\t" : path }
    var quoted: [UInt8] = [UInt8(ascii: "\"")]
    for byte in path.utf8 {
      if byte < 0x20 {
        quoted += "\\0\(byte >> 3)\(byte & 7)".utf8
      } else {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
          quoted.append(UInt8(ascii: "\\"))
        }
        quoted.append(byte)
      }
    }
    return String(decoding: quoted + [UInt8(ascii: "\"")], as: UTF8.self)
  }

  private func text(of hunk: LineEdits.Hunk, _ old: Lines, _ new: Lines) -> String {
    let lines = hunk.edits.map { edit -> String in
      switch edit {
      case .both(let line, _): " " + old.text(line)
      case .old(let line): "-" + old.text(line)
      case .new(let line): "+" + new.text(line)
      }
    }
    return "@@ -\(range(hunk.old)) +\(range(hunk.new)) @@\n" + lines.joined()
  }

  /// Returns the numbers for the `@@` line: `first,count`, or only `first` if the count is 1. They
  /// begin at 1, while `lines` begins at 0. An empty range has the number of the line before it.
  private func range(_ lines: Range<Int>) -> String {
    let first = lines.isEmpty ? lines.lowerBound : lines.lowerBound + 1
    return lines.count == 1 ? "\(first)" : "\(first),\(lines.count)"
  }

  /// The lines of a text, with their line ends. So a last line without a line end differs from one
  /// with it.
  private struct Lines {
    var lines: [Substring] = []

    init(_ text: String) {
      var rest = text.utf8[...]
      while let end = rest.firstIndex(of: 0x0A) {
        lines.append(Substring(rest[...end]))
        rest = rest[rest.index(after: end)...]
      }
      if !rest.isEmpty { lines.append(Substring(rest)) }
    }

    func text(_ index: Int) -> String {
      let isWhole = lines[index].utf8.last == 0x0A
      return lines[index] + (isWhole ? "" : "\n\\ No newline at end of file\n")
    }
  }
}
