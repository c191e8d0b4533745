import Failover
import Testing

@testable import Programs

@Suite("The manual pages have everything that the programs know")
struct ManualTests {
  private func page(_ name: String) throws -> String {
    try Repository.text("packaging/man/\(name)")
  }

  private func page(of program: Program) throws -> String { try page("\(program.rawValue).8") }

  /// Returns the words that follow a macro of mdoc(7).
  private func words(behind macro: String, in page: String) -> Set<String> {
    Set(
      page.split(separator: "\n").filter { $0.hasPrefix(".") }.flatMap { line in
        let words = line.dropFirst().split(separator: " ").map(String.init)
        return words.indices.flatMap { index in
          words[index] == macro
            ? Array(words[(index + 1)...].prefix { $0.first?.isUppercase != true }) : []
        }
      })
  }

  @Test("every option of a program", arguments: Program.allCases)
  func options(program: Program) throws {
    let documented = words(behind: "Fl", in: try page(of: program))
    for option in CommandOption.all(of: program) {
      #expect(documented.contains(String(option.rawValue.dropFirst())), "\(option.rawValue)")
      if let letter = option.letter {
        #expect(documented.contains { $0.first != "-" && $0.contains(letter) }, "-\(letter)")
      }
    }
  }

  @Test("every verb and its options", arguments: Verb.allCases)
  func verbs(verb: Verb) throws {
    let text = try page(of: .vfctl)
    #expect(text.contains(".It Cm \(verb.rawValue)\n"))
    let documented = words(behind: "Fl", in: text)
    for option in verb.options {
      let name = option.dropFirst().prefix { $0 != "=" }
      #expect(documented.contains(String(name)), "\(option)")
    }
  }

  @Test(
    "the completions have every verb and option",
    arguments: [
      "packaging/completions/bash/hyperv_vfctl", "packaging/completions/zsh/_hyperv_vfctl",
    ])
  func completions(path: String) throws {
    let separators = Set(" \n'\",(){}[]|:;")
    let words = Set(try Repository.text(path).split { separators.contains($0) }.map(String.init))
    for verb in Verb.allCases {
      let options = verb.options.map { String($0.prefix { $0 != "=" }) }
      #expect(words.isSuperset(of: [verb.rawValue] + options), "\(verb)")
    }
    let options = Program.allCases.flatMap(CommandOption.all).map(\.rawValue)
    #expect(words.isSuperset(of: options))
  }

  @Test("every variable", arguments: KnownVariable.allCases)
  func variables(known: KnownVariable) throws {
    let lines = try page("hyperv_vf.conf.5").split(separator: "\n").filter {
      $0.hasPrefix(".It Va")
    }
    let words = lines.flatMap { $0.split(separator: " ") }
    if known.isGeneral { #expect(words.contains { $0 == known.rawValue }) }
    if known.canBePerNIC { #expect(words.contains { $0 == "\(known.rawValue)_" }) }
  }

  @Test("every deviation from the scripts", arguments: Deviation.allCases)
  func deviations(deviation: Deviation) throws {
    let lines = try page("hyperv_vfup.8").split(separator: "\n")
    #expect(lines.contains { $0 == ".It \(deviation.name)" || $0 == ".It \\&\(deviation.name)" })
  }

  /// Returns the lines of a section, without its heading.
  private func section(_ title: String, of page: String) -> ArraySlice<Substring> {
    let lines = page.split(separator: "\n")
    guard let start = lines.firstIndex(of: ".Sh \(title)") else { return [] }
    return lines[(start + 1)...].prefix { !$0.hasPrefix(".Sh ") }
  }

  private static let tested = [
    "WHAT FOLLOWS", "WHAT IS REFUSED", "WHAT CAUSES A WARNING", "RULES THAT NAME THE NIC",
    "WHAT IS LEFT ALONE", "PROMISES",
  ]

  /// Each item must be followed by comments that name its tests: `.\" test: SUITE FUNCTION`, `.\"
  /// lab: SCENARIO`.
  @Test("every set-up and every promise of hyperv_vf(7) has a test")
  func things() throws {
    let tests = try Repository.files(below: "Tests").filter { $0.path.hasSuffix("Tests.swift") }
    let scenarios = try Repository.files(below: "Tests/Lab/lab/scenarios").map(\.text).joined()
    let text = try page("hyperv_vf.7")
    let sections = Self.tested.map { section($0, of: text) }
    #expect(sections.filter(\.isEmpty).isEmpty)
    let lines = sections.flatMap { $0 }
    let things = zip(lines, lines.dropFirst()).filter { $0.0.hasPrefix(".It ") }
    #expect(things.count > 50)
    #expect(things.filter { !$0.1.hasPrefix(".\\\" ") }.map(\.0) == [])
    for line in lines where line.hasPrefix(".\\\" ") {
      let words = line.split(separator: " ").dropFirst().map(String.init)
      let isThere =
        words[0] == "lab:"
        ? scenarios.contains("@scenario(\"\(words[1])\"")
        : tests.contains { test in
          ["struct", "class"].contains { test.text.contains("\($0) \(words[1])") }
            && test.text.contains("func \(words[2])(")
        }
      #expect(isThere, "\(line)")
    }
  }

  @Test("every exit status", arguments: Program.allCases)
  func statuses(program: Program) throws {
    let page = try page(of: program)
    let statuses = [
      ExitCode.success, ExitCode.shellStopped, ExitCode.usage, ExitCode.unavailable,
      ExitCode.notUnderstood, ExitCode.notUndone, ExitCode.tryAgain, ExitCode.noPermission,
      ExitCode.configuration,
    ]
    for status in statuses {
      #expect(page.contains(".It \(status)\n"), "\(status)")
    }
  }

  @Test("help is one screen of 24 lines and 80 columns", arguments: Program.allCases)
  func help(program: Program) {
    let lines = program.help.split(separator: "\n", omittingEmptySubsequences: false)
    // The last line is the empty one after the last newline; the prompt is shown there.
    #expect(lines.count <= 24)
    #expect(lines.filter { $0.count > 80 } == [])
  }
}
