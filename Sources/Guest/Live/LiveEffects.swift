import CSystem
import Failover

extension LiveGuest {
  /// Carries out one change to the system, such as a command, a signal or a write to a file.
  /// Returns how its command ended; `.exit(0)` if it waits for no command, `.deadlinePassed` if it
  /// waits for the text of a file that does not come in time. Throws if a command cannot be
  /// started, if a system call fails, or if a signal stops this guest (`.interrupted`).
  package func perform(_ effect: Effect) throws(GuestError) -> CommandResult {
    try checkInterruption()
    // Prefetched answers are outdated after a change.
    discardPrefetched()
    cs_set_urgent(effect.isUrgent)
    switch effect {
    case .run(let command): return try run(command)
    case .prepare(let command):
      do throws(ProcessError) {
        try prepared.start(process(command, output: .captured), for: command)
      } catch {
        throw GuestError(error)
      }
    case .detach(let command): try start(command)
    case .waitUntil(let path, let text, let limit):
      return try wait(until: path, reads: text, atMost: limit)
    case .broadcast(let name): try broadcast(from: name)
    case .wait(let duration): try pause(duration)
    case .terminate(let client): try terminate(client)
    case .awaitExit(let client, let limit): try awaitExit(of: client, atMost: limit)
    case .write(let text, let path): try write(text, to: path)
    case .copyLease(let old, let new, let from, let to):
      try copyLease(at: old, to: new, of: from, as: to)
    case .makeFile(let path, let text): try make(path, text)
    }
    return CommandResult(.exit(0))
  }

  private func terminate(_ client: DHCPClient) throws(GuestError) {
    // No error if the client has exited meanwhile (ESRCH).
    guard kill(client.process, SIGTERM) != 0, errno != ESRCH else { return }
    throw GuestError(FileError("process \(client.process)", "kill", errno: errno))
  }

  /// Writes `text` to the file at `path` of sysfs or procfs in one write(2), without creating or
  /// truncating the file. Throws if a system call fails.
  private func write(_ text: String, to path: String) throws(GuestError) {
    do throws(SystemCallError) {
      let file = try Files.openFile(path, O_WRONLY)
      try writeAll(Array(text.utf8), to: file.number)
    } catch {
      throw .callFailed(
        call: "write '\(text)'", subject: path, reason: String(cString: strerror(error.errno)))
    }
  }

  private func copyLease(
    at old: String, to new: String, of from: InterfaceName, as to: InterfaceName
  ) throws(GuestError) {
    guard let lease = try contents(of: old) else { return }
    do throws(FileError) {
      try Files.write(leases(lease, of: from, as: to), to: new)
    } catch {
      throw GuestError(error)
    }
  }

  /// Writes the bytes `text` to the file at `path`, and creates its folder if it does not exist.
  /// Only root may read the file, since the configuration of a DHCP client may contain a key.
  /// Throws if a system call fails.
  private func make(_ path: String, _ text: [UInt8]) throws(GuestError) {
    do throws(FileError) {
      if let folder = path.folderPart { try Files.makeFolder(folder) }
      try Files.write(text, to: path)
    } catch {
      throw GuestError(error)
    }
  }

  /// Sends one empty UDP datagram to 255.255.255.255 from the interface, which may have no address.
  /// The datagram goes to the discard port 9 (RFC 863), where no program answers. Throws if a
  /// system call fails.
  private func broadcast(from name: InterfaceName) throws(GuestError) {
    do throws(SystemCallError) {
      try sendBroadcast(from: name.text, port: 9)
    } catch {
      throw GuestError(FileError(name.text, error))
    }
  }

  /// Waits until the file at `path` has the text `text`, at most `limit`. Returns `.exit(0)`, or
  /// after `limit` `.deadlinePassed`, which counts as a failure with the status 124 of timeout(1).
  /// Throws if the file cannot be read, or if a signal stops this guest (`.interrupted`).
  private func wait(
    until path: String, reads text: String, atMost limit: Duration
  ) throws(GuestError) -> CommandResult {
    let end = monotonicTime() + limit
    while try line(of: path) != text {
      guard monotonicTime() < end else { return CommandResult(.deadlinePassed(0)) }
      // sysfs does not signal changes to poll(2).
      try pause(.milliseconds(1))
    }
    return CommandResult(.exit(0))
  }

  /// Waits for `duration`. If this guest comes from `interruptible()`, throws `.interrupted` as
  /// soon as this program gets SIGTERM, SIGINT or SIGHUP.
  func pause(_ duration: Duration) throws(GuestError) {
    guard isInterruptible else { return sleep(duration) }
    if Interruption.isReadable(within: duration) { throw .interrupted }
  }
}

extension Effect {
  /// True if this program makes the change with high priority: a write to a file in /sys or
  /// /proc/sys. While the write that adds a VF to a bond is running, the VF already gets the
  /// packets, and the bond does not answer yet.
  fileprivate var isUrgent: Bool {
    switch self {
    case .write(_, let path): path.hasPrefix("/sys/") || path.hasPrefix("/proc/sys/")
    default: false
    }
  }
}

/// Returns the contents of a lease file, `bytes`, with the interface name `new` in place of `old`
/// where `old` is a whole word: `interface "eth0";` becomes `interface "bond0";`.
func leases(_ bytes: [UInt8], of old: InterfaceName, as new: InterfaceName) -> [UInt8] {
  let isWord = { (byte: UInt8) in !" \t\n\";=".utf8.contains(byte) }
  let old = Array(old.text.utf8)
  var result: [UInt8] = []
  var word: [UInt8] = []
  let finish = {
    result += word == old ? Array(new.text.utf8) : word
    word = []
  }
  for byte in bytes {
    if isWord(byte) {
      word.append(byte)
    } else {
      finish()
      result.append(byte)
    }
  }
  finish()
  return result
}

/// Sleeps for the whole `duration`, even if signals arrive (nanosleep(2)).
private func sleep(_ duration: Duration) {
  let (seconds, fraction) = duration.components
  var wanted = timespec(tv_sec: Int(seconds), tv_nsec: Int(fraction / 1_000_000_000))
  var left = timespec()
  while nanosleep(&wanted, &left) != 0, errno == EINTR { wanted = left }
}
