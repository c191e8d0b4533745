import Failover
import Guest
import Platforms

extension PersistStore {
  /// Returns the runs of `persist --write` for the synthetic NIC `interface`, or for all NICs if it
  /// is nil, newest first: they must be undone in this order. Empty if there are none.
  ///
  /// Throws `.notWritten` if somebody else has changed one of their files since. Also throws if a
  /// later run for another NIC has changed one of them.
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
        guard present == change.after || present == change.before else {
          throw .notWritten(changedSince(change.path, run, entry))
        }
        texts.removeAll { $0.path == change.path }
        texts.append((change.path, change.before))
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

  private func changedSince(
    _ path: String, _ run: Run, _ entry: PersistRecord.Entry
  ) -> String {
    let old = entry.copy.map { "; as it was before it is in \($0)" } ?? ""
    return "\(path): changed by somebody since persist wrote it\(old); put the lines in yourself "
      + "that are to stay, or remove \(run.path), by which persist forgets that it wrote anything"
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
      let (path, before) = (entry.change.path, entry.change.before)
      if let index = changes.firstIndex(where: { $0.path == path }) {
        changes[index].after = before
      } else {
        let present = try text(path, in: [])
        changes.append(
          FileChange(
            path: path, before: present, after: before, permissions: entry.change.permissions))
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
