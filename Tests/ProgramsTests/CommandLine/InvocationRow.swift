import Failover
import Programs
import Testing

/// A command line, and what it asks for or what is wrong with it.
struct InvocationRow: CustomTestStringConvertible, Sendable {
  /// What is special about it.
  var testDescription: String
  /// The program.
  var program: Program
  /// The name by which it is called; nil: its own.
  var name: String?
  /// The words behind it.
  var words: [String]
  /// What comes out.
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

  /// What `Invocation.parse` makes of it.
  var parsed: Result<Invocation, UsageError> {
    Result { () throws(UsageError) in
      try Invocation.parse(
        words, as: program, named: name ?? program.rawValue, at: "/opt/\(program.rawValue)")
    }
  }
}

extension Result<Invocation, UsageError> {
  /// hyperv_vfup for `name`.
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

  /// hyperv_vfattach for `name`.
  static func attach(
    _ name: String, _ stage: Failover.Attachment.Stage, _ options: RunOptions = RunOptions()
  ) -> Self {
    guard let interface = InterfaceName(name) else { return .failure(.notAnInterface(name)) }
    return .success(.attach(interface, stage, options))
  }
}

extension RunOptions {
  /// These options.
  static func those(dry: Bool = false, verbose: Bool = false, noShell: Bool = false) -> RunOptions {
    var options = RunOptions()
    options.isDryRun = dry
    options.isVerbose = verbose
    options.avoidsShell = noShell
    return options
  }
}
