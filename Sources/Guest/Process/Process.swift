import CSystem
import Failover

/// A command: started, fed, listened to and awaited.
///
/// This is the only place that starts processes. It has Foundation's names where they mean the
/// same. Foundation itself would add 50 MB to each program, and waits for ever when the command
/// leaves a daemon behind, as dhclient does.
package final class Process {
  /// The absolute path of the file to run.
  package let executable: String
  /// The arguments, without the program's name.
  package var arguments: [String]
  /// The whole environment; nothing of ours is added.
  package var environment = Environment()
  /// What it reads.
  package var standardInput = Input.nothing
  /// Where its standard output goes.
  package var output = Output.captured
  /// Where its standard error goes.
  package var errorOutput = Output.captured
  /// Whether it gets a descriptor 3 whose text is in the result; else it has none.
  package var capturesDescriptor3 = false
  /// Whether it leads a session of its own, which no signal from our terminal reaches (setsid(2)).
  /// Not on FreeBSD, whose posix_spawn has no such flag: daemon(8) does it there.
  package var leadsSession = false
  /// How long it may take; after that SIGTERM, two seconds later SIGKILL, for it and what it
  /// started.
  ///
  /// With one, or with `endsOnInterruption`, the command leads a process group of its own, so that both can be reached.
  /// Ctrl-C on a terminal does not reach it then; it ends by itself or by the deadline. Without one
  /// it stays in our group and has the terminal as we have it. A daemon puts itself into a session
  /// of its own, and survives either way.
  package var deadline: Duration?
  /// Whether its time is over as soon as somebody asks this program to stop (`Interruption`).
  package var endsOnInterruption = false

  /// Its process id; nil before `run()`.
  package private(set) var processIdentifier: Int32?
  private var supervision: ProcessSupervision?
  private(set) var result: ProcessResult?

  /// A command that was not started yet.
  package init(_ executable: String, _ arguments: [String] = []) {
    self.executable = executable
    self.arguments = arguments
  }

  /// Runs a command to its end; a status other than 0 is no error.
  ///
  /// The parameters are the properties of the same names.
  package static func run(
    _ executable: String, _ arguments: [String] = [], environment: Environment = [:],
    standardInput: Input = .nothing, output: Output = .captured, errorOutput: Output = .captured,
    capturesDescriptor3: Bool = false, deadline: Duration? = nil
  ) throws(ProcessError) -> ProcessResult {
    let process = Process(executable, arguments)
    process.environment = environment
    process.standardInput = standardInput
    process.output = output
    process.errorOutput = errorOutput
    process.capturesDescriptor3 = capturesDescriptor3
    process.deadline = deadline
    try process.run()
    return try process.waitUntilExit()
  }

  /// Starts the command, once.
  package func run() throws(ProcessError) {
    guard processIdentifier == nil else { throw .calledOutOfTurn(executable) }
    let environment = try checkedEnvironment()
    do throws(SystemCallError) {
      _ = try ExitNotice.descriptor()
      var pipes = ProcessPipes()
      let descriptors = try connect(&pipes)
      let child = try spawn(with: descriptors, environment: environment)
      let end = deadline.map { monotonicTime() + $0 }
      processIdentifier = child
      supervision = ProcessSupervision(
        of: child, through: pipes, endingAt: end,
        interruptedBy: endsOnInterruption ? Interruption.descriptor : -1)
    } catch {
      throw explain(error)
    }
  }

  /// The deadline counts from now on: until now the command waited for its input, which it gets by
  /// `waitUntilExit()`.
  package func restartDeadline() {
    supervision?.begin(endingAt: deadline.map { monotonicTime() + $0 })
  }

  /// Ends the command and what it started, without asking it (SIGKILL). `waitUntilExit()` then waits no
  /// longer than for one whose time is over.
  package func endAtOnce() { supervision?.endAtOnce() }

  /// How the command ended and what was captured, once it has ended; later calls give the same.
  @discardableResult
  package func waitUntilExit() throws(ProcessError) -> ProcessResult {
    if let result { return result }
    // Moved, not copied: a second holder of the pipes would keep them open.
    guard var supervision = supervision.take() else { throw .calledOutOfTurn(executable) }
    do throws(SystemCallError) {
      let status = try ExitNotice.alone { () throws(SystemCallError) in
        try supervision.waitForEnd()
      }
      let pipes = supervision.pipes
      let result = ProcessResult(
        status: status, output: pipes.captured(1), errorOutput: pipes.captured(2),
        descriptor3: pipes.captured(3))
      self.result = result
      return result
    } catch {
      throw .failed(executable, error)
    }
  }
}

extension Process {
  /// `NAME=value` for each; what execve(2) would cut short or misread is refused, here and in the
  /// arguments.
  private func checkedEnvironment() throws(ProcessError) -> [String] {
    guard executable.hasPrefix("/") else { throw .notAbsolute(executable) }
    let variables = environment.variables
    for name in variables.map({ $0.name })
    where name.isEmpty || name.utf8.contains(UInt8(ascii: "=")) {
      throw .unusable(name, for: executable)
    }
    let settings = variables.map { "\($0.name)=\($0.value)" }
    for text in [executable] + arguments + settings where text.utf8.contains(0) {
      throw .unusable(text, for: executable)
    }
    return settings
  }

  private func explain(_ error: SystemCallError) -> ProcessError {
    switch error.errno {
    // A script whose interpreter is missing is there itself.
    case ENOENT where access(executable, F_OK) != 0: .notFound(executable)
    case EACCES: .notExecutable(executable)
    default: .failed(executable, error)
    }
  }

  private func spawn(
    with descriptors: [ChildDescriptor], environment: [String]
  ) throws(SystemCallError) -> pid_t {
    var spawn = cs_spawn()
    posix_spawn_file_actions_init(&spawn.actions)
    defer { posix_spawn_file_actions_destroy(&spawn.actions) }
    for descriptor in descriptors { descriptor.add(to: &spawn) }
    cs_spawn_close_from(&spawn, capturesDescriptor3 ? 4 : 3)
    posix_spawnattr_init(&spawn.attributes)
    defer { posix_spawnattr_destroy(&spawn.attributes) }
    setFlags(in: &spawn)
    var child: pid_t = 0
    let failure = withCStrings([executable] + arguments) { arguments in
      withCStrings(environment) { environment in
        posix_spawn(&child, executable, &spawn.actions, &spawn.attributes, arguments, environment)
      }
    }
    guard failure == 0 else { throw SystemCallError("posix_spawn", errno: failure) }
    return child
  }
}

extension ChildDescriptor {
  /// Has the child open it.
  fileprivate func add(to spawn: inout cs_spawn) {
    switch source {
    case .null: posix_spawn_file_actions_addopen(&spawn.actions, number, "/dev/null", O_RDWR, 0)
    case .pipe(let end): posix_spawn_file_actions_adddup2(&spawn.actions, end.number, number)
    }
  }
}

extension Process {
  /// No signal is blocked or ignored in the child, whatever our parent, a devd or a `nohup`, left us.
  private func setFlags(in spawn: inout cs_spawn) {
    var all = sigset_t()
    sigfillset(&all)
    sigdelset(&all, SIGKILL)
    sigdelset(&all, SIGSTOP)
    posix_spawnattr_setsigdefault(&spawn.attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&spawn.attributes, &none)
    var flags = Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
    if deadline != nil || endsOnInterruption { flags |= Int16(POSIX_SPAWN_SETPGROUP) }
    if leadsSession { flags |= cs_spawn_session() }
    posix_spawnattr_setflags(&spawn.attributes, flags)
  }
}
