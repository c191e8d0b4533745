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
    let all = CommandOption.all(of: program)
    let letters = all.compactMap { $0.letter.map { "-\($0)" } }
    #expect(try bash(script) == Set(letters + all.map(\.rawValue)))
  }

  /// The options that zsh completes for a verb are in the verb's line of the `case`, and in the
  /// lists that the line refers to.
  @Test("zsh completes the options of each verb", arguments: Verb.allCases)
  func zshVerb(verb: Verb) throws {
    let text = try Repository.text("packaging/completions/zsh/_hyperv_vfctl")
    let cases = text.split(separator: "case $words[1] in")[1].split(separator: ";;")
    let entry = cases.first { entry in
      entry.split(separator: ")")[0].split { " |\n".contains($0) }.contains { $0 == verb.rawValue }
    }
    let lists = [
      "$json": "--json", "$shell": "--no-shell", "$run": "-n --dry-run -v --verbose",
    ]
    let words = lists.reduce(String(try #require(entry))) { text, list in
      text.replacing(list.key, with: " \(list.value) ")
    }
    // Brackets contain descriptions, and parentheses contain the options that exclude one.
    let plain = words.replacing(/\[[^\]]*\]/, with: " ").replacing(/\(-[^)]*\)/, with: " ")
    let found = plain.matches(of: /-?-[a-z][-a-z]*/).map { String($0.output) }
    let options = Set(found).subtracting(["-of", "-f"])
    #expect(options == Set(verb.options.map { String($0.prefix { $0 != "=" }) }))
  }

  @Test("zsh completes the verbs") func zshVerbs() throws {
    let text = try Repository.text("packaging/completions/zsh/_hyperv_vfctl")
    let list = text.split(separator: "local -a verbs=(")[1].split(separator: "\n  )")[0]
    #expect(
      Set(list.matches(of: /'([a-z]+):/).map { String($0.output.1) })
        == Set(Verb.allCases.map(\.rawValue)))
  }
}
