/// A part of a report: a title, and pieces of text below it.
struct ReportSection: Hashable {
  /// Each piece: the line that says what it is, and its lines.
  struct Piece: Hashable {
    /// `$ ip rule show`
    var heading: String
    /// Its lines, without their ends.
    var lines: [[UInt8]]
    /// Whether the last lines matter most, as in a log.
    var keepsEnd = false
  }

  /// What it is about.
  var title: String
  /// How many bytes it may have in the report.
  var limit: Int
  /// What is in it.
  var pieces: [Piece]

  /// The section in the report, with no more bytes than it may have: a piece that is longer than its share
  /// is cut between two lines, and says so.
  var text: [UInt8] {
    var left = limit
    var result = Array("==== \(title)\n".utf8)
    left -= result.count
    if pieces.isEmpty { result += Array("(there is nothing)\n".utf8) }
    for (index, piece) in pieces.enumerated() {
      // What the others do not need is for the long ones, whatever the order.
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
  /// The bytes that it has uncut.
  var size: Int { heading.utf8.count + 1 + lines.reduce(0) { $0 + $1.count + 1 } }

  /// The longest line that says that something is cut.
  private static let room = 60

  /// Its text in at most `limit` bytes.
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
  /// The report: without secrets and, unless `isPlain`, with stand-ins for what tells whose machine it is.
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

  /// Gives every piece other lines.
  private mutating func changeLines(_ change: ([[UInt8]]) -> [[UInt8]]) {
    for section in indices {
      for piece in self[section].pieces.indices {
        self[section].pieces[piece].lines = change(self[section].pieces[piece].lines)
      }
    }
  }
}
