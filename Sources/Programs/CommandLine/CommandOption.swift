import Failover

/// An option of hyperv_vfattach or hyperv_vfup. The options of hyperv_vfctl belong to its verbs.
package enum CommandOption: String, CaseIterable, Sendable {
  /// Print the commands and change nothing.
  case dryRun = "--dry-run"
  /// Print each command before it runs.
  case verbose = "--verbose"
  /// Fail if rc.conf runs a command, so that only /bin/sh could evaluate rc.conf.
  case noShell = "--no-shell"
  /// Stop when both NICs are members of the bond.
  case joinOnly = "--join-only"
  /// Do not run an override (`hyperv_vfup.hn0`) in place of hyperv_vfup.
  case noOverride = "--no-override"
  /// Print the usage.
  case help = "--help"
  /// Print the version.
  case version = "--version"

  /// The letter of the option after a single `-`; nil if it has none. Letters can be combined.
  package var letter: String? {
    switch self {
    case .dryRun: "n"
    case .verbose: "v"
    case .help: "h"
    default: nil
    }
  }

  /// The options that `program` accepts.
  package static func all(of program: Program) -> [CommandOption] {
    switch program {
    case .vfattach: allCases.filter { $0 != .joinOnly && $0 != .noOverride }
    case .vfup: allCases
    case .vfctl: [.help, .version]
    }
  }

  /// The options that `word` contains. Throws for an unknown option.
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
