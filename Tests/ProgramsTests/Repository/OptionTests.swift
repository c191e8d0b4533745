import Failover
import Foundation
import Guest
import Testing

@testable import Programs

@Suite("Usage, manual pages and completions have the same options")
struct OptionTests {
  /// Returns the options in the form of the usage and a synopsis: only the letter if an option has
  /// one.
  private func printed(_ options: [String]) -> Set<String> {
    var set: Set<String> = []
    var letter = false
    for option in options {
      if option.count == 2 {
        set.insert(option)
      } else if !letter {
        set.insert(String(option.prefix { $0 != "=" }))
      }
      letter = option.count == 2
    }
    return set
  }

  /// Returns the options in a line of usage: `[-nv] [--for=X]`.
  private func options(inUsage usage: String) -> Set<String> {
    Set(
      usage.matches(of: /-[-a-z]+/).flatMap { match -> [String] in
        let word = String(match.output)
        return word.hasPrefix("--") ? [word] : word.dropFirst().map { "-\($0)" }
      })
  }

  /// Returns the synopsis of a page, as one text for each `.Nm`.
  private func synopses(of program: Program) throws -> [[Substring]] {
    let lines = try Repository.text("packaging/man/\(program.rawValue).8").split(separator: "\n")
    let synopsis = lines.drop { $0 != ".Sh SYNOPSIS" }.dropFirst().prefix { !$0.hasPrefix(".Sh") }
    return synopsis.split { $0.hasPrefix(".Nm") }.map(Array.init)
  }

  /// Returns the options after `Fl` in lines of mdoc(7).
  private func options(inSynopsis lines: [Substring]) -> Set<String> {
    Set(
      lines.flatMap { line -> [String] in
        line.split(separator: " ").split(omittingEmptySubsequences: false) {
          $0 == "Fl" || $0 == ".Fl"
        }.dropFirst().flatMap {
          $0.prefix { $0.first?.isUppercase != true }.filter { $0 != "|" }
        }.flatMap { $0.hasPrefix("-") ? ["-\($0)"] : $0.map { "-\($0)" } }
      })
  }

  @Test("of each verb: usage and manual page", arguments: Verb.allCases)
  func verb(verb: Verb) throws {
    let wanted = printed(verb.options)
    #expect(options(inUsage: String(verb.usage.drop { $0 != "[" })) == wanted)
    let blocks = try synopses(of: .vfctl).filter { block in
      block.first?.split(separator: " ").dropFirst().contains { $0 == verb.rawValue } == true
        && block.first?.hasPrefix(".Cm") == true
    }
    // persist has two: what it writes, and the undo of that.
    #expect(blocks.count == (verb == .persist ? 2 : 1))
    #expect(Set(blocks.flatMap(options(inSynopsis:))) == wanted)
  }

  @Test("of each program: usage and manual page", arguments: [Program.vfup, .vfattach])
  func program(program: Program) throws {
    let all = CommandOption.all(of: program).filter { $0 != .help && $0 != .version }
    let wanted = Set(all.map { option in option.letter.map { "-\($0)" } ?? option.rawValue })
    #expect(options(inUsage: String(program.usage.drop { $0 != "[" })) == wanted)
    #expect(options(inSynopsis: try synopses(of: program)[0]) == wanted)
  }

  /// Returns the options of a program in all of their forms: `-n`, `--dry-run`.
  private func forms(of program: Program) -> Set<String> {
    let all = CommandOption.all(of: program)
    return Set(all.compactMap { option in option.letter.map { "-\($0)" } } + all.map(\.rawValue))
  }

  @Test("of each program: help", arguments: [Program.vfup, .vfattach])
  func help(program: Program) {
    // A row has the forms of an option, two blanks or more, and a description.
    let rows = program.help.split(separator: "\n").filter { $0.hasPrefix("  -") }
    let words = rows.flatMap { row in
      row.dropFirst(2).split(separator: "  ")[0].split { ", ".contains($0) }
    }
    #expect(Set(words.map(String.init)) == forms(of: program))
  }

  @Test("each synopsis has --help and --version", arguments: Program.allCases)
  func helpInSynopsis(program: Program) throws {
    let found = Set(try synopses(of: program).flatMap(options(inSynopsis:)))
    #expect(found.isSuperset(of: ["--help", "--version"]))
  }

  private func bash(_ script: String) throws -> Set<String> {
    let file = Repository.root.appendingPathComponent("packaging/completions/bash/hyperv_vfctl")
      .path
    let result = try Guest.Process.run(
      "/bin/bash", ["-c", ". \"$0\"; \(script)", file], environment: ["PATH": "/usr/bin:/bin"])
    return Set(result.outputText.split { $0 == " " || $0 == "\n" }.map(String.init))
  }

  @Test("bash completes the options of each verb", arguments: Verb.allCases)
  func bashVerb(verb: Verb) throws {
    #expect(
      try bash("_hyperv_vfctl_options \(verb)")
        == Set(verb.options.map { String($0.prefix { $0 != "=" }) }))
  }

  @Test("bash completes the verbs") func bashVerbs() throws {
    #expect(try bash("echo $_hyperv_vfctl_verbs") == Set(Verb.allCases.map(\.rawValue)))
  }

  @Test("bash completes the options of each program", arguments: [Program.vfup, .vfattach])
  func bashProgram(program: Program) throws {
    let script =
      "COMP_WORDS=(x -); COMP_CWORD=1; _hyperv_vf \(program.rawValue); printf '%s\\n' ${COMPREPLY[@]}"
    #expect(try bash(script) == forms(of: program))
  }

  /// Returns the options that zsh completes after `word`: they are in the entry of the `case` for
  /// `subject`, and in the lists that the entry refers to, such as `$run`.
  private func zsh(_ word: String, of subject: String) throws -> Set<String> {
    let text = try Repository.text("packaging/completions/zsh/_hyperv_vfctl")
    let cases = text.split(separator: "case \(subject) in")[1].split(separator: ";;")
    let entry = cases.first { entry in
      entry.split(separator: ")")[0].split { " |\n".contains($0) }.contains { $0 == word }
    }
    var words = String(try #require(entry))
    for name in ["json", "shell", "run", "help"] {
      let rest = text.split(separator: " \(name)=")[1]
      let list = rest.split(separator: "\n  local")[0].split(separator: "\n  case")[0]
      words = words.replacing("$\(name)", with: " \(list) ")
    }
    // Brackets contain descriptions, and parentheses contain the options that exclude one.
    let plain = words.replacing(/\[[^\]]*\]/, with: " ").replacing(/\(-[^)]*\)/, with: " ")
    return Set(plain.matches(of: /-?-[a-z][-a-z]*/).map { String($0.output) })
  }

  @Test("zsh completes the options of each verb", arguments: Verb.allCases)
  func zshVerb(verb: Verb) throws {
    let options = Set(verb.options.map { String($0.prefix { $0 != "=" }) })
    #expect(try zsh(verb.rawValue, of: "$words[1]") == options)
  }

  @Test("zsh completes the options of each program", arguments: [Program.vfup, .vfattach])
  func zshProgram(program: Program) throws {
    #expect(try zsh(program.rawValue, of: "$service") == forms(of: program))
  }

  @Test("zsh completes the verbs") func zshVerbs() throws {
    let text = try Repository.text("packaging/completions/zsh/_hyperv_vfctl")
    let list = text.split(separator: "local -a verbs=(")[1].split(separator: "\n  )")[0]
    #expect(
      Set(list.matches(of: /'([a-z]+):/).map { String($0.output.1) })
        == Set(Verb.allCases.map(\.rawValue)))
  }
}
