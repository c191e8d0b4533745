import CSystem
import Failover

/// The result of `Files.read`: the contents of a file, or the reason why there are none.
package enum FileContents: Equatable, Sendable {
  /// The file does not exist.
  case missing
  /// The file cannot be read. The value is the errno(2) of the call that failed; EFBIG if the file
  /// is longer than the caller of `Files.read` allows.
  case unreadable(CInt)
  /// The whole contents of the file.
  case bytes([UInt8])
}

/// Functions that read files and folders. Those that write are in FilesWriting.swift.
package enum Files {
  /// Reads the whole file at `path`. If it has more than `limit` bytes (by default 1 MiB), returns
  /// `.unreadable(EFBIG)` and no part of it.
  ///
  /// The size from stat(2) is not used: sysfs reports 4096 and procfs 0 for every file.
  package static func read(_ path: String, upTo limit: Int = 1 << 20) -> FileContents {
    do throws(SystemCallError) {
      // A FIFO must not block this program.
      let file = try openFile(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
      var bytes: [UInt8] = []
      while bytes.count <= limit {
        let piece = try readSome(4096, from: file.number)
        if piece.isEmpty { return .bytes(bytes) }
        bytes += piece
      }
      return .unreadable(EFBIG)
    } catch {
      return error.isMissing ? .missing : .unreadable(error.errno)
    }
  }

  /// Returns the first `count` bytes of the file at `path`, or fewer if one read(2) returns fewer.
  /// Throws if the file does not exist or cannot be read.
  package static func beginning(of path: String, count: Int) throws(FileError) -> [UInt8] {
    do throws(SystemCallError) {
      let file = try openFile(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
      return try readSome(count, from: file.number)
    } catch {
      throw FileError(path, error)
    }
  }

  /// Returns the names in the folder at `path`, sorted by their bytes, without `.` and `..`. Throws
  /// if the folder does not exist or cannot be read.
  package static func names(inFolder path: String) throws(FileError) -> [String] {
    guard let folder = opendir(path) else { throw FileError(path, "opendir", errno: errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else { break }
      let name = String(cString: cs_entry_name(entry))
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw FileError(path, "readdir", errno: errno) }
    return names.sorted(byText: { $0 })
  }

  /// Returns the target of the symbolic link at `path`, as written in the link (readlink(2)).
  /// Throws if nothing exists at `path`, or if it is no link (EINVAL).
  package static func destination(ofLink path: String) throws(FileError) -> String {
    var failure: CInt = 0
    let name = String(unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer in
      buffer.withMemoryRebound(to: CChar.self) { buffer in
        guard let start = buffer.baseAddress else { return 0 }
        let count = readlink(path, start, buffer.count)
        if count == -1 { failure = errno }
        return max(0, count)
      }
    }
    guard failure == 0 else { throw FileError(path, "readlink", errno: failure) }
    return name
  }

  /// Returns the kind, owner, group and permissions of the file at `path`. For a symbolic link:
  /// those of its target if `followingLinks` (stat(2)), else those of the link itself (lstat(2)).
  /// Throws if the file does not exist or the call fails.
  package static func facts(
    _ path: String, followingLinks: Bool = true
  ) throws(FileError) -> FileFacts {
    var status = stat()
    let result = path.withCString { path in
      retrying { followingLinks ? stat(path, &status) : lstat(path, &status) }
    }
    guard result == 0 else {
      throw FileError(path, followingLinks ? "stat" : "lstat", errno: errno)
    }
    return FileFacts(status)
  }

  /// Opens the file at `path` with `flags` of open(2), and with close-on-exec. `mode` has the
  /// permissions for a file that O_CREAT creates. Throws if open(2) fails.
  static func openFile(
    _ path: String, _ flags: CInt, mode: UInt32 = 0
  ) throws(SystemCallError) -> Descriptor {
    let number = try checking("open") {
      path.withCString { cs_open($0, flags | O_CLOEXEC, mode_t(mode)) }
    }
    return Descriptor(owning: number)
  }
}
