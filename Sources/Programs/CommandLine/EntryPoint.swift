import Failover
import Guest
import Platforms
import RCConf

/// The type of `argv`, the arguments of C's `main`.
public typealias Arguments = UnsafePointer<UnsafeMutablePointer<CChar>?>

/// The entry point of the programs, called by C's `main`.
package enum Main {
  /// Runs the program whose name is the last part of `arguments[0]`, or hyperv_vfup if no program
  /// has that name. Prints an error if the program fails. Returns the exit status.
  ///
  /// If `requests` is not nil, this process is an override in Swift, and the requests say how its
  /// bond is configured. Nil for the programs themselves.
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

  /// The text to print after the error `fault` in a command line: the usage of the verb in
  /// `arguments`, or of `program` if there is no verb. If hyperv_vfctl lacks its verb, the whole
  /// help.
  static func usage(
    of program: Program, _ arguments: [String], after fault: UsageError
  ) -> String {
    if fault == .verbMissing { return program.help }
    let verb = program == .vfctl ? arguments.dropFirst().first.flatMap { Verb(rawValue: $0) } : nil
    return verb?.usage ?? program.usage
  }

  /// The arguments of C's `main` as strings: `words` is `argv`, and `count` is `argc`. Bytes that
  /// are not UTF-8 become U+FFFD.
  package static func words(_ words: Arguments, _ count: CInt) -> [String] {
    OwnProcess.words(of: words, count: count)
  }

  /// Runs `program` and returns its exit status. `arguments[0]` is the name by which the program
  /// was called, and the others are the options and operands. `requests` say how an override in
  /// Swift configures its bond; nil for the programs themselves. Throws if the program could not do
  /// its work.
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

  /// A pipeline that works on the running system. Throws `.notRoot` if the user is not root, except
  /// for a dry run. Throws `.unsupported` if the environment names an unknown platform.
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

  /// The platform that the environment variable HYPERV_VF_PLATFORM names, `freebsd` or `linux`; if
  /// the variable is not set, that of the running system. Throws for another name.
  static func platform() throws(Failure) -> any Platform {
    let name = OwnProcess.variable(ChildEnvironment.platform)
    guard let platform = currentPlatform(named: name) else {
      throw .unsupported(.unknownPlatform("\(ChildEnvironment.platform)=\(name ?? "")"))
    }
    return platform
  }
}
