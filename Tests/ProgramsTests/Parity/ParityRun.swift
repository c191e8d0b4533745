import Failover
import Guest
import Platforms
import RCConf
import TestSupport

@testable import Programs

/// A run of a program on a simulated FreeBSD, from the command line to the exit status.
struct ParityRun {
  /// The machine with all changes of the run.
  let guest: SimulatedFreeBSD
  /// The exit status.
  private(set) var exit: Int32 = -1
  /// The standard output.
  private(set) var output = ""
  /// The message of the failure; nil if the run succeeded.
  private(set) var failure: String?
  /// The other messages for the administrator.
  private(set) var messages: [String] = []
  /// A lock that the run acquired.
  struct Lock: Equatable {
    /// The path of the lock.
    var path: String
    /// The number of changes before it was acquired.
    var changesBefore: Int
  }

  /// The locks of the run, in order.
  private(set) var locks: [Lock] = []

  /// Runs `argv` on `guest`, with `options` before the arguments. With `isLocked`, another run
  /// holds the lock.
  init(
    _ argv: [String], options: [String] = [], on guest: SimulatedFreeBSD,
    at path: String? = nil, runningOverride: String? = nil, isLocked: Bool = false,
    retrying: Retry.Ticket? = nil,
    locksAtOnce: Bool = false
  ) throws {
    self.guest = guest
    let path = path ?? "\(Installation.base)/\(argv[0])"
    let program: Program = argv[0].hasPrefix(Program.vfattach.rawValue) ? .vfattach : .vfup
    let verb = argv[0] == "hyperv_vfctl" ? argv.dropFirst().first : nil
    let invocation =
      try verb == nil
      ? Invocation.parse(options + argv.dropFirst(), as: program, named: argv[0], at: path) : .help
    let notes = Notes(guest, isLocked: isLocked)
    let make = { (options: RunOptions) in
      var pipeline = Pipeline(
        program: program, platform: FreeBSD(), guest: guest,
        config: ConfigFiles(
          .simulated(guest.machine.files), withoutDefaults: FreeBSD().configFiles,
          localbase: { Self.localbase(on: guest) },
          shell: SimulatedShell(guest.machine.files).run),
        console: notes.console,
        installation: Installation(program: path, runningOverride: runningOverride),
        options: options, acquireLock: notes.acquireLock,
        stateFile: { .simulated(at: "\($1)/\($0).state", on: guest) })
      pipeline.retryFile = { .simulated(at: "\($1)/\($0).retry", on: guest) }
      pipeline.options.retrying = retrying
      if locksAtOnce { pipeline.tryAcquireLock = { _, _ in .acquired(nil) } }
      return pipeline
    }
    do throws(Failure) {
      switch invocation {
      case .attach(let interface, let stage, let options):
        exit = try make(options).attach(interface, stage)
      case .up(let request, let options): exit = try make(options).up(request)
      case .help, .version:
        guard let name = argv.last.flatMap(InterfaceName.init) else { return }
        if verb == "undo" { exit = try make(RunOptions()).undo(name) }
        let survey = try StatusReport(FreeBSD(), guest, Variables([]), nil)
        if verb == "resume", let pair = survey.state.pairs.first(where: { $0.has(name) }) {
          exit = try make(RunOptions()).resume(pair)
        }
      }
    } catch {
      exit = error.exitCode
      failure = error.text
    }
    output = notes.output
    messages = notes.messages
    locks = notes.locks
  }

  /// Runs the program of the case on its machine.
  init(_ parity: ParityCase, as mode: ParityMode, options: [String] = []) throws {
    let guest = SimulatedFreeBSD(mode.machine(of: parity), faults: parity.faults)
    try self.init(parity.argv, options: options, on: guest)
  }

  /// Returns the output of sysctl(8) for user.localbase; nil on the recorded machines, which are
  /// older.
  private static func localbase(on guest: SimulatedFreeBSD) -> [UInt8]? {
    guard guest.machine.release != nil, let question = FreeBSD().localbaseQuestion,
      let answer = try? guest.run(question), answer.termination.isSuccess
    else { return nil }
    return Array(answer.output.utf8)
  }

  /// The result of the run in the format of the recorded cases.
  var recording: ParityCase.Recording {
    ParityCase.Recording(
      exit: exit, stdout: output, effects: guest.effects,
      endedClients: guest.machine.endedClients, nics: guest.machine.nics,
      routes: guest.machine.leaseHasRoute ? guest.machine.routes : nil)
  }
}

/// The output and the locks of a run.
private final class Notes {
  var output = ""
  var messages: [String] = []
  var locks: [ParityRun.Lock] = []
  private let guest: SimulatedFreeBSD
  private let isLocked: Bool

  init(_ guest: SimulatedFreeBSD, isLocked: Bool) {
    self.guest = guest
    self.isLocked = isLocked
  }

  var console: Console {
    Console(
      write: { self.output += String(decoding: $0, as: UTF8.self) },
      report: { self.messages.append($1) })
  }

  func acquireLock(_ interface: InterfaceName, _ folder: String) throws(Failure) -> LockOutcome {
    locks.append(
      ParityRun.Lock(path: "\(folder)/\(interface)", changesBefore: guest.effects.count))
    if isLocked { throw .locked("\(folder)/\(interface)") }
    return .acquired(nil)
  }
}
