import CSystem
import RCConf

// Paths are passed with withCString. A String that is passed directly is copied to an Array first.

extension FileAccess {
  /// Access to the files of the running system, with the permissions of this process.
  package static var live: FileAccess {
    FileAccess(
      read: readFile, attributes: fileAttributes, allows: isAllowed, list: folderNames)
  }
}

/// The maximum size of a file that is read, 64 MiB, to protect the memory of the guest. A larger
/// file counts as unreadable.
private let longest = 64 << 20

/// Reads the file at `path`: `.bytes` for a regular file of at most `longest` bytes, `.missing` if
/// nothing exists at `path`, else `.unreadable`.
///
/// Opens the file without blocking, so that a FIFO or terminal is refused instead of awaited.
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
    // One byte more than the size: a shorter read has the whole contents.
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

/// True if the effective user of this process may read, write or execute the file at `path`, as in
/// test(1) with `-r`, `-w` or `-x`. False if the file does not exist.
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

/// True if the file at `path` is a folder, or if one of its execute bits is set. access(2) of some
/// systems lets root execute any file; test(1) does not.
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
