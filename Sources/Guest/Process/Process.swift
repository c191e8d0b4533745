import CSystem
import Failover

/// A child process: started, given its input, and awaited, with its output captured.
///
/// Only this class starts other programs. Its names are those of Foundation's Process where the
/// meaning is the same. Foundation would add 50 MB to each program, and waits forever if a command
/// leaves a daemon behind, as dhclient does.
package final class Process {
  /// The absolute path of the program to run.
  package let executable: String
  /// The arguments of the command, without the program's name.
  package var arguments: [String]
  /// The whole environment of the command, which inherits no variable from this program.
  package var environment = Environment()
  /// The standard input of the command.
  package var standardInput = Input.nothing
  /// The destination of the standard output of the command.
  package var output = Output.captured
  /// The destination of the standard error of the command.
  package var errorOutput = Output.captured
  /// True to give the command a descriptor 3 (`>&3` in sh). What the command writes to it is in
  /// `ProcessResult.descriptor3`.
  package var capturesDescriptor3 = false
  /// True to run the command in its own session, which gets no signals from the terminal of this
  /// program (setsid(2)). No effect on FreeBSD, which cannot start a process in a new session;
  /// there, callers run the command through daemon(8).
  package var leadsSession = false
  /// The time that the command may take; nil for no limit. When the time has passed, the command
  /// and the processes that it started get SIGTERM, and two seconds later SIGKILL.
  ///
  /// With a deadline or `endsOnInterruption` the command leads its own process group, so that a
  /// signal from this program reaches all of these processes, and Ctrl-C on a terminal reaches
  /// none. Otherwise the command stays in the process group of this program. A daemon has its own
  /// session and survives in both cases.
  package var deadline: Duration?
  /// True to end the command when this program gets SIGTERM, SIGINT or SIGHUP (see `Interruption`).
  /// The command gets SIGTERM then, and two seconds later SIGKILL.
  package var endsOnInterruption = false

  /// The process id of the command; nil before `run()`.
  package private(set) var processIdentifier: Int32?
  private var supervision: ProcessSupervision?
  private(set) var result: ProcessResult?

  /// Creates the process of a command, and does not start it. `executable` must be an absolute
  /// path; otherwise `run()` throws.
  package init(_ executable: String, _ arguments: [String] = []) {
    self.executable = executable
    self.arguments = arguments
  }

  /// Runs a command to its end and returns its result. An exit status other than 0 is no error.
  /// Throws if the command cannot be started or awaited.
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

  /// Starts the command, and does not wait for it. Throws if the command cannot be started, and
  /// `.calledInWrongOrder` at a second call.
  package func run() throws(ProcessError) {
    guard processIdentifier == nil else { throw .calledInWrongOrder(executable) }
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

  /// Makes `deadline` count from now instead of from `run()`. For a command that was started early
  /// and gets its input only in `waitUntilExit()`. Does nothing before `run()`.
  package func restartDeadline() {
    supervision?.begin(endingAt: deadline.map { monotonicTime() + $0 })
  }

  /// Kills the command (SIGKILL), and its whole process group if it leads one. `waitUntilExit()`
  /// then returns soon. Does nothing before `run()`.
  package func endAtOnce() { supervision?.endAtOnce() }

  /// Sends the command its input, reads its output, waits for its end and returns its result. Later
  /// calls return the same result. Throws `.calledInWrongOrder` before `run()`, and `.failed` if a
  /// system call fails.
  @discardableResult
  package func waitUntilExit() throws(ProcessError) -> ProcessResult {
    if let result { return result }
    // Moved, not copied: a copy would keep the pipes open.
    guard var supervision = supervision.take() else { throw .calledInWrongOrder(executable) }
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
  /// Returns the environment as `NAME=value` texts. Throws if the executable is not an absolute
  /// path, or if execve(2) would truncate or misread a text: a NUL in the environment or in an
  /// argument, an empty name, a `=` in a name.
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
    // ENOENT is also the error for a script that exists, but whose interpreter does not.
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
  /// Makes `spawn`, the settings with which a child is started, give the child this descriptor.
  fileprivate func add(to spawn: inout cs_spawn) {
    switch source {
    case .null: posix_spawn_file_actions_addopen(&spawn.actions, number, "/dev/null", O_RDWR, 0)
    case .pipe(let end): posix_spawn_file_actions_adddup2(&spawn.actions, end.number, number)
    }
  }
}

extension Process {
  /// Sets in `spawn` that the child has the default action for every signal and blocks none: devd
  /// or `nohup` may have ignored or blocked some in this process. Also gives the child its own
  /// process group or session if `deadline`, `endsOnInterruption` or `leadsSession` asks for that.
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
