import Failover
import Guest
import Testing

@Suite("The files of the live guest")
struct LiveFilesTests {
  @Test(
    "neither a missing file nor a folder has contents",
    arguments: ["/etc", "/nowhere/at/all", "/dev/null/below"])
  func none(path: String) throws {
    #expect(
      try LiveGuest(environment: { ["PATH": "/bin"] }, commandTimeout: .seconds(50)).contents(
        of: path) == nil)
  }
}
