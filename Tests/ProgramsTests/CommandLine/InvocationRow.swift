import Failover
import Programs
import Testing

/// A command line, with the invocation or the error that it must result in.
struct InvocationRow: CustomTestStringConvertible, Sendable {
  /// The special feature of the row.
  var testDescription: String
  /// The program.
  var program: Program
  /// The name by which the program is called; nil for its own name.
  var name: String?
  /// The words after the name.
  var words: [String]
  /// The expected result.
  var result: Result<Invocation, UsageError>

  init(
    _ situation: String, _ program: Program, _ words: [String], named name: String? = nil,
    gives result: Result<Invocation, UsageError>
  ) {
    testDescription = "\(program.rawValue): \(situation)"
    self.program = program
    self.name = name
    self.words = words
    self.result = result
  }

  /// The result of `Invocation.parse`.
  var parsed: Result<Invocation, UsageError> {
    Result { () throws(UsageError) in
      try Invocation.parse(
        words, as: program, named: name ?? program.rawValue, at: "/opt/\(program.rawValue)")
    }
  }
}

extension Result<Invocation, UsageError> {
  /// Returns an invocation of hyperv_vfup for `name`.
  static func up(
    _ name: String, _ options: RunOptions = RunOptions(), joinsOnly: Bool = false,
    allowsOverride: Bool = true
  ) -> Self {
    guard let interface = InterfaceName(name) else { return .failure(.notAnInterface(name)) }
    var request = UpRequest(interface)
    request.scope = joinsOnly ? .joinOnly(then: []) : .whole
    request.allowsOverride = allowsOverride
    return .success(.up(request, options))
  }

  /// Returns an invocation of hyperv_vfattach for `name`.
  static func attach(
    _ name: String, _ stage: Failover.Attachment.Stage, _ options: RunOptions = RunOptions()
  ) -> Self {
    guard let interface = InterfaceName(name) else { return .failure(.notAnInterface(name)) }
    return .success(.attach(interface, stage, options))
  }
}

extension RunOptions {
  /// Returns these options.
  static func those(dry: Bool = false, verbose: Bool = false, noShell: Bool = false) -> RunOptions {
    var options = RunOptions()
    options.isDryRun = dry
    options.isVerbose = verbose
    options.avoidsShell = noShell
    return options
  }
}
