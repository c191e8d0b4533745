import Guest
import Synchronization
import Testing

@Suite("SystemLog")
struct SystemLogTests {
  private final class Record: Sendable {
    let entries = Mutex<[String]>([])
  }

  @Test(
    "every line of a message is an entry, and nothing in it can look like another's",
    arguments: [
      ("one line", "hn0: done", ["error hn0: done"]),
      ("a final newline", "done\n", ["error done"]),
      ("two lines, one of them empty", "a\n\nb\r\nc", ["error a", "error b", "error c"]),
      ("a format", "100% %s %n", ["error 100% %s %n"]),
      ("control characters", "a\u{1b}[2Kb\u{0}c\u{7f}\td", ["error a?[2Kb?c??d"]),
      ("nothing", "", []),
    ])
  func lines(situation: String, message: String, entries: [String]) {
    let record = Record()
    let log = SystemLog { level, line in record.entries.withLock { $0.append("\(level) \(line)") } }
    log.write(.error, message)
    #expect(record.entries.withLock { $0 } == entries)
  }

  @Test("levels have syslog's numbers")
  func numbers() {
    let levels: [SystemLog.Level] = [.error, .warning, .notice, .info, .debug]
    #expect(levels.map(\.rawValue) == [3, 4, 5, 6, 7])
  }
}
