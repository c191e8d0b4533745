import CSystem
import Failover

extension Files {
  /// The path of a folder, and its kind, owner and permissions (lstat(2)).
  package typealias Folder = (path: String, facts: FileFacts)

  /// Returns every folder on the absolute `path`, from the root on: `/` and `/etc` for
  /// `/etc/rc.conf`. Includes the folders on the paths of symbolic links (path_resolution(7)).
  ///
  /// Throws if nothing exists at `path`, or if its symbolic links form a loop (ELOOP).
  package static func folders(onTheWayTo path: String) throws(FileError) -> [Folder] {
    try way(to: path).folders
  }

  /// Returns the folders of `folders(onTheWayTo:)`, and as `end` the lstat(2) result of the file or
  /// folder at `path`, after all symbolic links. Throws if nothing exists at `path`, or if its
  /// symbolic links form a loop (ELOOP).
  package static func way(
    to path: String
  ) throws(FileError) -> (folders: [Folder], end: FileFacts) {
    var here = "/"
    var end = try facts(here, followingLinks: false)
    var passed = [Folder(here, end)]
    var rest = components(of: path)
    var links = 0
    while let name = rest.popLast() {
      if name == ".." {
        here = parent(of: here)
        end = passed.last { $0.path == here }?.facts ?? end
        continue
      }
      let next = here == "/" ? "/\(name)" : "\(here)/\(name)"
      let facts = try facts(next, followingLinks: false)
      switch facts.kind {
      case .folder:
        here = next
        end = facts
        passed.append(Folder(here, facts))
      case .link:
        links += 1
        guard links <= 40 else { throw FileError(path, "lstat", errno: ELOOP) }
        let destination = try destination(ofLink: next)
        if destination.hasPrefix("/") { here = "/" }
        rest += components(of: destination)
      case .file, .other:
        guard rest.isEmpty else { throw FileError(path, "lstat", errno: ENOTDIR) }
        end = facts
      }
    }
    return (passed, end)
  }

  /// Returns the names in a path, the last one first, without `.`: `rc.conf` and `etc` for
  /// `/etc/./rc.conf`.
  private static func components(of path: String) -> [String] {
    path.pathComponents.filter { $0 != "." }.reversed()
  }

  private static func parent(of folder: String) -> String {
    guard let part = folder.folderPart, !part.isEmpty else { return "/" }
    return part
  }
}
