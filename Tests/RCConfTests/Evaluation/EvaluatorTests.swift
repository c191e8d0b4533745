import RCConf
import Testing

/// A text, and its result in the form of `Evaluation.description`.
typealias Row = (text: String, result: String)

@Suite("Evaluator")
struct EvaluatorTests {
  @Test(
    "words join, quotes and backslashes go",
    arguments: [
      (#"a=a"b"'c'"#, "a=abc"), (#"a=it\'s"#, "a=it's"), (#"a="\n\$\\\"""#, #"a=\n$\""#),
      ("a=x\\\ny", "a=xy"), ("a\\\nb=1", "ab=1"), (#"a=x\"#, #"a=x\"#),
      ("a=$'x\\ty\\101'", "a=x\tyA"),
      (#"a="$'x'""#, "a=$'x'"), (#"a=$"x""#, "a=$x"), ("a=x#y # z", "a=x#y"),
      ("a=1\rb=2", "a=1\rb=2"),
      ("# x \\\na=1", "a=1"), ("if=1", "if=1"), ("a=\u{0}1", "a=1"),
    ] as [Row])
  func lexes(row: Row) { #expect("\(Evaluation(row.text))" == row.result) }

  @Test(
    "parameters expand as in POSIX XCU 2.6.2",
    arguments: [
      ("a=1 b=$a", "a=1|b="), ("a=${u-x y}", "a=x y"), ("a=\"${u:-'s'}\"", "a='s'"),
      ("a=${u:-'s'}", "a=s"), (#"a="${u:-"b c"}""#, "a=b c"), ("a=${u-x\ny}", "a=x\ny"),
      ("a=${v:=V}$v", "a=VV|v=V"), ("a=${u+x}", "a="), ("e=;a=${e:+x}${e+y}", "a=y|e="),
      ("a=abcabc;b=${a#*b};c=${a##*b}", "a=abcabc|b=cabc|c=c"),
      ("a=abcabc;b=${a%b*};c=${a%%b*}", "a=abcabc|b=abca|c=a"),
      ("a=abc;b=${#a}${#u}$#", "a=abc|b=300"), ("a='*';b=${a#\"*\"}x", "a=*|b=x"),
      ("a=${u?gone}", " stopped: parameterUnset(name: \"u\", message: Optional(\"gone\"))"),
      ("a=${b/x/y}", " stopped: badSubstitution(\"${b…}\")"),
      ("if false; then a=${b/x/y}; fi; c=1", "c=1"), ("a=$10", "a=0"),
      ("a=$$", " shell: parameter(\"$\")"),
    ] as [Row])
  func expands(row: Row) { #expect("\(Evaluation(row.text))" == row.result) }

  @Test(
    "fields split at IFS and match files",
    arguments: [
      ("for i in a 'b c' ; do l=$l:$i; done", "i=b c|l=:a:b c"),
      ("v='a  b'; set -- $v \"$v\" ''; a=$#", "a=4|v=a  b"),
      ("IFS=:; v=a::b:; set -- $v; a=$#", "IFS=:|a=3|v=a::b:"),
      ("set -- 'a b' c; for i in \"$@\"; do l=\"$l<$i>\"; done", "i=c|l=<a b><c>"),
      ("set --; for i in \"$@\"; do l=x; done; a=1", "a=1"),
      ("a='b c'; export d=$a", "a=b c|d=b c"),
      ("for i in /d/*; do l=$l$i,; done", "i=/d/y|l=/d/x,/d/y,"),
      ("for i in /d/z*; do l=$l$i,; done", "i=/d/z*|l=/d/z*,"),
      ("a=/d/*", "a=/d/*"),
    ] as [Row])
  func splits(row: Row) {
    #expect("\(Evaluation(row.text, files: ["/d/x": "", "/d/y": ""]))" == row.result)
  }

  @Test(
    "patterns match as in POSIX XCU 2.14, in the C locale",
    arguments: [
      ("abc", "a*c", true), ("abc", "a?c", true), ("abc", "a", false), ("abc", "[!b]*", true),
      ("abc", "[!a]*", false), ("b", "[a-c]", true), ("]", "[]]", true), ("[", "[", true),
      ("5", "[[:digit:]]", true), ("*", "'*'", true), ("x", "'*'", false), ("", "*", true),
      ("a-c", "a[-x]c", true), ("é", "??", true),
    ] as [(String, String, Bool)])
  func matches(text: String, pattern: String, expected: Bool) {
    let result = Evaluation("case '\(text)' in \(pattern)) a=1;; *) a=0;; esac")
    #expect("\(result)" == (expected ? "a=1" : "a=0"))
  }

  @Test(
    "arithmetic is in 64 bits and wraps",
    arguments: [
      ("1+2*3", "7"), ("(1+2)*3", "9"), ("010", "8"), ("0x1f", "31"), ("-7/2", "-3"),
      ("-7%3", "-1"), ("1<<63", "-9223372036854775808"), ("1<<64", "1"), ("1?2:3", "2"),
      ("0&&1/0", "0"), ("1||1/0", "1"), ("!0", "1"), ("~1", "-2"), ("n", "0"), ("n=4", "4"),
      ("9223372036854775807+1", "-9223372036854775808"), ("1 + + 2", "3"), ("3>2>1", "0"),
    ] as [(String, String)])
  func computes(expression: String, result: String) {
    #expect(Evaluation("a=$((\(expression)))").values["a"] == Array(result.utf8))
  }

  @Test(
    "an expression that cannot be computed stops",
    arguments: ["08", "1/0", "x++", "1+", "(1 2)", "1 2", "@", "0x", ""])
  func refuses(expression: String) {
    guard case .stopped(let error) = Evaluation("x=1\na=$((\(expression)))").outcome,
      case .arithmetic = error.reason
    else {
      Issue.record("\(expression) is computed")
      return
    }
  }

  @Test(
    "test(1) answers with its exit status",
    arguments: [
      ("", 1), ("''", 1), ("x", 0), ("-n x", 0), ("-z x", 1), ("! x", 1), ("a = a", 0),
      ("a == b", 1),
      ("a != b", 0), ("1 -lt 2", 0), ("010 -eq 10", 0), ("-f /d/x", 0), ("-d /d", 0), ("-e /n", 1),
      ("-r /d/x -a a = a", 0), ("-r /n -o a = a", 0), ("! a = b", 0), ("= yes", 2), ("a b", 2),
      ("-n = x", 1), ("-s /d/x", 1), ("! -f /n", 0), ("-z '' -a -n ''", 1), ("a = a b", 2),
    ] as [(String, Int)])
  func tests(expression: String, status: Int) {
    let result = Evaluation("[ \(expression) ]\na=$?", files: ["/d/x": ""])
    #expect("\(result)" == "a=\(status)")
  }

  @Test(
    "commands run in their order",
    arguments: [
      ("if false; then a=1; elif true; then a=2; else a=3; fi", "a=2"),
      ("case b in a) x=1;; b|c) x=2;& d) y=3;; *) x=4; esac", "x=2|y=3"),
      ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); done", "i=3"),
      ("for i in 1 2 3; do [ $i = 2 ] && continue; l=$l$i; done", "i=3|l=13"),
      ("for i in 1 2; do for j in 1 2; do break 2; done; done", "i=1|j=1"),
      ("f() { local a; a=1; b=$1; return 3; }; a=0; f x || c=$?", "a=0|b=x|c=3"),
      ("f() { x=$v; v=inner; }; v=outer; v=pref f", "v=outer|x=pref"),
      ("f() { a=1; }; g() { b=1; }; f() { a=2; }; g; f", "a=2|b=1"),
      ("f() { a=1; }; unset -f f; f() { a=2; }; f", "a=2"),
      ("a=1; (a=2); b=$?", "a=1|b=0"), ("a=b&c=1", "c=1"), ("a=1 | b=2; c=3", "c=3"),
      ("a=1; return 0; b=2", "a=1"), ("eval \"a=1; b=\\$a\"", "a=1|b=1"), ("local x; a=$?", "a=2"),
      ("setvar a 'b c'", "a=b c"), ("a=1; unset a; b=${a-u}", "b=u"), ("true b=1 || c=2", ""),
      (". /d/x; b=2", "a=1|b=2"), ("[ -r /d/n ] && . /d/n; a=1", "a=1"), ("c=3 :", "c=3"),
      ("d=4 true", ""), ("! true || a=1", "a=1"), ("{ a=1; }", "a=1"),
    ] as [Row])
  func runs(row: Row) {
    #expect("\(Evaluation(row.text, files: ["/d/x": "a=1\nreturn\na=9"]))" == row.result)
  }

  @Test(
    "what needs a command is left to sh, when it is reached",
    arguments: [
      "a=$(x)", "a=`x`", "echo x", "a=1 b", "a=1 >f", "{ a=1; } >f", "trap x 0", "alias a=b",
      "read a <<E\nx\nE", ". x", "set -e", "export -p", "shift", "test x -nt y", "a=~root",
      "case x in [^y]) ;; esac", "a=${PATH}", "a=$LINENO",
      "while :; do :; done", "f() { f; }; f", "f() { :; }; unset -f f; f",
      "a=$((99999999999999999999))", "set -- \"$@${u}\"",
      "a=x; while :; do a=$a$a; done", "set x; while :; do set $1$1; done",
    ])
  func leaves(text: String) {
    let result = Evaluation("before=1\nif false; then\n\(text)\nfi\n\(text)")
    guard case .needsShell = result.outcome else {
      Issue.record("\(text): \(result)")
      return
    }
    #expect(result.values["before"] == [0x31])
  }

  @Test(
    "a thousand levels of nesting are evaluated",
    arguments: [
      ("if true; then ", "a=1", "; fi"), ("a=${u:-", "1", "}"), ("a=$((", "1", "))"),
      ("{ ", "a=1", "; }"), ("case x in x) ", "a=1", ";; esac"), ("f() { ", "a=1", "; }"),
    ] as [(String, String, String)])
  func nests(open: String, body: String, close: String) {
    func repeated(_ text: String) -> String { String(repeating: text, count: 1000) }
    let isWord = open.hasPrefix("a=")
    let text =
      isWord
      ? "a=" + repeated(String(open.dropFirst(2))) + body + repeated(close)
      : repeated(open) + body + repeated(close)
    #expect(Evaluation(text).outcome == .complete)
    #expect(Evaluation(text + "\nb=2").values["b"] == [0x32])
  }

  @Test("open brackets do not make a pattern slow", arguments: ["[a", "[[:a:]", "[x[:b:"])
  func openBrackets(text: String) {
    let word = String(repeating: text, count: 20_000)
    let outcome = Evaluation("case x in \(word)) ;; esac\na=1").outcome
    if case .stopped(let error) = outcome { Issue.record("\(error)") }
  }

  @Test("a word of 100,000 bytes is a value like any other")
  func longWord() {
    let word = String(repeating: "x", count: 100_000)
    #expect(Evaluation("a=\(word)y; b=${a%%x*}; c=${#a}").values["c"] == Array("100001".utf8))
  }
}
