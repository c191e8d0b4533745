import Failover
import Guest
import Platforms
import TestSupport
import Testing

@testable import Programs

@Suite("Files that persist changes")
struct PersistStoreTests {
  private let hn0 = sure(InterfaceName("hn0"))
  private let hn1 = sure(InterfaceName("hn1"))
  private let changes = [
    FileChange(path: "/etc/rc.conf", before: "it's\nold\n", after: "new\n"),
    FileChange(
      path: "/etc/x/y/z.nmconnection", before: nil, after: "[a]\n", permissions: 0o600),
    FileChange(path: "/etc/gone", before: "gone\n", after: nil),
  ]

  private func files() -> MemoryFiles {
    let files = MemoryFiles()
    files.add("/etc/rc.conf", "it's\nold\n", owner: 7, permissions: 0o640)
    files.add("/etc/gone", "gone\n", permissions: 0o600)
    files.add("/etc/other", "other\n")
    return files
  }

  private let written: [String: MemoryFiles.File] = [
    "/etc/rc.conf": .init(
      text: "new\n", ownership: .init(owner: 7, group: 0, permissions: 0o640)),
    "/etc/rc.conf.hyperv-vf-old": .init(
      text: "it's\nold\n", ownership: .init(owner: 7, group: 0, permissions: 0o640)),
    "/etc/x/y/z.nmconnection": .init(
      text: "[a]\n", ownership: .init(owner: 0, group: 0, permissions: 0o600)),
    "/etc/gone.hyperv-vf-old": .init(
      text: "gone\n", ownership: .init(owner: 0, group: 0, permissions: 0o600)),
    "/etc/other": .init(
      text: "other\n", ownership: .init(owner: 0, group: 0, permissions: 0o644)),
  ]

  private func withoutRecords(_ files: MemoryFiles) -> [String: MemoryFiles.File] {
    files.files.filter { !$0.key.hasPrefix("/var/db/") }
  }

