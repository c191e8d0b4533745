import Failover
import TestSupport
import Testing

@testable import Guest

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("The file of events")
struct EventLogTests {
  private let event = History.Event(.joined, of: sure(InterfaceName("hn0")), at: 1_700_000_000)

  @Test("events are read back; before the first one there is none")
  func recordsAndReads() throws {
    let folder = TemporaryFolder()
    let log = EventLog(in: folder.path + "/hyperv_vf")
    #expect(try log.history() == History())
    try log.record(event)
    try log.record(event)
    #expect(try log.history().events.map(\.changes) == [1, 2])
    let facts = try Files.facts(folder.path + "/hyperv_vf")
    #expect(facts.mode == 0o700)
  }

  @Test("a folder that others may write, or a link to one, is not used")
  func refuses() throws {
    let folder = TemporaryFolder()
    try Files.makeFolder(folder.path + "/real")
    chmod(folder.path + "/real", 0o777)
    symlink(folder.path + "/real", folder.path + "/link")
    for name in ["real", "link"] {
      #expect(throws: FileError.self) {
        try EventLog(in: "\(folder.path)/\(name)").record(event)
      }
    }
    #expect(try Files.names(inFolder: folder.path + "/real") == [])
  }
}
