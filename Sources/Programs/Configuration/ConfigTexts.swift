import Platforms
import RCConf

extension ConfigFiles {
  /// The texts of all files of rc.conf, which `persist` is to change. `variables` are the variables
  /// that the files set.
  func texts(setting variables: Variables) -> ConfigTexts {
    ConfigTexts(paths(in: variables)) { changes in replacing(changes).loadedNatively }
  }

  private var loadedNatively: Variables? {
    do throws(Failure) { return try load(mayUseShell: false).0 } catch { return nil }
  }

  /// The same configuration after `changes`: a changed file is read with its new text, which is not
  /// on the disk yet.
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
