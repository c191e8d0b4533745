import Failover
import Guest

extension Verb {
  /// The verb `watch [--json] [--no-shell]`: prints a line for each change of a pair when it
  /// happens. Does not need root. `words` are the words after `watch`. Returns exit status 0 when
  /// the output is closed. Throws if the pairs cannot be observed.
  func watch(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    guard given.operands.isEmpty else {
      throw .usage(.argumentCount(given.operands.count, expected: 0))
    }
    let asJSON = given.has("--json")
    let look = try StatusReport.observer(mayUseShell: !given.has("--no-shell")) {
      console.report(.warning, $0)
    }
    // Before the first observation, so that no event is missed.
    let events = try heard { () throws(FileError) in try LinkEvents() }
    let watch = Watch(
      look: look,
      wait: { limit throws(Failure) in
        try heard { () throws(FileError) in try events.wait(atMost: limit) }
      },
      now: millisecondsSince1970,
      tell: { change, time in
        let line = Watch.line(of: change, at: time, asJSON: asJSON)
        return (try? StandardStream.output.write(line)) != nil
      })
    try watch.run()
    return ExitCode.success
  }
}

/// Returns the result of `body`, which waits for kernel events. If it throws an error, throws that
/// error as `Failure.guest`.
private func heard<Value>(_ body: () throws(FileError) -> Value) throws(Failure) -> Value {
  do throws(FileError) {
    return try body()
  } catch {
    throw .guest(GuestError(error))
  }
}
