import Foundation
import Guest
import RCConf
import Testing

@testable import Programs

@Suite("rc.conf files that others than root may change")
struct ConfigOwnershipTests {
  @Test(
    "what is wrong with a file is said",
    arguments: [
      (FileFacts(kind: .file, owner: 0, group: 0, mode: 0o644), nil),
      (FileFacts(kind: .file, owner: 0, group: 0, mode: 0o664), nil),
      (FileFacts(kind: .file, owner: 0, group: 20, mode: 0o644), nil),
      (
        FileFacts(kind: .file, owner: 1001, group: 0, mode: 0o600),
        "belongs to user 1001 (chown root), who can change it"
      ),
      (
        FileFacts(kind: .file, owner: 0, group: 0, mode: 0o646),
        "everybody can change it (chmod go-w)"
      ),
      (
        FileFacts(kind: .file, owner: 0, group: 20, mode: 0o660),
        "group 20 can change it (chmod g-w)"
      ),
    ] as [(FileFacts, String?)])
  func flaws(facts: FileFacts, flaw: String?) {
    #expect(facts.sourcingFlaw == flaw)
  }

  @Test("each such file is told of once, however often it is read; a missing one never")
  func once() throws {
    let path = "/tmp/rc.conf.\(UUID().uuidString)"
    try Data("a=1\n".utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
    var told: [String] = []
    let files = FileAccess.live.warning { told.append($0) }
    for _ in 0..<2 { #expect(files.read(path) == .bytes(Array("a=1\n".utf8))) }
    #expect(files.read(path + ".none") == .missing)
    let facts = try Files.facts(path)
    #expect(told == ["\(path): \(facts.sourcingFlaw ?? ""), and so run commands as root"])
  }
}
