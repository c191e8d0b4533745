import RCConf

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension FileAccess {
  /// The files of this system, as the process may see them.
  package static var live: FileAccess {
    FileAccess(read: readFile, attributes: fileAttributes, list: folderNames)
  }
}

/// The most that is read of a file: no configuration, and no reason to use up a guest's memory.
private let longest = 64 << 20

/// All of a regular file that is not longer than that.
///
/// Opened without blocking: a fifo or a terminal is refused, not awaited.
private func readFile(_ path: String) -> FileAccess.Contents {
  let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
  guard descriptor >= 0 else {
    return errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable
  }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
    status.st_size <= longest
  else {
    return .unreadable
  }
  do throws(SystemCallError) {
    // One byte more than the size, so that most files come in one piece.
    var bytes = try readSome(max(Int(status.st_size) + 1, 4096), from: descriptor)
    while true {
      let piece = try readSome(4096, from: descriptor)
      if piece.isEmpty { return .bytes(bytes) }
      bytes += piece
      guard bytes.count <= longest else { return .unreadable }
    }
  } catch {
    return .unreadable
  }
}

private func fileAttributes(_ path: String) -> FileAttributes? {
  var own = stat()
  guard lstat(path, &own) == 0 else { return nil }
  let isLink = own.st_mode & S_IFMT == S_IFLNK
  var target = own
  if isLink, stat(path, &target) != 0 {
    return FileAttributes(kind: nil, isLink: true, isReadable: false)
  }
  return FileAttributes(
    kind: kind(target), isLink: isLink, size: Int(target.st_size),
    isReadable: allows(path, R_OK), isWritable: allows(path, W_OK),
    isExecutable: allows(path, X_OK, target))
}

private func kind(_ status: stat) -> FileAttributes.Kind {
  switch status.st_mode & S_IFMT {
  case S_IFREG: .file
  case S_IFDIR: .directory
  case S_IFCHR: .characterDevice
  case S_IFBLK: .blockDevice
  case S_IFIFO: .fifo
  case S_IFSOCK: .socket
  default: .other
  }
}

/// Effective ids count, as for test(1).
private func allows(_ path: String, _ mode: Int32) -> Bool {
  faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0
}

/// Root may "run" any file to access(2) of some systems; test(1) wants a bit to be set too.
private func allows(_ path: String, _ mode: Int32, _ status: stat) -> Bool {
  allows(path, mode)
    && (status.st_mode & S_IFMT == S_IFDIR || status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH) != 0)
}

private func folderNames(_ path: String) -> [String]? {
  guard let folder = opendir(path) else { return nil }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}
