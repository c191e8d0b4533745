import CSystem

/// Events of the kernel about network interfaces: added, removed, up, down, carrier, membership.
/// They come from rtnetlink(7) on Linux and route(4) on FreeBSD. Receiving them does not need root.
package struct LinkEvents {
  private let file: Descriptor

  /// Opens the socket that receives the events from now on. Throws if socket(2) or bind(2) fails.
  package init() throws(FileError) {
    file = Descriptor(owning: try Self.checked("socket") { cs_open_link_events() })
  }

  /// Waits until an interface changes, at most `limit`; nil for no limit. Returns true after one or
  /// more events, false if none came within `limit`. Throws if poll(2) or recv(2) fails.
  package func wait(atMost limit: Duration?) throws(FileError) -> Bool {
    let end = limit.map { monotonicTime() + $0 }
    while true {
      let rest = end.map { max(.zero, $0 - monotonicTime()) }
      var polled = pollfd(fd: file.number, events: Int16(POLLIN), revents: 0)
      let ready = try Self.checked("poll") { poll(&polled, 1, pollTimeout(rest)) }
      // The socket of FreeBSD also reports routes and addresses, which are skipped.
      if ready > 0, try Self.checked("recv", { cs_take_link_events(file.number) }) > 0 {
        return true
      }
      if rest == .zero { return false }
    }
  }

  private static func checked(_ name: String, _ call: () -> CInt) throws(FileError) -> CInt {
    do throws(SystemCallError) {
      return try checking(name, call)
    } catch {
      throw FileError("the kernel's events of links", error)
    }
  }
}

/// The current time of day, in milliseconds since 1970 (clock_gettime(2)).
package func millisecondsSince1970() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
}
