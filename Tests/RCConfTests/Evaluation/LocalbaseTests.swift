import RCConf
import Testing

@Suite("The command of FreeBSD's defaults")
struct LocalbaseTests {
  /// Evaluates `text` with `answer` as the output of sysctl. Returns the result, and the number of
  /// calls of sysctl.
  private func evaluate(_ text: String, answer: String?) -> (result: String, asked: Int) {
    var asked = 0
    let result = Evaluation(Array(text.utf8)) {
      asked += 1
      return answer.map { Array($0.utf8) }
    }
    return ("\(result)", asked)
  }

  @Test(
    "it is answered as the default of _localbase, however it is written",
    arguments: [
      ": ${_localbase:=\"$(/sbin/sysctl -n user.localbase 2> /dev/null)\"}",
      ": ${_localbase:=$(/sbin/sysctl -n user.localbase 2> /dev/null)}",
      ": \"${_localbase:=$(/sbin/sysctl -n user.localbase 2> /dev/null)}\"",
      ": ${_localbase:=$(/sbin/sysctl -n user.localbase)}",
      ": ${_localbase:=\"$(/sbin/sysctl -n user.localbase 2>/dev/null)\"}",
      ": ${_localbase:=\"$( \t/sbin/sysctl  -n\tuser.localbase 2>  /dev/null )\"}",
      ": ${_localbase:=`/sbin/sysctl -n user.localbase 2> /dev/null`}",
      ": ${_localbase=\"$(/sbin/sysctl -n user.localbase 2> /dev/null)\"}",
      "f() { : ${_localbase:=$(/sbin/sysctl -n user.localbase)}; }; f",
      "eval ': ${_localbase:=$(/sbin/sysctl -n user.localbase)}'",
    ])
  func answered(text: String) {
    #expect(evaluate(text, answer: "/opt\n") == ("_localbase=/opt", 1))
    #expect(evaluate(text, answer: nil) == ("_localbase=/usr/local", 1))
  }

  private static let line = ": ${_localbase:=\"$(/sbin/sysctl -n user.localbase 2> /dev/null)\"}"

  @Test(
    "it is asked only where sh comes to it",
    arguments: [
      ("", "_localbase=/opt", 1), ("_localbase=\n", "_localbase=/opt", 1),
      ("_localbase=/x\n", "_localbase=/x", 0),
      ("_localbase=/x\nunset _localbase\n", "_localbase=/opt", 1),
      ("return\n", "", 0), ("false && ", "", 0),
      ("if false; then :; else :; fi; f() { :; }\n: || ", "", 0),
      ("\(line)\n", "_localbase=/opt", 1),
      ("b=)\n", " stopped: syntax(unexpected: \")\", expected: nil)", 0),
    ])
  func asked(before: String, result: String, asked: Int) {
    #expect(evaluate(before + Self.line, answer: "/opt\n") == (result, asked))
  }

  @Test(
    "the answer is what sh takes of the output",
    arguments: [
      ("/opt\n", "/opt"), ("/opt", "/opt"), ("/o\np\n\n", "/o\np"), ("\n", ""), ("", ""),
      ("/o  p\n", "/o  p"), ("/o\u{0}pt\n", "/opt"), ("*\n", "*"),
    ])
  func output(printed: String, value: String) {
    #expect(evaluate(Self.line, answer: printed) == ("_localbase=\(value)", 1))
    // The next line of the defaults replaces an empty value.
    let next = "\n: ${_localbase:=\"/usr/local\"}"
    let final = value.isEmpty ? "/usr/local" : value
    #expect(evaluate(Self.line + next, answer: printed) == ("_localbase=\(final)", 1))
    #expect(evaluate(Self.line + next, answer: nil) == ("_localbase=/usr/local", 1))
  }

  @Test(
    "any other command, and any other use, is sh's",
    arguments: [
      "${_localbase:=$(/sbin/sysctl -n user.localbase2)}",
      "${_localbase:=$(sysctl -n user.localbase)}",
      "${_localbase:=$(/sbin/sysctl user.localbase)}",
      "${_localbase:=$(/sbin/sysctl -n -q user.localbase)}",
      "${_localbase:=$(/sbin/sysctl -n user.localbase 2>/dev/zero)}",
      "${_localbase:=$(/sbin/sysctl -n user.localbase 2 >/dev/null)}",
      "${_localbase:=$(/sbin/sysctl -n user.localbase >/dev/null)}",
      "${_localbase:=$(/sbin/sysctl -n user.localbase 2>>/dev/null)}",
      "${_localbase:=$(/sbin/sysctl -n user.localbase2>/dev/null)}",
      "${_localbase:=$(/sbin/sysctl -n user.localbase; :)}",
      "${_localbase:=$(/sbin/sysctl -n user.localbase &)}",
      "${_localbase:=$(/sbin/sysctl\n-n user.localbase)}",
      "${_localbase:=$(! /sbin/sysctl -n user.localbase)}",
      "${_localbase:=$(/sbin/sysctl -n \"user.localbase\")}", "${_localbase:=$(id)}",
      "${_localbase:=$()}",
      "${_localbase:=/x$(/sbin/sysctl -n user.localbase)}",
      "${_localbase:=$(/sbin/sysctl -n user.localbase)/x}",
      "${_localbase:=${u:-$(/sbin/sysctl -n user.localbase)}}",
      "${_localbase:-$(/sbin/sysctl -n user.localbase)}",
      "${_localbase?$(/sbin/sysctl -n user.localbase)}",
      "${localbase:=$(/sbin/sysctl -n user.localbase)}", "$(/sbin/sysctl -n user.localbase)",
      "$((1$(/sbin/sysctl -n user.localbase)))",
    ])
  func others(word: String) {
    for text in [": \(word)", "a=\(word)", ": \"\(word)\""] {
      #expect(evaluate(text, answer: "/opt\n") == (" shell: commandSubstitution", 0), "\(text)")
    }
  }

  @Test("the command's status is known after it, and not before it ends")
  func status() {
    let line = Self.line
    #expect(evaluate("false\n\(line)\na=$?", answer: nil) == ("_localbase=/usr/local|a=0", 1))
    #expect(evaluate("\(line)${a:=$?}", answer: nil) == ("_localbase=/usr/local|a=0", 1))
    #expect(
      evaluate("false\n\(line)${a:=$?}", answer: nil)
        == ("_localbase=/usr/local shell: parameter(\"?\")", 1))
  }

  @Test("a readonly one stops, and its place is that of the line")
  func place() {
    #expect(
      evaluate("_localbase=\nreadonly _localbase\n\(Self.line)", answer: "/opt").result
        == "_localbase= stopped: readonly(name: \"_localbase\")")
    let evaluator = Evaluator(files: .none)
    _ = evaluator.run(Array("a=1\n\(Self.line)\nb=2\n".utf8), named: "/etc/defaults/rc.conf")
    #expect(
      evaluator.variables["_localbase"]?.location
        == SourceLocation(file: "/etc/defaults/rc.conf", line: 2))
  }
}
