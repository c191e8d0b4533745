import TestSupport

/// The output of a dry run, parsed as sh would parse it, with the facts from its comments.
struct DryRun: Equatable {
  /// A command.
  struct Line: Equatable {
    /// The words without quotes.
    var words: [String]
    /// The number of the deviation to which the step belongs; nil if the script does the same.
    var deviation: String?
    /// True if the command only runs after the previous one failed.
    var isAlternative = false
  }

  /// The commands in order.
  private(set) var lines: [Line] = []
  /// The reason why there are no commands; nil if there are.
  private(set) var notice: String?
  /// The number of the deviation because of which there are no commands; nil if it has none.
  private(set) var noticeDeviation: String?

  /// Parses `text`.
  init(_ text: String) {
    var block = Line(words: [])
    for line in text.split(separator: "\n") {
      if let said = line.after("# nothing to do: ") {
        notice = said
      } else if let number = line.after("# differs from the script: ") {
        block.deviation = number
        if notice != nil { noticeDeviation = number }
      } else if line.hasPrefix("# if that fails: ") || line.hasPrefix("# if a step fails: ") {
        block = Line(words: [], isAlternative: true)
      } else if let command = line.after("#   ") {
        lines.append(block.with(command))
      } else if line.hasPrefix("# ") {
        block = Line(words: [])
      } else {
        lines.append(block.with(String(line)))
      }
    }
  }

  /// The commands that run if no command fails.
  var commands: [[String]] { lines.filter { !$0.isAlternative }.map(\.words) }
}

extension DryRun.Line {
  fileprivate func with(_ command: String) -> DryRun.Line {
    var copy = self
    copy.words = ShellWords.split(command)
    return copy
  }
}

extension Substring {
  fileprivate func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}

/// Splits a line of sh(1) into words that are plain or in single quotes.
enum ShellWords {
  static func split(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    var isEscaped = false
    for character in line {
      if isEscaped || (isQuoted && character != "'") {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "'" {
        isQuoted.toggle()
        word = word ?? ""
      } else if character == "\\" {
        isEscaped = true
      } else if character == " " {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
