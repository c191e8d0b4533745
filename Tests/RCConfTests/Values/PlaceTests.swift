import RCConf
import Testing

@Suite("Places and errors")
struct PlaceTests {
  @Test(
    "a value has the place of the assignment that won",
    arguments: [
      ("a=1\na=2\n", "rc.conf:2"), ("b=1 \\\na=2", "rc.conf:2"), ("b='\n\n'\na=1", "rc.conf:4"),
      ("a='\n\n'", "rc.conf:1"), ("f() {\n a=1\n}\nf", "rc.conf:2"), ("\n. /d/x", "/d/x:2"),
      ("\neval 'b=1\na=2'", "rc.conf:2"), ("\n: ${a=1}", "rc.conf:2"),
      ("\nfor a in 1 2; do\n:\ndone", "rc.conf:2"), ("\n\n: $((a=1))", "rc.conf:3"),
      ("a=1\nf() {\n local a\n a=2\n}\nf", "rc.conf:1"), ("\nexport a=1", "rc.conf:2"),
      (". /d/x\na=2", "rc.conf:2"), ("\nsetvar a 1", "rc.conf:2"),
    ] as [(String, String)])
  func places(text: String, place: String) {
    let evaluator = Evaluator(files: .fixed(["/d/x": "\na=1"]))
    #expect(evaluator.run(Array(text.utf8), named: "rc.conf") == .complete)
    #expect(evaluator.variables["a"]?.location.description == place)
  }

  @Test(
    "an error tells the line and what is wrong; what stood before it counts",
    arguments: [
      ("a=1\nb=)\n", 2, .syntax(unexpected: ")", expected: nil)),
      ("a=1\nb=(x)\n", 2, .syntax(unexpected: "x", expected: ")")),
      ("a=1\nfi", 2, .syntax(unexpected: "fi", expected: nil)),
      ("a=1\nif true; then\n:", 3, .syntax(unexpected: "end of file", expected: "fi")),
      ("a=1\nb='x\ny", 2, .unterminated("'")), ("a=1\nb=\"x\n", 2, .unterminated("\"")),
      ("a=1\nb=${c\n", 2, .unterminated("${")), ("a=1\nb=`x\n", 2, .unterminated("`")),
      ("a=1\nb=$((1\n", 2, .unterminated("$((")),
      ("readonly a=1\n\na=2", 3, .readonly(name: "a")),
      ("a=1\n. /no/file", 2, .cannotRead(path: "/no/file")), ("a=1\nexit 5", 2, .exit(status: 5)),
      ("a=1\nif false; then\nb=)\nfi", 3, .syntax(unexpected: ")", expected: "fi")),
      ("a=1; b=1\nc=1; d=)", 2, .syntax(unexpected: ")", expected: nil)),
    ] as [(String, Int, ConfigError.Reason)])
  func stops(text: String, line: Int, reason: ConfigError.Reason) {
    let result = Evaluation(text)
    guard case .stopped(let error) = result.outcome else {
      Issue.record("\(result)")
      return
    }
    #expect(error.reason == reason)
    #expect(error.location == SourceLocation(file: "rc.conf", line: line))
    #expect(result.values["a"] == [0x31])
    #expect(result.values["c"] == nil)
  }

  @Test("the environment is seen but is none of the text's variables")
  func environment() {
    let result = Evaluation(
      "a=$X\nb=~/x\nexport X", environment: [("X", [0x31]), ("HOME", Array("/h".utf8))])
    #expect("\(result)" == "a=1|b=/h/x")
  }

  @Test(
    "a value reads as what it means, or is refused",
    arguments: [
      ("YES", true), ("on", true), ("1", true), ("No", false), ("0", false), ("maybe", nil),
      ("", nil),
    ] as [(String, Bool?)])
  func yesNo(text: String, value: Bool?) {
    #expect(variable(text).yesNo == value)
  }

  @Test("seconds are whole, 0 to 65535, and empty is 0")
  func seconds() throws {
    #expect(try variable("").seconds() == .zero)
    #expect(try variable("30").seconds() == .seconds(30))
    #expect(try variable("65535").seconds() == .seconds(65535))
    for text in ["2s", "-1", "65536", "1.5", " 1", "+5"] {
      #expect(throws: ConfigError(.notSeconds(text), variable: "x", at: variable("").location)) {
        try variable(text).seconds()
      }
    }
  }

  @Test("words are split at blanks, tabs and newlines, and must be text")
  func words() throws {
    #expect(try variable(" a\tb \n c ").words() == ["a", "b", "c"])
    let invalid = Variable(name: "x", bytes: [0xFF], location: variable("").location)
    #expect(throws: ConfigError(.notUTF8, variable: "x", at: invalid.location)) {
      try invalid.words()
    }
  }

  private func variable(_ text: String) -> Variable {
    Variable(
      name: "x", bytes: Array(text.utf8), location: SourceLocation(file: "rc.conf", line: 1))
  }
}
