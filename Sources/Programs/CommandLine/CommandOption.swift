import Failover

/// An option of hyperv_vfattach or hyperv_vfup. The verbs of hyperv_vfctl have options of their own
/// (`Verb.options`).
package enum CommandOption: String, CaseIterable, Sendable {
  /// Print the commands and change nothing.
  case dryRun = "--dry-run"
  /// Print each command before it runs.
  case verbose = "--verbose"
  /// Do not run /bin/sh. Exit with status 78 if only /bin/sh can evaluate rc.conf, for example
  /// because rc.conf runs a command.
  case noShell = "--no-shell"
  /// Only make both NICs members of the bond. The override that gives this option configures the
  /// bond.
  case joinOnly = "--join-only"
  /// Run hyperv_vfup itself, even if an override (`hyperv_vfup.hn0`) is installed to replace it.
  case noOverride = "--no-override"
  /// Print the usage.
  case help = "--help"
  /// Print the version.
  case version = "--version"

  /// The letter of the short form: `n` for `-n`. Nil if the option has no short form. Letters can
  /// be combined, as in `-nv`.
  package var letter: String? {
    switch self {
    case .dryRun: "n"
    case .verbose: "v"
    case .help: "h"
    default: nil
    }
  }

  /// Returns the options that `program` accepts.
  package static func all(of program: Program) -> [CommandOption] {
    switch program {
    case .vfattach: allCases.filter { $0 != .joinOnly && $0 != .noOverride }
    case .vfup: allCases
    case .vfctl: [.help, .version]
    }
  }

  /// Returns the options in `word`, an argument that begins with `-`: one for `--verbose`, two for
  /// `-nv`. Throws if `program` has no such option.
  static func options(
    in word: String, of program: Program
  ) throws(UsageError) -> [CommandOption] {
    let all = all(of: program)
    if let option = all.first(where: { $0.rawValue == word }) { return [option] }
    let letters = word.utf8.dropFirst()
    let found = letters.compactMap { byte in all.first { $0.letter?.utf8.first == byte } }
    guard !found.isEmpty, found.count == letters.count else {
      let nearest = letters.count < 3 ? nil : nearest(to: word, among: all.map { $0.rawValue })
      throw .unknownOption(word, nearest: nearest)
    }
    return found
  }
}
