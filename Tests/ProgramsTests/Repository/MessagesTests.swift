import Foundation
import Testing

@testable import Programs

/// Compares the messages of the programs with their list in hyperv_vf(7), by their fixed words.
@Suite("Messages are in the manual")
struct MessagesTests {
  /// The files with the messages, one for each part of the programs.
  static let files = [
    "Output/Failure.swift", "Output/RefusalText.swift", "Output/UsageErrorText.swift",
    "Output/GuestErrorText.swift", "Output/FindingText.swift", "Output/UnmovedSettingText.swift",
    "Output/WarningText.swift", "Check/ConfigProblem.swift", "Check/CharactersCheck.swift",
    "Configuration/ConfigErrorText.swift", "Verbs/Standby.swift", "Output/UnsupportedText.swift",
    "Output/NoticeText.swift", "Override/Override.swift",
  ].map { "Sources/Programs/\($0)" }

  /// Returns the messages in a source file: for each `case`, the fixed pieces of its text. Only
  /// cases under the headings `text`, `problem` and `words` are messages. Others are, for example,
  /// commands that help.
  static func messages(in source: String) -> [[String]] {
    var found: [[String]] = []
    var isMessage = false
    var isCase = false
    var isPart = false
    for whole in source.split(separator: "\n") {
      // An extension with parts of messages from other files.
      if whole.hasPrefix("extension ") {
        isPart = ["Bond {", "Expectation", "Construct"].contains { whole.contains($0) }
      }
      let line = whole.drop { $0 == " " }
      if line.contains("var ") || line.contains("func ") {
        isMessage = [
          "var text: String", "var problem: String", "var reason: String", "func words(",
        ]
        .contains { line.contains($0) }
        isCase = false
      }
      guard isMessage, !isPart else { continue }
      if line.hasPrefix("case .") {
        found.append([])
        isCase = true
      }
      if isCase, !line.hasPrefix("//") { found[found.count - 1] += pieces(of: String(line)) }
    }
    return found.filter { !$0.isEmpty }
  }

  /// Returns the text within quotes, without interpolated values: `a \(b) c` gives `a ` and ` c`.
  static func pieces(of line: String) -> [String] {
    var pieces: [String] = []
    var text = ""
    var depth = 0
    var isIn = false
    var isEscaped = false
    for character in line {
      if isEscaped {
        isEscaped = false
        if character == "(" {
          depth = 1
          pieces.append(text)
          text = ""
        } else {
          text.append(character)
        }
      } else if depth > 0 {
        depth += character == "(" ? 1 : character == ")" ? -1 : 0
      } else if isIn, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        if isIn {
          pieces.append(text)
          text = ""
        }
        isIn.toggle()
      } else if isIn {
        text.append(character)
      }
    }
    return pieces.filter { !$0.isEmpty }
  }

  /// Returns the words without quotes and punctuation, so that line ends do not matter either.
  static func plain(_ text: some StringProtocol) -> String {
    let marks = Set("'\"`.,;:()!\\&")
    let words = text.filter { !marks.contains($0) }.split { $0 == " " || $0 == "\n" }.map {
      String($0)
    }
    return words.joined(separator: " ")
  }

  /// Returns the items of the section, each as its fixed pieces.
  static func items() throws -> [[String]] {
    let page = try Repository.text("packaging/man/hyperv_vf.7")
    let start = try #require(page.range(of: ".Sh MESSAGES\n"))
    let rest = page[start.upperBound...]
    let section = rest.range(of: "\n.Sh ").map { rest[..<$0.lowerBound] } ?? rest
    return section.split(separator: "\n").filter { $0.hasPrefix(".It ") }.map { line in
      var pieces = [""]
      var isArgument = false
      for word in line.dropFirst(4).split(separator: " ") {
        switch word {
        case "Ar":
          isArgument = true
          pieces.append("")
        case "No", "Ns": isArgument = false
        case _ where isArgument: continue
        default: pieces[pieces.count - 1] += "\(word) "
        }
      }
      return pieces.map { plain($0) }.filter { !$0.isEmpty }
    }
  }

  @Test("each message has its item", arguments: files)
  func listed(file: String) throws {
    let items = try Self.items().flatMap { $0 }
    let messages = Self.messages(in: try Repository.text(file))
    #expect(!messages.isEmpty)
    for pieces in messages {
      let words = pieces.map { Self.plain($0) }.filter { $0.contains(" ") || $0.count > 8 }
      guard !words.isEmpty else { continue }
      let isListed = words.contains { text in
        items.contains { $0.count > 3 && text.contains($0) || $0.contains(text) }
      }
      #expect(isListed, "\(pieces)")
    }
  }

  @Test("each item is a message")
  func said() throws {
    let said = try Self.files.flatMap { Self.messages(in: try Repository.text($0)) }.map { pieces in
      Self.plain(pieces.joined(separator: " "))
    }
    let items = try Self.items()
    #expect(items.count > 60)
    for item in items {
      let longest = item.max { $0.count < $1.count } ?? ""
      #expect(said.contains { $0.contains(longest) }, "\(item)")
    }
  }
}
