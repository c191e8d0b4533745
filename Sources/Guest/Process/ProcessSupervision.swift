import CSystem
import Failover

/// Accompanies a running child: sends its input, reads its output, ends it at its deadline or on
/// request, and waits for its end.
struct ProcessSupervision {
  /// The time between SIGTERM at the deadline of the child, and SIGKILL.
  static let grace = Duration.seconds(2)

  let child: pid_t
  private(set) var pipes: ProcessPipes
  /// The time at which the child gets the next signal, on the clock of `monotonicTime`: SIGTERM at
  /// its deadline, SIGKILL after the grace period. After SIGKILL: the time at which waiting ends.
  /// Nil for never.
  private var limit: Duration?
  /// The descriptor that becomes readable when this program gets a signal to stop, so that the
  /// child is to be ended; -1 for none.
  private var interruption: CInt
  /// The last signal that this program sent to end the child, SIGTERM or SIGKILL; nil if none was
  /// sent.
  private var sent: CInt?

  /// Accompanies `child`, which is connected to `pipes` and must lead its own process group if it
  /// has a deadline or can be interrupted. `limit` is its deadline on the clock of `monotonicTime`;
  /// nil for none. The child is ended when the descriptor `interruption` becomes readable; -1 for
  /// none.
  init(
    of child: pid_t, through pipes: ProcessPipes, endingAt limit: Duration?,
    interruptedBy interruption: CInt = -1
  ) {
    self.child = child
    self.pipes = pipes
    self.limit = limit
    self.interruption = interruption
  }

  /// Sets the deadline of the child to `limit`, a time on the clock of `monotonicTime`; nil for
  /// none.
  mutating func begin(endingAt limit: Duration?) { self.limit = limit }

  /// Sends SIGKILL to the process group of the child, or to the child alone if it leads no group.
  /// Does not wait for its end.
  mutating func endAtOnce() {
    sent = SIGKILL
    limit = monotonicTime() + Self.grace
    send(SIGKILL)
  }

  /// Waits for the end of the child, and not for its pipes, which a daemon may hold open. Meanwhile
  /// sends the input, reads the output, and ends the child at its deadline. Returns how the child
  /// ended: `.deadlinePassed` if this program sent a signal to end it. Throws if a system call
  /// fails.
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

  /// Makes the deadline of the child pass now, because this program got a signal to stop. Does
  /// nothing if the child is already being ended.
  private mutating func interrupt() {
    // The descriptor stays readable and would wake poll again and again.
    interruption = -1
    if sent == nil { limit = .zero }
  }

  /// Returns how the child ended, and reaps it; nil if it still runs. Returns `.deadlinePassed` if
  /// this program sent a signal to end it. Throws if a system call fails.
  private func ended() throws(SystemCallError) -> Termination? {
    guard let sent else {
      return try reap(WNOHANG)
    }
    guard try checking("waitid", { cs_has_ended(child) }) == 1 else { return nil }
    // The other processes in the group of the child end as well. Signal them before the child is
    // reaped, since its id could be reused then.
    send(SIGKILL)
    _ = try reap(0)
    return .deadlinePassed(sent)
  }

  private func reap(_ options: CInt) throws(SystemCallError) -> Termination? {
    var status: CInt = 0
    let pid = try checking("waitpid") { waitpid(child, &status, options) }
    return pid == 0 ? nil : Termination(waitStatus: status)
  }

  /// Sends the next signal, SIGTERM and then SIGKILL, to the process group of the child, or to the
  /// child alone if it leads no group. Returns false, and sends nothing, if SIGKILL was sent
  /// already.
  ///
  /// A process that hangs in the kernel survives SIGKILL. This program does not wait for such a
  /// process, since its own caller, such as devd, waits for this program.
  private mutating func escalate() -> Bool {
    guard sent != SIGKILL else { return false }
    let next = sent == nil ? SIGTERM : SIGKILL
    send(next)
    sent = next
    limit = monotonicTime() + Self.grace
    return true
  }

  /// Sends `signal` to the process group of the child, or to the child alone if it leads no group.
  /// Ignores any failure.
  private func send(_ signal: CInt) {
    if kill(-child, signal) == -1 { kill(child, signal) }
  }
}
