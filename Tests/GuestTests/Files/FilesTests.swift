import Guest
import RCConf
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("Files", .timeLimit(.minutes(1)))
struct FilesTests {
  private let folder = TemporaryFolder()

  @Test(
    "a file is read whole, whatever stat says of its size, or refused when it is over the limit")
  func limit() throws {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0) }
    try Files.write(bytes, to: folder("f"))
    #expect(Files.read(folder("f")) == .bytes(bytes))
    #expect(Files.read(folder("f"), upTo: 10_000) == .bytes(bytes))
    #expect(Files.read(folder("f"), upTo: 9_999) == .unreadable(EFBIG))
    #expect(Files.read("/dev/zero") == .unreadable(EFBIG))
    #expect(Files.read("/dev/null") == .bytes([]))
    #expect(Files.read("/proc/self/comm") != .bytes([]))
  }

  @Test("what is not there is missing, what cannot be read says why")
  func unreadable() throws {
    try Files.write([1], to: folder("f"))
    #expect(Files.read(folder("none")) == .missing)
    #expect(Files.read(folder("f/below")) == .missing)
    #expect(Files.read(folder.path) == .unreadable(EISDIR))
    symlink(folder("loop"), folder("loop"))
    #expect(Files.read(folder("loop")) == .unreadable(ELOOP))
  }

  @Test("a file that has no end, or is larger than any configuration, is not read into memory")
  func giant() throws {
    try Files.write([1], to: folder("f"))
    truncate(folder("f"), 64 << 20)
    guard case .bytes(let bytes) = FileAccess.live.read(folder("f")) else {
      Issue.record("64 MB are not read")
      return
    }
    #expect(bytes.count == 64 << 20)
    truncate(folder("f"), 1 << 40)
    #expect(FileAccess.live.read(folder("f")) == .unreadable)
    #expect(FileAccess.live.read("/dev/zero") == .unreadable)
  }

  @Test(
    "what may be done with a file is what test(1) says",
    arguments: ["plain", "secret", "script", "folder", "link", "dangling", "missing"])
  func permissions(name: String) throws {
    for (name, mode) in [("plain", 0o644), ("secret", 0o000), ("script", 0o755)] as [(_, UInt32)] {
      try Files.write([], to: folder(name), mode: mode)
    }
    try Files.makeFolder(folder("folder"))
    symlink(folder("script"), folder("link"))
    symlink(folder("nothing"), folder("dangling"))
    for (option, permission) in [("-r", .read), ("-w", .write), ("-x", .execute)]
      as [(String, Permission)]
    {
      let said = try Process.run("/usr/bin/test", [option, folder(name)]).succeeded
      #expect(FileAccess.live.allows(folder(name), permission) == said, "\(option) \(name)")
    }
  }

  @Test(
    "what says that a file or its process is not there, or no more, is no other failure",
    arguments: [
      (ENOENT, true), (ENOTDIR, true), (ESRCH, true), (EACCES, false), (EIO, false),
    ])
  func missing(number: CInt, isMissing: Bool) {
    #expect(FileError("/proc/1/cmdline", "read", errno: number).isMissing == isMissing)
  }

  @Test("a FIFO that nobody writes to does not hold a reader up")
  func fifo() { #expect(Files.read(folder.fifo("fifo")) == .bytes([])) }

  @Test("the names in a folder come sorted by bytes, hidden ones too")
  func names() throws {
    for name in ["b", "a", "B", ".hidden", "ü", "a b"] { try Files.write([], to: folder(name)) }
    #expect(try Files.names(inFolder: folder.path) == [".hidden", "B", "a", "a b", "b", "ü"])
    let missing = FileError(folder("none"), "opendir", errno: ENOENT)
    #expect(throws: missing) { try Files.names(inFolder: folder("none")) }
    #expect(missing.isMissing)
    #expect(missing.description == "\(folder("none")): opendir: No such file or directory")
  }

  @Test("a link is read as it is written")
  func link() throws {
    symlink("../../bus/pci/drivers/größe", folder("link"))
    #expect(try Files.destination(ofLink: folder("link")) == "../../bus/pci/drivers/größe")
    #expect(throws: FileError(folder.path, "readlink", errno: EINVAL)) {
      try Files.destination(ofLink: folder.path)
    }
  }

  @Test("owner, mode and kind are told, of a link or of what it points to")
  func facts() throws {
    try Files.write([], to: folder("f"), mode: 0o4755)
    symlink("f", folder("link"))
    let file = FileFacts(kind: .file, owner: getuid(), group: getgid(), mode: 0o4755)
    #expect(try Files.facts(folder("f")) == file)
    #expect(try Files.facts(folder("link")) == file)
    #expect(try Files.facts(folder("link"), followingLinks: false).kind == .link)
    #expect(try Files.facts(folder.path).kind == .folder)
    #expect(try Files.facts("/dev/null").kind == .other)
    #expect(throws: FileError(folder("none"), "lstat", errno: ENOENT)) {
      try Files.facts(folder("none"), followingLinks: false)
    }
  }

  @Test(
    "every folder on the way is passed, those behind links too, to a file as to a folder",
    arguments: [
      ("a/b/f", ["a", "a/b"]), ("a//./b/../b/f", ["a", "a/b", "a/b"]), ("a/b", ["a", "a/b"]),
      ("a/b/..", ["a", "a/b"]), ("near/f", ["a", "a/b"]), ("far/f", ["", "a", "a/b"]),
      ("a/b/up", ["a", "a/b", "c", "c/d"]),
    ])
  func way(path: String, passed: [String]) throws {
    for name in ["a", "a/b", "c", "c/d"] { try Files.makeFolder(folder(name)) }
    try Files.write([], to: folder("a/b/f"))
    try Files.write([], to: folder("c/d/f"))
    symlink("a/b", folder("near"))
    symlink(folder("a/b"), folder("far"))
    symlink("../../c/d/f", folder("a/b/up"))
    let found = try Files.folders(onTheWayTo: folder(path))
    let here = found.map(\.path).filter { $0.hasPrefix(folder.path) }
    #expect(here == [folder.path] + passed.map { $0.isEmpty ? folder.path : folder($0) })
    #expect(found.map(\.path).prefix(2) == ["/", "/tmp"])
    #expect(try found.allSatisfy { try $0.facts == Files.facts($0.path) })
    #expect(try Files.way(to: folder(path)).end == Files.facts(folder(path)))
  }

  @Test("a way that leads nowhere, through a file or round in circles is an error")
  func noWay() throws {
    try Files.write([], to: folder("f"))
    symlink("loop", folder("loop"))
    for (path, number) in [("none/f", ENOENT), ("f/below", ENOTDIR), ("loop/f", ELOOP)] {
      let error = #expect(throws: FileError.self) { try Files.folders(onTheWayTo: folder(path)) }
      #expect(error?.failure == SystemCallError("lstat", errno: number))
    }
  }

  @Test(
    "writing replaces what was there, links and leftovers included, and leaves no other file",
    arguments: ["nothing", "a file", "a link", "a leftover of a killed run", "a leftover link"])
  func write(before: String) throws {
    try Files.write([1, 2, 3], to: folder("aim"), mode: 0o644)
    switch before {
    case "a file": try Files.write([9], to: folder("f"), mode: 0o644)
    case "a link": symlink("aim", folder("f"))
    case "a leftover of a killed run": try Files.write([9], to: folder("f.new"), mode: 0o644)
    case "a leftover link": symlink("aim", folder("f.new"))
    default: break
    }
    try Files.write([4, 5], to: folder("f"), mode: 0o640)
    #expect(try Files.names(inFolder: folder.path) == ["aim", "f"])
    #expect(Files.read(folder("f")) == .bytes([4, 5]))
    let facts = FileFacts(kind: .file, owner: getuid(), group: getgid(), mode: 0o640)
    #expect(try Files.facts(folder("f"), followingLinks: false) == facts)
    #expect(Files.read(folder("aim")) == .bytes([1, 2, 3]))
  }

  @Test("a write that fails says why and leaves nothing behind")
  func failedWrite() throws {
    try Files.makeFolder(folder("f"))
    #expect(throws: FileError(folder("f"), "rename", errno: EISDIR)) {
      try Files.write([1], to: folder("f"))
    }
    #expect(throws: FileError(folder("none/f"), "open", errno: ENOENT)) {
      try Files.write([1], to: folder("none/f"))
    }
    #expect(try Files.names(inFolder: folder.path) == ["f"])
  }

  @Test("what is removed is gone, and removing it again is no error")
  func remove() throws {
    try Files.write([1], to: folder("f"))
    try Files.remove(folder("f"))
    #expect(Files.read(folder("f")) == .missing)
    try Files.remove(folder("f"))
  }

  @Test("a folder is made for its owner alone; what is in its place stays")
  func makeFolder() throws {
    try Files.makeFolder(folder("d"))
    try Files.makeFolder(folder("d"))
    #expect(try Files.facts(folder("d")).mode == 0o700)
    symlink("d", folder("link"))
    try Files.makeFolder(folder("link"))
    #expect(try Files.facts(folder("link"), followingLinks: false).kind == .link)
  }
}
