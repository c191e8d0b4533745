import Failover
import Guest
import Platforms
import RCConf

/// What the executables' main.swift call: from the command line to the exit status.
package enum Main {
  /// Runs a program with this process's arguments, and ends the process: the one by whose name it was
  /// called, so that one image serves for all; `usual` under any other name. `requests` make it
  /// an override that asks for them; nil: it is no override by itself.
  package static func run(
    _ usual: Program, configuring requests: [Takeover.BondRequest]? = nil
  ) -> Never {
    let program = calledProgram ?? usual
    if program == .vfattach, FirstLook.isNoVF() { OwnProcess.end(ExitCode.success) }
    // A file that got number 2 would get our messages.
    try? StandardStream.occupyAll()
    let console = Console.live(for: program)
    do throws(Failure) {
      OwnProcess.end(
        try status(of: program, OwnProcess.arguments, configuring: requests, on: console))
    } catch {
      console.report(.error, error.text)
      if case .usage = error { console.report(.info, program.usage) }
      OwnProcess.end(error.exitCode)
    }
  }

  /// The program by whose name the process was called; nil where it is none's.
  private static var calledProgram: Program? {
    // One by one: an array of all costs more than the answer does.
    if OwnProcess.isCalled("hyperv_vfattach") { return .vfattach }
    if OwnProcess.isCalled("hyperv_vfup") { return .vfup }
    if OwnProcess.isCalled("hyperv_vfctl") { return .vfctl }
    return nil
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
    case .attach(let interface, let stage, let options):
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
      takeTurn: { name, folder throws(Failure) in try LockFolder.turn(for: name, in: folder) },
      stateFile: StateFile.live)
    pipeline.takeTurnAtOnce = { LockFolder.turnAtOnce(for: $0, in: $1) }
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
