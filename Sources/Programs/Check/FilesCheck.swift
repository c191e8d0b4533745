import Failover
import RCConf

/// What is wrong with the files of rc.conf as files.
struct FilesCheck {
  let guest: any GuestView

  /// Errors of syntax wherever they stand, and files that others than root may write.
  func findings(in paths: [String]) throws(Failure) -> [ConfigFinding] {
    do throws(GuestError) {
      var found: [ConfigFinding] = []
      for path in paths {
        found += try syntax(of: path) + ownership(of: path)
      }
      return found
    } catch {
      throw .guest(error)
    }
  }

  private func syntax(of path: String) throws(GuestError) -> [ConfigFinding] {
    guard let text = try guest.contents(of: path),
      let error = Evaluator.syntaxError(in: text, named: path)
    else { return [] }
    return [ConfigFinding(error)]
  }

  /// Everything in these files is run as root.
  private func ownership(of path: String) throws(GuestError) -> [ConfigFinding] {
    guard let ownership = try guest.ownership(of: path) else { return [] }
    let folders = try guest.folders(onTheWayTo: path).filter { $0.ownership.folderFlaw != nil }
    return findings(ownership, of: path) + folders.flatMap { findings($0.ownership, of: $0.path) }
  }

  private func findings(_ ownership: FileOwnership, of path: String) -> [ConfigFinding] {
    var found: [ConfigFinding] = []
    if ownership.owner != 0 {
      found.append(
        ConfigFinding(
          path, "belongs to user \(ownership.owner), not to root", remedy: "chown root \(path)"))
    }
    if ownership.permissions & 0o002 != 0 {
      found.append(ConfigFinding(path, "everybody may write it", remedy: "chmod go-w \(path)"))
    } else if ownership.permissions & 0o020 != 0, ownership.group != 0 {
      found.append(
        ConfigFinding(path, "group \(ownership.group) may write it", remedy: "chmod g-w \(path)"))
    }
    return found
  }
}
