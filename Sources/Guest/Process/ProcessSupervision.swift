import CSystem
import Failover

/// A child from its start to its end.
struct ProcessSupervision {
  /// How long a command has between SIGTERM and SIGKILL.
  static let grace = Duration.seconds(2)

  let child: pid_t
  private(set) var pipes: ProcessPipes
  /// When something must be done about it, in `monotonicTime`; nil: never.
  private var limit: Duration?
  /// What makes it end at once when it becomes readable; -1: nothing does.
  private var interruption: CInt
  /// The last signal that it was sent because its time was over.
  private var sent: CInt?

  /// Follows `child`, which leads a process group of its own if it has a deadline.
  init(
    of child: pid_t, through pipes: ProcessPipes, endingAt limit: Duration?,
    interruptedBy interruption: CInt = -1
  ) {
    self.child = child
    self.pipes = pipes
    self.limit = limit
    self.interruption = interruption
  }

  /// Counts its time from now on.
  mutating func begin(endingAt limit: Duration?) { self.limit = limit }

  /// Ends it and what it started.
  mutating func endAtOnce() {
    sent = SIGKILL
    limit = monotonicTime() + Self.grace
    send(SIGKILL)
  }

  /// How the child ended; waits for that, not for its pipes to close: a daemon may hold them open.
  mutating func waitForEnd() throws(SystemCallError) -> Termination {
    let notice = try ExitNotice.descriptor()
    var mayHaveEnded = true
    while true {
      if mayHaveEnded, let termination = try ended() {
        try pipes.drain()
        return termination
      }
      let left = limit.map { $0 - monotonicTime() }
      if let left, left <= .zero {
        guard escalate() else { return .deadlinePassed(SIGKILL) }
      } else {
        let signs = try pipes.move(orUntil: [notice, interruption], waitingAtMost: left)
        mayHaveEnded = signs[0]
        if mayHaveEnded { ExitNotice.clear() }
        if signs[1] { interrupt() }
      }
    }
  }

  /// Somebody asked this program to stop: the child's time is over now.
  private mutating func interrupt() {
    // Readable for good: it would be seen again and again.
    interruption = -1
    if sent == nil { limit = .zero }
  }

  /// How the child ended, if it has; it is gone from the process table then.
  private func ended() throws(SystemCallError) -> Termination? {
    guard let sent else {
      return try reap(WNOHANG)
    }
    guard try checking("waitid", { cs_has_ended(child) }) == 1 else { return nil }
    // Whatever it started, and did not itself put into another session, goes with it. Before it
    // is reaped, since until then nobody else can have its number.
    send(SIGKILL)
    _ = try reap(0)
    return .deadlinePassed(sent)
  }

  private func reap(_ options: CInt) throws(SystemCallError) -> Termination? {
    var status: CInt = 0
    let pid = try checking("waitpid") { waitpid(child, &status, options) }
    return pid == 0 ? nil : Termination(waitStatus: status)
  }

  /// Sends the next signal to the child and what it started; false when there is none left.
  ///
  /// Even SIGKILL does not end a process that hangs in the kernel. It is then left to init, since
  /// whoever started us, devd for one, waits for us.
  private mutating func escalate() -> Bool {
    guard sent != SIGKILL else { return false }
    let next = sent == nil ? SIGTERM : SIGKILL
    send(next)
    sent = next
    limit = monotonicTime() + Self.grace
    return true
  }

  /// Sends a signal to its process group; without a time limit it has none of its own.
  private func send(_ signal: CInt) {
    if kill(-child, signal) == -1 { kill(child, signal) }
  }
}
