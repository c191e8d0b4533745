import Failover
import Guest
import Platforms
import RCConf

/// The arguments of C's `main`.
public typealias Arguments = UnsafePointer<UnsafeMutablePointer<CChar>?>

/// The entry point that the function for C's `main` calls.
package enum Main {
  /// Runs the program that `arguments[0]` names; hyperv_vfup for any other name. Returns the exit
  /// status. If `requests` is not nil, the program is an override in Swift, which configures its
  /// bond by these requests.
  package static func run(
    _ arguments: [String], configuring requests: [Takeover.BondRequest]? = nil
  ) -> Int32 {
    let program = arguments.first.flatMap { Program(rawValue: $0.lastPathComponent) } ?? .vfup
    // If the caller has closed descriptor 2, the next opened file would get that number, and our
    // error messages.
    try? StandardStream.occupyAll()
    let console = Console.live(for: program)
    do throws(Failure) {
      return try status(of: program, arguments, configuring: requests, on: console)
    } catch {
      console.report(.error, error.text)
      if case .usage(let fault) = error {
        console.report(.info, usage(of: program, arguments, after: fault))
      }
      return error.exitCode
    }
  }

  /// The usage to print after a wrong command line: that of the verb in `arguments`, or else that
  /// of `program`. If the verb is missing, the whole help.
  static func usage(
    of program: Program, _ arguments: [String], after fault: UsageError
  ) -> String {
    if fault == .verbMissing { return program.help }
    let verb = program == .vfctl ? arguments.dropFirst().first.flatMap { Verb(rawValue: $0) } : nil
    return verb?.usage ?? program.usage
  }

  /// The words of a command line of `count` words. Bytes that are not UTF-8 become U+FFFD.
  package static func words(_ words: Arguments, _ count: CInt) -> [String] {
    OwnProcess.words(of: words, count: count)
  }

  /// Runs a command line of `program` and returns the exit status. `arguments[0]` is the name by
  /// which the program was called. `requests` are those of an override in Swift; nil for the
  /// programs themselves.
  static func status(
    of program: Program, _ arguments: [String], configuring requests: [Takeover.BondRequest]?,
    on console: Console
  ) throws(Failure) -> Int32 {
    let called = arguments.first ?? program.rawValue
    let words = Array(arguments.dropFirst())
    if program == .vfctl { return try Verb.run(words, on: console) }
    let installation = Installation.live(calledAs: called)
    switch try invocation(words, program, called, installation) {
    case .help:
      console.print(program.help)
      return ExitCode.success
    case .version:
      console.print("\(program.rawValue) \(version)\n")
      return ExitCode.success
    case .attach(let interface, let stage, var options):
      options.retrying = OwnProcess.variable(Retry.variable).flatMap { Retry.Ticket($0) }
      return try pipeline(program, installation, options, console).attach(interface, stage)
    case .up(var request, let options):
      if let requests {
        request.scope = .joinOnly(then: requests)
        request.allowsOverride = false
      }
      return try pipeline(program, installation, options, console).up(request)
    }
  }

  private static func invocation(
    _ words: [String], _ program: Program, _ called: String, _ installation: Installation
  ) throws(Failure) -> Invocation {
    do throws(UsageError) {
      return try .parse(
        words, as: program, named: called.lastPathComponent, at: installation.program)
    } catch {
      throw .usage(error)
    }
  }

  /// The pipeline for the running system. Throws if the user is not root, except for a dry run.
  static func pipeline(
    _ program: Program, _ installation: Installation, _ options: RunOptions, _ console: Console
  ) throws(Failure) -> Pipeline {
    guard options.isDryRun || OwnProcess.isRoot else { throw .notRoot }
    let platform = try Self.platform()
    var pipeline = Pipeline(
      program: program, platform: platform,
      guest: LiveGuest(
        environment: { ChildEnvironment.standard }, commandTimeout: GeneralSettings().commandTimeout
      ),
      config: .live(on: platform, warn: { console.report(.warning, $0) }), console: console,
      installation: installation,
      options: options,
      acquireLock: { name, folder throws(Failure) in try LockFolder.acquire(for: name, in: folder)
      },
      stateFile: StateFile.live)
    pipeline.retryFile = StateFile.retry
    pipeline.tryAcquireLock = { LockFolder.tryAcquire(for: $0, in: $1) }
    let log = EventLog(in: platform.runFolder)
    pipeline.record = { try? log.record($0) }
    return pipeline
  }

  /// The platform of the running system, or the one that the environment names. Throws if the name
  /// is unknown.
  static func platform() throws(Failure) -> any Platform {
    let name = OwnProcess.variable(ChildEnvironment.platform)
    guard let platform = currentPlatform(named: name) else {
      throw .unsupported(.unknownPlatform("\(ChildEnvironment.platform)=\(name ?? "")"))
    }
    return platform
  }
}
