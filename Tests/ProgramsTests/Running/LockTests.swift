import Failover
import Foundation
import Guest
import TestSupport
import Testing

@testable import Programs

@Suite("The lock of a NIC", .timeLimit(.minutes(1)))
final class LockTests {
  private let folder = "/tmp/lock-tests.\(UUID().uuidString)"
  private let eth0 = sure(InterfaceName("eth0"))

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The result of acquiring a lock.
  private enum Answer: Equatable {
    case acquired, unneeded
    case refused(String)
  }

  private func ask(patience: Duration = .seconds(30)) -> (Answer, RunLock?) {
    do throws(Failure) {
      switch try LockFolder.acquire(for: eth0, in: folder, patience: patience) {
      case .acquired(let lock): return (.acquired, lock)
      case .unneeded: return (.unneeded, nil)
      }
    } catch {
      return (.refused(error.text), nil)
    }
  }

  @Test("one works; one waits, for so long; when the first is done it is the next one's turn")
  func order() throws {
    let (first, lock) = ask()
    #expect(first == .acquired)
    #expect(
      ask(patience: .zero).0
        == .refused(
          "\(folder)/eth0.lock: another run holds it for too long; it looks again itself, "
            + "nothing was changed here"))
    try lock?.unlock()
    #expect(ask().0 == .acquired)
  }

  @Test("who finds one at work and one waiting has nothing to do")
  func crowd() throws {
    let (_, lock) = ask()
    let waiting = try RunLock("\(folder)/eth0.wait")
    #expect(try waiting.tryLock())
    #expect(ask().0 == .unneeded)
    try waiting.unlock()
    #expect(ask(patience: .zero).0 != .unneeded)
    withExtendedLifetime(lock) {}
  }

  @Test("it can be had at once by one alone, and in no folder that could not be ours")
  func atOnce() throws {
    guard case .acquired(let lock) = LockFolder.tryAcquire(for: eth0, in: folder) else {
      Issue.record("not had")
      return
    }
    #expect(LockFolder.tryAcquire(for: eth0, in: folder) == nil)
    #expect(ask(patience: .zero).0 != .acquired)
    try lock?.unlock()
    #expect(LockFolder.tryAcquire(for: eth0, in: folder) != nil)
    try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: folder)
    #expect(LockFolder.tryAcquire(for: eth0, in: folder) == nil)
  }

  @Test("the folder is made for its owner alone")
  func made() throws {
    #expect(ask().0 == .acquired)
    #expect(try Files.facts(folder).mode == 0o700)
    #expect(try Files.facts("\(folder)/eth0.lock").mode == 0o600)
  }

  @Test("a link in the folder's place is not followed")
  func link() throws {
    try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: "/tmp")
    #expect(
      ask().0
        == .refused(
          "\(folder): is a symbolic link, and no folder of the programs' own (remove it); "
            + "nothing was changed"))
  }

  @Test(
    "a folder that others could change is refused, and nothing is put there",
    arguments: [
      (FileFacts(kind: .folder, owner: 0, group: 5, mode: 0o755), nil),
      (
        FileFacts(kind: .folder, owner: 7, group: 0, mode: 0o700),
        "belongs to user 7, who could change what the programs keep there (remove it)"
      ),
      (
        FileFacts(kind: .folder, owner: 0, group: 0, mode: 0o770),
        "others could change what the programs keep there (chmod go-w)"
      ),
      (
        FileFacts(kind: .folder, owner: 0, group: 0, mode: 0o1777),
        "others could change what the programs keep there (chmod go-w)"
      ),
      (FileFacts(kind: .file, owner: 0, group: 0, mode: 0o600), "is no folder (remove it)"),
    ] as [(FileFacts, String?)])
  func flaws(facts: FileFacts, flaw: String?) {
    #expect(LockFolder.flaw(of: facts, for: 0) == flaw)
  }
}
