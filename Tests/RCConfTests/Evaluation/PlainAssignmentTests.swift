import RCConf
import Testing

/// In braces, the parser reads every line as tokens and a tree. Outside, a plain assignment is read
/// directly.
@Suite("Plain assignments")
struct PlainAssignmentTests {
  private static let values = [
    "", "YES", "\"YES\"", "'YES'", "\"a  b\"", "\"a#b\"", "'$x'", "'a\"b'", "\"~\"", "~", "~/x",
    "a:~",
    "\"it's\"", "a\"b\"", "\"a\"b", "\"a\"'b'", "\"a\\\nb\"", "\"a\nb\"", "a\\\nb", "$x",
    "\"${x}y\"",
    "`", "\"a`b\"", "\\", "\"\\\"", "a=b", "a*", "{a,b}", "10.0.0.1/24", "fe80::1%hn0", "\"é\"",
    "é",
    "'é'", "a;b=c", "a&", "a b", "b=c", "!", "[a]", "\"", "'", "a\tb", "\"a\tb\"", "\u{7}",
    "\"\u{7}\"",
    "a\u{0}b", "\"\u{0}\"", "a\r", "(a)", "<a", "a|b", "^a", "-a+b@c,d_e.f",
  ]
  private static let ends = [
    "", "\n", " \t\n", " # b=1\n", "#b=1\n", "\t#\\\n", " \\\n", ";\n", " ; b=2",
  ]

  @Test("are what the parser makes of them", arguments: values)
  func matchesParser(value: String) {
    for end in Self.ends {
      for start in ["", " \t", "# a=0\n\n\t# \"\n"] {
        let text = "\(start)a=\(value)\(end)"
        let inBraces = "{ :\n\(text)\n}"
        #expect("\(Evaluation(text))" == "\(Evaluation(inBraces))" || hasError(inBraces), "\(text)")
      }
    }
  }

  /// Returns true if the text has an error. In braces, it is reported at another place, and the
  /// lines before it were not run.
  private func hasError(_ text: String) -> Bool { "\(Evaluation(text))".contains(" stopped: ") }

  @Test(
    "are no other words",
    arguments: [
      ("1a=b", " shell: command(\"1a=b\")"), ("a+=b", " shell: command(\"a+=b\")"),
      ("=b", " shell: command(\"=b\")"), ("a-b=c", " shell: command(\"a-b=c\")"),
    ] as [Row])
  func leavesCommands(row: Row) { #expect("\(Evaluation(row.text))" == row.result) }

  @Test("keep their lines", arguments: [1, 2, 5])
  func countsLines(before: Int) {
    let text = String(repeating: "# x \\\n", count: before) + "a=1 # y\nb=\"2\"\n"
    let evaluator = Evaluator(files: .none)
    #expect(evaluator.run(Array(text.utf8), named: "rc.conf") == .complete)
    let lines = evaluator.variables.sorted.map(\.location.line)
    #expect(lines == [before + 1, before + 2])
  }

  @Test("end where a variable is readonly")
  func honoursReadonly() {
    #expect("\(Evaluation("readonly a\nb=1\na=2\n"))" == "b=1 stopped: readonly(name: \"a\")")
  }
}
