extension Verb {
  /// The verb `help [VERB]`: prints the output of `--help` of hyperv_vfctl or of VERB. `words` are
  /// the words after `help`. Returns exit status 0. Throws if there is no such verb.
  func showHelp(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let operands = try arguments(words).operands
    guard operands.count < 2 else {
      throw .usage(.argumentCount(operands.count, expected: 1))
    }
    if let word = operands.first {
      console.print(try Self.named(word).help)
    } else {
      console.print(Program.vfctl.help)
    }
    return ExitCode.success
  }

  /// The usage of the verb, in one line that begins with `usage:`.
  var usage: String {
    let letters = optionRows.compactMap { $0.letter }.joined()
    let others = optionRows.filter { $0.letter == nil }.map { "[\($0.name)]" }
    let words = [rawValue] + (letters.isEmpty ? [] : ["[-\(letters)]"]) + others
    return "usage: \(Program.vfctl.rawValue) "
      + (words + (operands.isEmpty ? [] : [operands])).joined(separator: " ")
  }

  /// The output of `--help` after the verb, over several lines.
  var help: String {
    let rows = optionRows.map { ($0.letter.map { "-\($0), " } ?? "") + $0.name }
    let width = rows.map { $0.count }.max() ?? 0
    let lines = zip(rows, optionRows).map { row, option in
      "  \(row)\(String(repeating: " ", count: width - row.count))  \(option.gives)\n"
    }
    return "\(usage)\n\n\(summary.gives)\n" + (lines.isEmpty ? "" : "\n\(lines.joined())")
      + "\nMore is in hyperv_vfctl(8).\n"
  }

  /// The operands of the verb as its usage shows them: `[IF...]`. Empty if it takes none.
  private var operands: String {
    switch self {
    case .rcconf: "FILE..."
    case .rcvar: "NAME..."
    case .status, .verify: "[IF...]"
    case .plan: "[attach|up] IF"
    case .help: "[VERB]"
    case .check, .metrics, .watch, .report: ""
    case .persist: "[IF]"
    case .probe, .template, .undo, .standby, .resume: "IF"
    }
  }

  /// An option of a verb as `--help` shows it.
  private struct OptionRow {
    /// The letter of the short form: `n` for `-n`. Nil if the option has no short form.
    var letter: String?
    /// The long name of the option. If it takes a value, `=X` follows: `--output=X`.
    var name: String
    /// What the option does, in a few words.
    var gives: String
  }

  /// A row for each option of the verb; a short and a long form share a row. In `options` the short
  /// form comes directly before the long one.
  private var optionRows: [OptionRow] {
    var rows: [OptionRow] = []
    var letter: String?
    for option in options {
      if option.count == 2 {
        letter = String(option.dropFirst())
        continue
      }
      let name = option.hasSuffix("=") ? option + "X" : option
      rows.append(OptionRow(letter: letter, name: name, gives: gives(option)))
      letter = nil
    }
    return rows
  }

  /// Returns what `option` does, in a few words for `--help`; empty for an unknown option.
  func gives(_ option: String) -> String {
    switch option {
    case "--dry-run" where self == .persist:
      "print the changes as a unified diff (default)"
    case "--json": "print JSON"
    case "--quiet": "print nothing; use the exit status"
    case "--no-shell": "exit with 78 if rc.conf needs /bin/sh"
    case "--name=": "exit with 0 if IF must not get the name X"
    case "--plain": "keep addresses and names; replace only keys and passwords"
    case "--sh": "print a script for sh (default)"
    case "--swift": "print the source of a Swift program"
    case "--for=": "X makes the bond: rc.conf, networkd, networkmanager, ifupdown"
    case "--write": "write the changes, and keep the old files"
    case "--undo": "restore the old files of IF, or of all pairs without IF"
    case "--output=": "replace the file X in one step instead of printing"
    case "--dry-run": "print the commands that would run, and change nothing"
    case "--verbose": "print each command on standard error"
    default: ""
    }
  }
}
