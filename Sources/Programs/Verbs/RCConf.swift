import RCConf

/// The verb `hyperv_vfctl rcconf [--json] [--no-shell] FILE...`, which prints the variables that
/// the files set, each with its file and line.
package struct RCConfVerb {
  /// True if the output is JSON (`--json`). sh is not run then.
  package var printsJSON = false
  /// True if sh must not be run (`--no-shell`). The verb then fails if only sh can evaluate the
  /// files.
  package var usesNoShell = false
  /// The paths of the files, which are evaluated in this order.
  package var files: [String] = []

  /// The verb with the options and files in `arguments`.
  init(_ arguments: VerbArguments) {
    printsJSON = arguments.has("--json")
    usesNoShell = arguments.has("--no-shell")
    files = arguments.operands
  }

  /// The result of evaluating the files.
  package struct Evaluation: Equatable, Sendable {
    /// How the evaluation ended: at the end of the files, at an error, or because only sh can go
    /// on.
    package var outcome: Outcome
    /// The variables that were set until the evaluation ended.
    package var variables: Variables

    /// The result of an evaluation that ended with `outcome`, and set `variables` until then.
    package init(outcome: Outcome, variables: Variables) {
      self.outcome = outcome
      self.variables = variables
    }
  }

  /// Evaluates the files in order, without sh. Ends early at an error, or if only sh can go on.
  /// `access` reads the files, `environment` are the environment variables with their values.
  /// `localbase` returns the output of `sysctl -n user.localbase`; nil if the command fails.
  package func evaluate(
    through access: FileAccess, localbase: @escaping () -> [UInt8]?,
    environment: [(String, [UInt8])]
  ) -> Evaluation {
    let evaluator = Evaluator(files: access, localbase: localbase, environment: environment)
    for file in files {
      let outcome = evaluator.source(file)
      if outcome != .complete {
        return Evaluation(outcome: outcome, variables: evaluator.variables)
      }
    }
    return Evaluation(outcome: .complete, variables: evaluator.variables)
  }
}

extension RCConfVerb.Evaluation {
  /// The exit status: 0 if the evaluation was complete, 78 if it stopped at an error, 3 if only sh
  /// can evaluate the files.
  package var exitStatus: Int32 {
    switch outcome {
    case .complete: 0
    case .stopped: 78
    case .needsShell: 3
    }
  }

  /// The output as text: lines `name='value' # file:line`, sorted by name. sh can read the values
  /// back.
  package var text: [UInt8] {
    let sorted = variables.sorted
    var bytes: [UInt8] = []
    bytes.reserveCapacity(sorted.count * 64)
    for variable in sorted {
      bytes += variable.name.utf8
      bytes.append(UInt8(ascii: "="))
      RCConfVerb.quote(variable.bytes, into: &bytes)
      bytes += "  # ".utf8
      for byte in variable.location.utf8 { bytes.append(byte == 0x0A ? 0x20 : byte) }
      bytes.append(0x0A)
    }
    return bytes
  }

  /// The output as JSON: an object with the status, and the variables, in base64 if they are not
  /// UTF-8. If the evaluation ended early, also the file, the line and the reason.
  package var json: [UInt8] {
    var json = JSONText()
    json.raw("{\"status\": ")
    switch outcome {
    case .complete: json.raw("\"ok\"")
    case .stopped: json.raw("\"error\"")
    case .needsShell: json.raw("\"shell\"")
    }
    let isText: (Variable) -> Bool = { String(validating: $0.bytes, as: UTF8.self) != nil }
    let sorted = variables.sorted
    json.raw(",\n\"variables\": {")
    write(sorted.filter(isText).map { ($0.name, $0.bytes) }, to: &json)
    let others = sorted.filter { !isText($0) }
    if !others.isEmpty {
      json.raw("},\n\"variables_base64\": {")
      write(others.map { ($0.name, JSONText.base64($0.bytes)) }, to: &json)
    }
    json.raw("}")
    switch outcome {
    case .complete: break
    case .stopped(let error): writeEnd(error.location, error.reason.text, to: &json)
    case .needsShell(let reason): writeEnd(reason.location, reason.construct.text, to: &json)
    }
    json.raw("}\n")
    return json.bytes
  }

  private func write(_ values: [(name: String, value: [UInt8])], to json: inout JSONText) {
    for (index, entry) in values.enumerated() {
      json.raw(index == 0 ? "\n" : ",\n")
      json.string(entry.name.utf8)
      json.raw(": ")
      json.string(entry.value)
    }
  }

  private func writeEnd(_ place: SourceLocation, _ message: String, to json: inout JSONText) {
    json.raw(",\n\"file\": ")
    json.string(place.file.utf8)
    if let line = place.line { json.raw(",\n\"line\": \(line)") }
    json.raw(",\n\"message\": ")
    json.string(message.utf8)
  }
}

extension RCConfVerb {
  /// Adds `value` to `text` in single quotes, so that sh reads it back unchanged.
  fileprivate static func quote(_ value: [UInt8], into text: inout [UInt8]) {
    let mark = UInt8(ascii: "'")
    text.append(mark)
    for byte in value {
      if byte == mark { text += #"'\''"#.utf8 } else { text.append(byte) }
    }
    text.append(mark)
  }
}
