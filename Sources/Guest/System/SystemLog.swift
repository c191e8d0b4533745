import CSystem
import Failover

/// The log of the system, written with syslog(3) and the facility LOG_DAEMON.
package struct SystemLog: Sendable {
  /// The severity of a log entry. The raw values are the numbers of syslog(3).
  package enum Level: CInt, Sendable {
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
    case debug = 7
  }

  private let record: @Sendable (Level, String) -> Void

  /// Creates a log that calls `record` with the severity and the text of each line, instead of
  /// syslog(3).
  package init(recordingWith record: @escaping @Sendable (Level, String) -> Void) {
    self.record = record
  }

  /// Creates the log of the system. Its entries begin with `ident`, the name of the program, and
  /// the process id.
  ///
  /// Create one such log in a program: openlog(3) keeps the pointer to the name, so the copy of
  /// `ident` is never freed.
  package init(ident: String) {
    openlog(strdup(ident), LOG_PID, cs_log_daemon)
    self.init { level, line in
      cs_syslog(level.rawValue | cs_log_daemon, line)
    }
  }

  /// Logs each line of `message` as an entry. Control characters within a line become `?`, so that
  /// no text from outside can look like an entry of another program.
  package func write(_ level: Level, _ message: String) {
    for line in message.lines {
      let scalars = line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? "?" : $0 }
      record(level, String(String.UnicodeScalarView(scalars)))
    }
  }
}
