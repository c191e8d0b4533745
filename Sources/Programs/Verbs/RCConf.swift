import RCConf

/// `hyperv_vfctl rcconf [--json] [--no-shell] FILE...`: what the files set, and where.
package struct RCConfVerb {
  /// Print JSON, and never start sh.
  package var printsJSON = false
  /// Where sh would be needed, fail.
  package var usesNoShell = false
  /// The files, in order; one evaluation.
  package var files: [String] = []

  /// The request that these arguments make.
  init(_ arguments: VerbArguments) {
    printsJSON = arguments.has("--json")
    usesNoShell = arguments.has("--no-shell")
    files = arguments.operands
  }

  /// What the files came to.
  package struct Evaluation: Equatable, Sendable {
    /// How it ended.
    package var outcome: Outcome
    /// What was set up to there.
    package var variables: Variables

    /// A result, from here or from sh.
    package init(outcome: Outcome, variables: Variables) {
      self.outcome = outcome
      self.variables = variables
    }
  }

  /// Evaluates the files one after the other, without sh.
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
  /// 0 complete, 78 stopped, 3 sh is needed.
  package var exitStatus: Int32 {
    switch outcome {
    case .complete: 0
    case .stopped: 78
    case .needsShell: 3
    }
  }

  /// `name='value'  # file:line` a line, by name; sh reads the same values back.
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

  /// One JSON object: status, variables (those that are not UTF-8 in base64), and where and why
  /// it ended early.
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
  /// Adds `value` in single quotes, as sh reads it back.
  fileprivate static func quote(_ value: [UInt8], into text: inout [UInt8]) {
    let mark = UInt8(ascii: "'")
    text.append(mark)
    for byte in value {
      if byte == mark { text += #"'\''"#.utf8 } else { text.append(byte) }
    }
    text.append(mark)
  }
}
