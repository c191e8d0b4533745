import CSystem
import RCConf

// By withCString: a String that is passed as it is becomes an Array first.

extension FileAccess {
  /// The files of this system, as the process may see them.
  package static var live: FileAccess {
    FileAccess(
      read: readFile, attributes: fileAttributes, allows: isAllowed, list: folderNames)
  }
}

/// The most that is read of a file: no configuration, and no reason to use up a guest's memory.
private let longest = 64 << 20

/// All of a regular file that is not longer than that.
///
/// Opened without blocking: a fifo or a terminal is refused, not awaited.
private func readFile(_ path: String) -> FileAccess.Contents {
  let descriptor = path.withCString { cs_open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0) }
  guard descriptor >= 0 else {
    return errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable
  }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0, cs_file_type(status.st_mode) == cs_regular_file,
    status.st_size <= longest
  else {
    return .unreadable
  }
  do throws(SystemCallError) {
    // One byte more than the size: what is shorter than that is all of it.
    let size = Int(status.st_size)
    var bytes = try readSome(max(size + 1, 4096), from: descriptor)
    if bytes.count == size, size > 0 { return .bytes(bytes) }
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
  guard path.withCString({ lstat($0, &own) }) == 0 else { return nil }
  let isLink = cs_file_type(own.st_mode) == cs_symbolic_link
  var target = own
  if isLink, path.withCString({ stat($0, &target) }) != 0 {
    return FileAttributes(kind: nil, isLink: true)
  }
  return FileAttributes(kind: kind(target), isLink: isLink, size: Int(target.st_size))
}

private func kind(_ status: stat) -> FileAttributes.Kind {
  switch cs_file_type(status.st_mode) {
  case cs_regular_file: .file
  case cs_directory: .directory
  case cs_character_device: .characterDevice
  case cs_block_device: .blockDevice
  case cs_fifo: .fifo
  case cs_socket: .socket
  default: .other
  }
}

/// Effective ids count, as for test(1).
private func isAllowed(_ path: String, _ permission: Permission) -> Bool {
  switch permission {
  case .read: isAllowed(path, R_OK)
  case .write: isAllowed(path, W_OK)
  case .execute: isAllowed(path, X_OK) && mayBeRun(path)
  }
}

private func isAllowed(_ path: String, _ mode: CInt) -> Bool {
  path.withCString { faccessat(AT_FDCWD, $0, mode, AT_EACCESS) } == 0
}

/// Root may "run" any file to access(2) of some systems; test(1) wants a bit to be set too.
private func mayBeRun(_ path: String) -> Bool {
  var status = stat()
  return path.withCString({ stat($0, &status) }) == 0
    && (cs_file_type(status.st_mode) == cs_directory || status.st_mode & cs_any_execute_bit != 0)
}

private func folderNames(_ path: String) -> [String]? {
  guard let folder = opendir(path) else { return nil }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = String(cString: cs_entry_name(entry))
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}
