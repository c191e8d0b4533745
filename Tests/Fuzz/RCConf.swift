import RCConf

/// Evaluates arbitrary text and checks the properties that hold for any text (libFuzzer's entry).
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let text = Array(UnsafeBufferPointer(start: data, count: size))
  let first = evaluate(text)
  let second = evaluate(text)
  precondition(first.outcome == second.outcome, "two evaluations end differently")
  precondition(first.variables == second.variables, "two evaluations set different values")
  // The line of a variable must exist in the text.
  let lines = text.count { $0 == 0x0A } + 1
  for variable in first.variables.sorted {
    guard let line = variable.location.line else { preconditionFailure("a value without line") }
    precondition((1...lines).contains(line), "a value from a line that is not there")
    precondition(!variable.bytes.contains(0), "a NUL in a value")
  }
  checkReread(first.variables)
  return 0
}

private func evaluate(_ text: [UInt8]) -> (outcome: Outcome, variables: Variables) {
  let evaluator = Evaluator(files: .none, steps: 5_000)
  let outcome = evaluator.run(text, named: "input")
  return (outcome, evaluator.variables)
}

/// Checks that the text printed for sh results in the same values.
private func checkReread(_ variables: Variables) {
  // Reading OPTIND back is left to sh.
  let sorted = variables.sorted.filter { $0.name != "OPTIND" }
  var text: [UInt8] = []
  for variable in sorted {
    text += variable.name.utf8
    text += "='".utf8
    for byte in variable.bytes {
      if byte == 0x27 { text += #"'\''"#.utf8 } else { text.append(byte) }
    }
    text += "'  # \(variable.location)\n".utf8
  }
  let reread = evaluate(text)
  precondition(reread.outcome == .complete, "printed values do not read back")
  let values = reread.variables.sorted
  precondition(values.map { $0.name } == sorted.map { $0.name }, "other names read back")
  precondition(values.map { $0.bytes } == sorted.map { $0.bytes }, "other values read back")
}
