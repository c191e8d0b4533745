import CSystem

/// The system's log, by syslog(3), under the facility daemon.
package struct SystemLog: Sendable {
  /// How much an entry matters, with syslog(3)'s numbers.
  package enum Level: CInt, Sendable {
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
    case debug = 7
  }

  private let record: @Sendable (Level, String) -> Void

  /// A log whose entries go to `record`, one call a line.
  package init(recordingWith record: @escaping @Sendable (Level, String) -> Void) {
    self.record = record
  }

  /// The guest's log; entries begin with `ident` and the process id.
  ///
  /// `ident` is kept for ever, since openlog(3) keeps the pointer: to be called once in a program.
  package init(ident: String) {
    openlog(strdup(ident), LOG_PID, cs_log_daemon)
    self.init { level, line in
      cs_syslog(level.rawValue | cs_log_daemon, line)
    }
  }

  /// Records `message`, each line of it as an entry; other control characters become `?`.
  ///
  /// So no text from outside can look like an entry of another program.
  package func write(_ level: Level, _ message: String) {
    for line in message.split(whereSeparator: { $0.isNewline }) {
      let scalars = line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? "?" : $0 }
      record(level, String(String.UnicodeScalarView(scalars)))
    }
  }
}
