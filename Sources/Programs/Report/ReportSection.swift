/// A section of a report: a title, then pieces, each with the output of one command or the contents
/// of one file.
struct ReportSection: Hashable {
  /// The output of one command, or the contents of one file: a heading, then lines.
  struct Piece: Hashable {
    /// Where the lines come from, such as `$ ip rule show` for a command.
    var heading: String
    /// The lines of the output or file as bytes, without line ends.
    var lines: [[UInt8]]
    /// True if the last lines are kept when the piece is too long for the report, as for a log.
    /// Otherwise the first lines are kept.
    var keepsEnd = false
  }

  /// The title of the section, such as `configuration`.
  var title: String
  /// The largest size of the section in the report, in bytes. Longer pieces are cut.
  var limit: Int
  /// The outputs of commands and contents of files, in the order of the report.
  var pieces: [Piece]

  /// The section as text: a line with its title and the pieces, at most `limit` bytes together,
  /// then an empty line. Pieces that are too long are cut between two lines, and a note says how
  /// many lines are left out.
  var text: [UInt8] {
    var left = limit
    var result = Array("==== \(title)\n".utf8)
    left -= result.count
    if pieces.isEmpty { result += Array("(there is nothing)\n".utf8) }
    for (index, piece) in pieces.enumerated() {
      // Each command or file has an equal share of the limit. What short ones leave goes to longer
      // ones.
      let later = pieces[(index + 1)...].map { $0.size }
      let share = max(left / (pieces.count - index), left - later.reduce(0, +))
      let text = piece.text(atMost: share)
      result += text
      left -= text.count
    }
    return result + [UInt8(ascii: "\n")]
  }
}

extension ReportSection.Piece {
  /// The size of the piece in bytes, with its heading and line ends, before it is cut.
  var size: Int { heading.utf8.count + 1 + lines.reduce(0) { $0 + $1.count + 1 } }

  /// The number of bytes that are reserved for the note `(cut here: 20 of 90 lines)`.
  private static let room = 60

  /// Returns heading and lines as text of at most `limit` bytes. If the text would be longer, whole
  /// lines are left out, and a note says how many: the first lines if `keepsEnd`, else the last
  /// ones.
  func text(atMost limit: Int) -> [UInt8] {
    let newline = [UInt8(ascii: "\n")]
    let head = Array(heading.utf8.prefix(max(0, limit - 1))) + newline
    guard size > limit else { return head + lines.flatMap { $0 + newline } }
    var left = limit - head.count - Self.room
    let kept = (keepsEnd ? lines.reversed() : lines).prefix { line in
      left -= line.count + 1
      return left >= 0
    }
    let note = Array("(cut here: \(lines.count - kept.count) of \(lines.count) lines)\n".utf8)
    let body = (keepsEnd ? kept.reversed() : Array(kept)).flatMap { $0 + newline }
    let text = keepsEnd ? head + note + body : head + body + note
    return text.count <= limit ? text : Array(text.prefix(max(0, limit)))
  }
}

extension [ReportSection] {
  /// Returns the text of the report from its sections, without passwords and keys. Unless
  /// `isPlain`, stand-ins such as `host1` replace the addresses, names and identifiers of the
  /// machine. `names` are names of the machine that must be replaced too.
  func text(isPlain: Bool, names: [String]) -> [UInt8] {
    var sections = self
    sections.changeLines { lines in
      var removal = SecretRemoval()
      return lines.map { removal.removing(from: $0) }
    }
    if !isPlain {
      var redaction = Redaction(
        learning: sections.flatMap { $0.pieces.flatMap { $0.lines } }, names: names)
      sections.changeLines { lines in lines.map { redaction.redacted($0) } }
    }
    return sections.flatMap { $0.text }
  }

  /// Calls `change` with the lines of each piece, and replaces these lines by the result.
  private mutating func changeLines(_ change: ([[UInt8]]) -> [[UInt8]]) {
    for section in indices {
      for piece in self[section].pieces.indices {
        self[section].pieces[piece].lines = change(self[section].pieces[piece].lines)
      }
    }
  }
}
