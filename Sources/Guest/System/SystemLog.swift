import CSystem
import Failover

/// The log of the system, written with syslog(3) and the facility LOG_DAEMON.
package struct SystemLog: Sendable {
  /// The severity of an entry, with the numbers of syslog(3).
  package enum Level: CInt, Sendable {
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
    case debug = 7
  }

  private let record: @Sendable (Level, String) -> Void

  /// A log that calls `record` with the level and the text of each line.
  package init(recordingWith record: @escaping @Sendable (Level, String) -> Void) {
    self.record = record
  }

  /// The system's log. Entries begin with `ident` and the process id.
  ///
  /// Create one such log in a program: openlog(3) keeps the pointer, so a copy of `ident` is never
  /// freed.
  package init(ident: String) {
    openlog(strdup(ident), LOG_PID, cs_log_daemon)
    self.init { level, line in
      cs_syslog(level.rawValue | cs_log_daemon, line)
    }
  }

  /// Logs each line of `message` as an entry. Other control characters become `?`, so that no text
  /// from outside can look like an entry of another program.
  package func write(_ level: Level, _ message: String) {
    for line in message.lines {
      let scalars = line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? "?" : $0 }
      record(level, String(String.UnicodeScalarView(scalars)))
    }
  }
}
