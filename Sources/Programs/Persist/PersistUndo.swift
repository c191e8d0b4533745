import Failover
import Guest
import Platforms

extension PersistStore {
  /// Returns the runs of `persist --write` for the synthetic NIC `interface`, or for all NICs if it
  /// is nil, newest first: they must be undone in this order. Empty if there are none.
  ///
  /// Throws `.notWritten` if somebody else has changed lines of theirs since (`restored`). Also
  /// throws if a later run for another NIC has changed one of their files.
  func undoable(_ interface: InterfaceName?) throws(Failure) -> [Run] {
    let all = try runs
    let chosen = all.filter { interface == nil || $0.record.interface == interface }
    var texts: [(path: String, text: String?)] = []
    for (index, run) in all.enumerated().reversed() where chosen.contains(run) {
      for entry in run.record.entries {
        let change = entry.change
        if let later = all[(index + 1)...].first(where: { later in
          !chosen.contains(later) && later.record.entries.contains { $0.change.path == change.path }
        }) {
          let other = later.record.interface
          throw .notWritten(
            "\(change.path): persist changed it for \(other) later; "
              + "'hyperv_vfctl persist --undo \(other)' first")
        }
        let present = try text(change.path, in: texts)
        guard let restored = change.restored(from: present) else {
          throw .notWritten(changedSince(entry))
        }
        texts.removeAll { $0.path == change.path }
        texts.append((change.path, restored.text))
      }
    }
    return chosen.reversed()
  }

  private func text(
    _ path: String, in texts: [(path: String, text: String?)]
  ) throws(Failure) -> String? {
    if let known = texts.first(where: { $0.path == path }) { return known.text }
    do throws(FileError) { return try text(path) } catch { throw .notWritten("\(error)") }
  }

  private func changedSince(_ entry: PersistRecord.Entry) -> String {
    let path = entry.change.path
    guard let copy = entry.copy else {
      return path
        + ": persist made this file, and somebody has changed it since; nothing was restored; "
        + "move it away, and run --undo again"
    }
    return
      "\(path): somebody has changed the lines that persist wrote; nothing was restored; "
      + "'cp -p \(copy) \(path)' restores the file as it was before; then run --undo again"
  }

  /// Returns true if `run` was cut short: at least one of its files still has its old text. Throws
  /// if a file cannot be read.
  func isCutShort(_ run: Run) throws(Failure) -> Bool {
    do throws(FileError) {
      for entry in run.record.entries where try text(entry.change.path) != entry.change.after {
        if try text(entry.change.path) == entry.change.before { return true }
      }
      return false
    } catch {
      throw .notWritten("\(error)")
    }
  }

  /// Returns the changes of files that undoing `runs` would make, one for each file: from its
  /// present text to its text before all of the runs. `runs` are sorted, newest first. Empty if no
  /// file would change. Throws if a file cannot be read.
  func changes(undoing runs: [Run]) throws(Failure) -> [FileChange] {
    var changes: [FileChange] = []
    for entry in runs.flatMap({ $0.record.entries }) {
      let change = entry.change
      if let index = changes.firstIndex(where: { $0.path == change.path }) {
        changes[index].after = change.undone(from: changes[index].after)
      } else {
        let present = try text(change.path, in: [])
        changes.append(
          FileChange(
            path: change.path, before: present, after: change.undone(from: present),
            permissions: change.permissions))
      }
    }
    return changes.filter { $0.isChange }
  }

  /// Undoes `runs` in this order. If one cannot be undone, throws `.notPutBack`. Its record stays,
  /// so that the undo can be tried again.
  func undo(_ runs: [Run]) throws(Failure) {
    for run in runs {
      do throws(FileError) { try undo(run) } catch {
        throw .notPutBack("\(error)", run.record.interface)
      }
    }
  }
}

/// The text of a file after an undo; nil if there is then no file.
struct RestoredText {
  var text: String?
}

extension FileChange {
  /// Returns the text of the file after this change is undone, if the text is `present` now. Lines
  /// that somebody has changed since stay, except where the undo changes the same lines: then
  /// returns nil. Nil also if this change has made the file, or removed it, and its text is
  /// another one now.
  func restored(from present: String?) -> RestoredText? {
    if present == after || present == before { return RestoredText(text: before) }
    guard let before, let after, let present,
      let lines = merged(after.fileLines, before.fileLines, present.fileLines)
    else { return nil }
    return RestoredText(text: lines.map { String($0) }.joined(separator: "\n"))
  }

  /// Returns the same text as `restored(from:)`, or the one before the change if that returns nil.
  func undone(from present: String?) -> String? {
    restored(from: present).map { $0.text } ?? before
  }
}
