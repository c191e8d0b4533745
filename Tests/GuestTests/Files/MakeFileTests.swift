import Failover
import Guest
import Testing

@Suite("A file that an effect makes", .timeLimit(.minutes(1)))
struct MakeFileTests {
  private let folder = TemporaryFolder()
  private let guest = LiveGuest(environment: { Environment() }, commandTimeout: nil)

  @Test("is there whole, for root alone, in a folder that is made, and takes the place of another")
  func makes() throws {
    let path = folder("clients") + "/client.conf"
    for text in ["a long one\n", "b\n"] {
      let result = try guest.perform(.makeFile(path, text: Array(text.utf8)))
      #expect(result.termination.isSuccess)
      #expect(Files.read(path) == .bytes(Array(text.utf8)))
    }
    #expect(try Files.facts(path).mode == 0o600)
    #expect(try Files.names(inFolder: folder("clients")) == ["client.conf"])
  }

  @Test("where it cannot be is an error")
  func fails() {
    #expect(throws: GuestError.self) {
      try guest.perform(.makeFile(folder("none") + "/none/x", text: []))
    }
  }
}
