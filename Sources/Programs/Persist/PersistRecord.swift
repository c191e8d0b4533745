import Failover
import Platforms
import RCConf

/// The changes of files that one run of `persist --write` made. Stored in a file so that the run
/// can be undone.
struct PersistRecord: Equatable {
  /// The change of one file, with what is needed to restore the file.
  struct Entry: Equatable {
    /// The path of the file, and its text before and after the change.
    var change: FileChange
    /// The owner, the group and the permissions of the file before the change; nil if there was no
    /// file.
    var ownership: FileOwnership?
    /// The path of the copy that was made of the old file; nil if no copy was made. The old text is
    /// in `change` too.
    var copy: String?
  }

  /// The synthetic NIC whose bond the run set up.
  var interface: InterfaceName
  /// The changes of the files, in the order in which they are written.
  var entries: [Entry]
  /// The paths of the folders that the run created, outer ones first; empty if there are none.
  var folders: [String] = []

  /// The record as text: assignments for sh(1), such as `interface='eth0'`. All files that the
  /// programs store have this format.
  var text: String {
    var pairs: [(String, String)] = [
      ("interface", interface.text), ("files", String(entries.count)),
      ("folders", folders.joined(separator: "\n")),
    ]
    for (index, entry) in entries.enumerated() { pairs += entry.variables(index) }
    // The last line: a text without it is incomplete.
    pairs.append(("whole", "YES"))
    return pairs.map { "\($0.0)=\($0.1.quoted)\n" }.joined()
  }

  /// The record of a run for the NIC `interface`, which makes the changes `entries` and creates
  /// `folders`.
  init(interface: InterfaceName, entries: [Entry], folders: [String] = []) {
    self.interface = interface
    self.entries = entries
    self.folders = folders
  }

  /// Parses the text of a stored record; nil if the text is incomplete or has another form.
  init?(_ text: [UInt8]) {
    let evaluator = Evaluator(files: .none)
    guard evaluator.run(text, named: "record") == .complete else { return nil }
    let variables = evaluator.variables
    let value = { (name: String) -> String? in
      variables[name].map { String(decoding: $0.bytes, as: UTF8.self) }
    }
    guard value("whole") == "YES", let interface = value("interface").flatMap(InterfaceName.init),
      let count = value("files").flatMap({ Int($0) }), count >= 0
    else { return nil }
    self.interface = interface
    folders = (value("folders") ?? "").lines.map(String.init)
    entries = []
    for index in 0..<count {
      guard let path = value("path_\(index)"),
        let permissions = value("permissions_\(index)").flatMap({ UInt16($0) })
      else { return nil }
      let change = FileChange(
        path: path, before: value("before_\(index)"), after: value("after_\(index)"),
        permissions: permissions)
      entries.append(
        Entry(
          change: change, ownership: value("owner_\(index)").flatMap(Self.ownership),
          copy: value("copy_\(index)")))
    }
  }

  private static func ownership(_ text: String) -> FileOwnership? {
    let words = text.words
    guard words.count == 3, let owner = UInt32(words[0]), let group = UInt32(words[1]),
      let permissions = UInt16(words[2])
    else { return nil }
    return FileOwnership(owner: owner, group: group, permissions: permissions)
  }

  /// Returns the path at which the old file of `path` is kept: `/etc/rc.conf.hyperv-vf-old`.
  ///
  /// The copy is in the same folder. Programs that select files by name or suffix ignore it: rc(8),
  /// networkd and netplan. In other folders the name of the copy also begins with a dot. Otherwise
  /// NetworkManager, and interfaces(5) with `source`, would read the copy.
  static func copy(of path: String) -> String {
    let folder = path.folderPart ?? ""
    let isByName =
      ["/etc", "/etc/network", "/etc/rc.conf.d", "/usr/local/etc", "/usr/local/etc/rc.conf.d"]
      .contains(folder) || folder.hasPrefix("/etc/systemd/network")
      || folder.hasPrefix("/etc/netplan")
    return "\(folder)/\(isByName ? "" : ".")\(path.lastPathComponent).hyperv-vf-old"
  }
}

extension PersistRecord.Entry {
  /// Returns the variables that store the entry, as names and values. The names end with `index`,
  /// the number of the entry: `path_0`.
  fileprivate func variables(_ index: Int) -> [(String, String)] {
    let owner = ownership.map { "\($0.owner) \($0.group) \($0.permissions)" }
    let all: [(String, String?)] = [
      ("path", change.path), ("before", change.before), ("after", change.after),
      ("permissions", String(change.permissions)), ("owner", owner), ("copy", copy),
    ]
    return all.compactMap { name, value in value.map { ("\(name)_\(index)", $0) } }
  }
}
