import Foundation
import Testing

@testable import Programs

/// Compares the messages of the programs with their list in hyperv_vf(7), by their fixed words.
@Suite("Messages are in the manual")
struct MessagesTests {
  /// Files of the programs whose texts are results of verbs, and not messages.
  private static let results = [
    "Output/Metric.swift", "Output/TimeText.swift", "Output/UsedVFText.swift",
    "Persist/UnifiedDiff.swift", "Template/TemplateScript.swift", "Verbs/Status.swift",
  ].map { "Sources/Programs/\($0)" }

  /// The paths of all files with messages: those of the programs, and those with a text that
  /// FreeBSD's scripts print after a failure.
  static func files() throws -> [String] {
    try Repository.sources().filter { file in
      let isOfPrograms = file.path.hasPrefix("Sources/Programs/")
      guard isOfPrograms || file.text.contains("saying: \"") else { return false }
      return !results.contains(file.path) && !messages(in: file.text).isEmpty
    }.map(\.path)
  }

  /// The beginnings of the properties and functions that return messages.
  private static let headings = [
    "var text: String", "var problem: String", "var reason: String", "var flaw: String?",
    "var warning: String?", "func words(", "func flaw(", "func changedSince(",
    "fileprivate func text(", "let text: String",
  ]
  /// The beginnings of the calls that have a message as argument.
  private static let calls = [
    "console.report(", ".notWritten(", ".notPutBack(", "warn(\"", "tell(\"", "saying: \"",
  ]

  /// Returns the messages in a source file, each as its fixed pieces. These are the texts below
  /// `headings`, one for each `case`, and the texts in the arguments of `calls`. Other texts are,
  /// for example, commands that help.
  static func messages(in source: String) -> [[String]] {
    var found: [[String]] = []
    var isMessage = false
    var isCase = false
    var isPart = false
    // The indentation of the call whose arguments are being read.
    var call: Int?
    for whole in source.split(separator: "\n") {
      // An extension with parts of messages from other files.
      if whole.hasPrefix("extension ") {
        isPart = ["Bond {", "Expectation", "Construct"].contains { whole.contains($0) }
      }
      let line = whole.drop { $0 == " " }
      if line.hasPrefix("//") { continue }
      let isHeading = headings.contains { line.contains($0) }
      if isHeading || line.contains("var ") || line.contains("func ") {
        isMessage = isHeading
        isCase = false
      }
      let indentation = whole.count - line.count
      if let outer = call, indentation <= outer { call = nil }
      var searched = line
      if let start = calls.compactMap({ line.range(of: $0)?.lowerBound }).min() {
        call = indentation
        searched = line[start...]
      }
      guard call != nil || (isMessage && !isPart) else { continue }
      var texts = literals(in: searched)
      if call == nil, line.hasPrefix("case .") {
        found.append([])
        isCase = true
      }
      if call == nil, isCase {
        found[found.count - 1] += texts.flatMap { $0 }
        continue
      }
      // A line with + at its beginning continues the text of the line before.
      if line.hasPrefix("+"), !found.isEmpty, !texts.isEmpty {
        found[found.count - 1] += texts.removeFirst()
      }
      found += texts
    }
    return found.filter { !plain($0.joined(separator: " ")).isEmpty }
  }

  /// Returns the texts within quotes, each without interpolated values: `"a \(b) c"` gives the
  /// pieces `a ` and ` c`.
  static func literals(in line: Substring) -> [[String]] {
    var found: [[String]] = []
    var text = ""
    var depth = 0
    var isIn = false
    var isEscaped = false
    for character in line {
      if isEscaped {
        isEscaped = false
        if character == "(" {
          depth = 1
          found[found.count - 1].append(text)
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
          found[found.count - 1].append(text)
          text = ""
        } else {
          found.append([])
        }
        isIn.toggle()
      } else if isIn {
        text.append(character)
      }
    }
    return found.map { pieces in pieces.filter { !$0.isEmpty } }
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

  /// The ends that many messages have in common.
  private static let ends = ["nothing was changed", "nothing was written", "nothing to do"]
  /// Texts that are only a part of a message. Another part is in the manual.
  private static let parts = ["and then", "as it was before it is in", "there is"]

  @Test("each message has its item", arguments: try files())
  func listed(path: String) throws {
    let items = try Self.items()
    for message in Self.messages(in: try Repository.text(path)) {
      var text = Self.plain(message.joined(separator: " "))
      for end in Self.ends { text = Self.plain(text.replacing(end, with: "")) }
      guard !text.isEmpty, !Self.parts.contains(text) else { continue }
      let isListed = items.contains { item in
        let whole = item.joined(separator: " ")
        // A short item, such as `exit`, may be in other messages by chance.
        return !item.isEmpty && (whole.count > 6 || whole == text)
          && item.allSatisfy { text.contains($0) }
      }
      #expect(isListed, "\(text)")
    }
  }

  @Test("each item is a message")
  func said() throws {
    let said = try Self.files().flatMap { Self.messages(in: try Repository.text($0)) }
      .map { Self.plain($0.joined(separator: " ")) }
    let items = try Self.items()
    #expect(items.count > 60)
    for item in items {
      let longest = item.max { $0.count < $1.count } ?? ""
      #expect(said.contains { $0.contains(longest) }, "\(item)")
    }
  }
}
