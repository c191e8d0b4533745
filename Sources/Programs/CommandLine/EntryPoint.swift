import Failover
import Guest
import Platforms
import RCConf

/// The words of a command line, as C's `main` gets them.
public typealias Arguments = UnsafePointer<UnsafeMutablePointer<CChar>?>

/// From the command line to the exit status: called by the function that C's `main` calls.
package enum Main {
  /// Runs the program by whose name the process was called, which is the first of `arguments`;
  /// hyperv_vfup under any other name. Returns the exit status. `requests` make it an override that
  /// asks for them; nil: it is no override by itself.
  package static func run(
    _ arguments: [String], configuring requests: [Takeover.BondRequest]? = nil
  ) -> Int32 {
    let program = arguments.first.flatMap { Program(rawValue: $0.lastPathComponent) } ?? .vfup
    // A file that got number 2 would get our messages.
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

  /// What is told of how the program is called, after a command line that it could not read.
  static func usage(
    of program: Program, _ arguments: [String], after fault: UsageError
  ) -> String {
    if fault == .verbMissing { return program.help }
    let verb = program == .vfctl ? arguments.dropFirst().first.flatMap { Verb(rawValue: $0) } : nil
    return verb?.usage ?? program.usage
  }

  /// The words of a command line; what is not UTF-8 becomes U+FFFD.
  package static func words(_ words: Arguments, _ count: CInt) -> [String] {
    OwnProcess.words(of: words, count: count)
  }

  /// What a command line of `program` comes to: the exit status.
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

  /// The pipeline on this guest.
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

  /// The platform of this guest, or the one that the environment names.
  static func platform() throws(Failure) -> any Platform {
    let name = OwnProcess.variable(ChildEnvironment.platform)
    guard let platform = currentPlatform(named: name) else {
      throw .unsupported("\(ChildEnvironment.platform)=\(name ?? ""): must be freebsd or linux")
    }
    return platform
  }
}
