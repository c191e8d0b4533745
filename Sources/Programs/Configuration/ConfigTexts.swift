import Platforms
import RCConf

extension ConfigFiles {
  /// The files of rc.conf for `persist`, which plans changes to them: their paths, and a function
  /// that evaluates them as if changes had been made. `variables` are those that the files set now.
  func texts(setting variables: Variables) -> ConfigTexts {
    ConfigTexts(paths(in: variables)) { changes in replacing(changes).loadedNatively }
  }

  private var loadedNatively: Variables? {
    do throws(Failure) { return try load(mayUseShell: false).0 } catch { return nil }
  }

  /// Returns a copy that reads each file in `changes` with its new text, which is not on the disk
  /// yet. The copy does not run /bin/sh.
  private func replacing(_ changes: [FileChange]) -> ConfigFiles {
    let old = files
    let changed = { (path: String) in changes.first { $0.path == path } }
    let access = FileAccess(
      read: { path in
        guard let change = changed(path) else { return old.read(path) }
        return change.after.map { .bytes(Array($0.utf8)) } ?? .missing
      },
      attributes: { path in
        guard let change = changed(path) else { return old.attributes(path) }
        return change.after.map { FileAttributes(size: $0.utf8.count) }
      },
      allows: { path, permission in
        guard changed(path) != nil, old.attributes(path) == nil else {
          return old.allows(path, permission)
        }
        return permission == .read
      },
      list: old.list)
    return ConfigFiles(
      access, withoutDefaults: fallback, localbase: localbase,
      shell: { _ throws(Failure) in [] })
  }
}