  @Test("they keep owner and mode, are kept as they were, and are all put back")
  func roundTrip() throws {
    let files = files()
    let before = (files.files, files.folders)
    let record = try files.store.write(changes, for: hn0)
    #expect(withoutRecords(files) == written)
    #expect(files.folders == before.1.union(["/etc/x", "/etc/x/y"]))
    let runs = try files.store.runs
    #expect(runs == [.init(path: "/var/db/hyperv_vf/persist.1", record: record)])
    #expect(try files.store.isCutShort(runs[0]) == false)
    let undoing = try files.store.undoable(hn0)
    #expect(
      try files.store.changes(undoing: undoing)
        == changes.map { change in
          FileChange(
            path: change.path, before: change.after, after: change.before,
            permissions: change.permissions)
        })
    try files.store.undo(undoing)
    #expect(files.files == before.0)
    #expect(files.folders == before.1)
  }

  @Test("whichever call fails, all is as it was, or can be put back afterwards")
  func failures() throws {
    let counting = files()
    _ = try counting.store.write(changes, for: hn0)
    for call in 1...counting.calls {
      let files = files()
      let before = (files.files, files.folders)
      files.failing = call
      let failure = #expect(throws: Failure.self) { try files.store.write(changes, for: hn0) }
      #expect(failure?.exitCode == 75)
      #expect(files.files == before.0, "call \(call)")
      #expect(files.folders == before.1, "call \(call)")
    }
  }

  @Test("a process that ends anywhere can be undone by the next, or written again")
  func ends() throws {
    let counting = files()
    _ = try counting.store.write(changes, for: hn0)
    for call in 1...counting.calls {
      let files = files()
      let before = (files.files, files.folders)
      (files.failing, files.isEnd) = (call, true)
      #expect(throws: Failure.self) { try files.store.write(changes, for: hn0) }
      files.failing = nil
      for run in try files.store.runs {
        // If all changes were written before the call, nothing was cut short.
        let isCut = try files.store.isCutShort(run)
        #expect(isCut || withoutRecords(files) == written, "call \(call)")
      }
      try files.store.undo(files.store.undoable(nil))
      #expect(files.files == before.0, "call \(call)")
      #expect(files.folders == before.1, "call \(call)")
    }
  }

  @Test("an undo that ends anywhere can be finished", arguments: ["", "mine=1\n"])
  func undoEnds(later: String) throws {
    let counting = files()
    _ = try counting.store.write(changes, for: hn0)
    counting.files["/etc/rc.conf"]?.text += later
    let start = counting.calls
    try counting.store.undo(counting.store.undoable(hn0))
    for call in (start + 1)...counting.calls {
      let files = files()
      var before = files.files
      _ = try files.store.write(changes, for: hn0)
      before["/etc/rc.conf"]?.text += later
      files.files["/etc/rc.conf"]?.text += later
      (files.failing, files.isEnd) = (call, true)
      let failure = #expect(throws: Failure.self) {
        try files.store.undo(files.store.undoable(hn0))
      }
      #expect(failure?.exitCode == 71)
      files.failing = nil
      try files.store.undo(files.store.undoable(hn0))
      #expect(files.files == before, "call \(call)")
    }
  }

  @Test("what somebody wrote since stays")
  func changedSince() throws {
    let files = files()
    _ = try files.store.write(changes, for: hn0)
    files.files["/etc/rc.conf"]?.text += "mine=1\n"
    try files.store.undo(files.store.undoable(hn0))
    #expect(files.files["/etc/rc.conf"]?.text == "it's\nold\nmine=1\n")
  }

  @Test("a file in which somebody changed the same lines is named, and nothing is put back")
  func conflict() throws {
    let files = files()
    _ = try files.store.write(changes, for: hn0)
    files.files["/etc/rc.conf"]?.text = "newer\n"
    let before = files.files
    let failure = #expect(throws: Failure.self) { try files.store.undoable(hn0) }
    #expect(
      failure?.text
        == "/etc/rc.conf: somebody has changed the lines that persist wrote; nothing was restored; "
        + "'cp -p /etc/rc.conf.hyperv-vf-old /etc/rc.conf' restores the file as it was before; then "
        + "run --undo again; nothing was written")
    #expect(files.files == before)
  }

  @Test(
    "two changes of a text are merged like diff3(1) does it",
    arguments: [
      ("a b c", "a c", "a b c d", "a c d"), ("a b c", "x a b c", "a b c d", "x a b c d"),
      ("a b c", "a x c", "a b c d", "a x c d"), ("a b c", "a c", "a c", "a c"),
      ("a b c", "a b x", "a b x", "a b x"), ("a b c", "a x c", "a y c", nil),
      ("a b c", "a c", "a y c", nil), ("a b", "a b x", "a b y", nil), ("a b c", "a", "b c", ""),
      ("a b", "x y b", "a c b", "x y c b"),
    ] as [(String, String, String, String?)])
  func merge(old: String, one: String, other: String, both: String?) {
    let lines = merged(
      old.split(separator: " "), one.split(separator: " "), other.split(separator: " "))
    #expect(lines?.joined(separator: " ") == both)
  }

  @Test("two NICs in one file: the last goes first, and all go at once")
  func twoNICs() throws {
    let files = files()
    let before = files.files
    _ = try files.store.write([changes[0]], for: hn0)
    let second = FileChange(path: "/etc/rc.conf", before: "new\n", after: "newer\n")
    _ = try files.store.write([second], for: hn1)
    #expect(files.files["/etc/rc.conf.hyperv-vf-old"]?.text == "it's\nold\n")
    let failure = #expect(throws: Failure.self) { try files.store.undoable(hn0) }
    #expect(
      failure?.text
        == "/etc/rc.conf: persist changed it for hn1 later; 'hyperv_vfctl persist --undo hn1' first; "
        + "nothing was written")
    #expect(
      try files.store.changes(undoing: files.store.undoable(nil)) == [
        FileChange(path: "/etc/rc.conf", before: "newer\n", after: "it's\nold\n")
      ])
    try files.store.undo(files.store.undoable(hn1))
    #expect(files.files["/etc/rc.conf"]?.text == "new\n")
    try files.store.undo(files.store.undoable(nil))
    #expect(files.files == before)
  }

  @Test("a record reads back as it was; one that is cut off is none")
  func record() throws {
    let record = PersistRecord(
      interface: hn0,
      entries: changes.map {
        .init(
          change: $0,
          ownership: $0.before.map { _ in .init(owner: 1, group: 2, permissions: 0o600) },
          copy: $0.before.map { _ in "/x '$y\"" })
      }, folders: ["/etc/x", "/etc/x/y"])
    let text = Array(record.text.utf8)
    #expect(PersistRecord(text) == record)
    for count in 0..<(text.count - 1) { #expect(PersistRecord(Array(text[..<count])) == nil) }
  }

  @Test(
    "copies are where no program reads them",
    arguments: [
      ("/etc/rc.conf", "/etc/rc.conf.hyperv-vf-old"),
      ("/etc/rc.conf.d/netif", "/etc/rc.conf.d/netif.hyperv-vf-old"),
      ("/etc/rc.conf.d/netif/a", "/etc/rc.conf.d/netif/.a.hyperv-vf-old"),
      ("/etc/network/interfaces", "/etc/network/interfaces.hyperv-vf-old"),
      ("/etc/network/interfaces.d/eth0", "/etc/network/interfaces.d/.eth0.hyperv-vf-old"),
      (
        "/etc/systemd/network/a.network.d/b.conf",
        "/etc/systemd/network/a.network.d/b.conf.hyperv-vf-old"
      ),
      (
        "/etc/NetworkManager/system-connections/Wired 1.nmconnection",
        "/etc/NetworkManager/system-connections/.Wired 1.nmconnection.hyperv-vf-old"
      ),
    ])
  func copies(path: String, copy: String) {
    #expect(PersistRecord.copy(of: path) == copy)
  }
}
