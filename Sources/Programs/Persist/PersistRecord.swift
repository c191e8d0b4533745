import Failover
import Platforms
import RCConf

/// The changes of one run of `persist --write`, stored so that they can be undone.
struct PersistRecord: Equatable {
  /// The change of one file.
  struct Entry: Equatable {
    /// The text before and after the change.
    var change: FileChange
    /// The owner, the group and the permissions before the change; nil if there was no file.
    var ownership: FileOwnership?
    /// The path of a copy of the old file; nil if only this record has the old text.
    var copy: String?
  }

  /// The synthetic NIC for whose bond the files were changed.
  var interface: InterfaceName
  /// The changes of the files, in the order in which they are written.
  var entries: [Entry]
  /// The folders that did not exist before the run, outer ones first.
  var folders: [String] = []

  /// The record as assignments of sh(1), the format of all files that the programs store.
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

  /// The record of a run for `interface`.
  init(interface: InterfaceName, entries: [Entry], folders: [String] = []) {
    self.interface = interface
    self.entries = entries
    self.folders = folders
  }

  /// Reads a stored record. Returns nil if the text is incomplete.
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

  /// Returns the path of the copy of the old file.
  ///
  /// The copy is in the same folder. Its suffix makes rc(8), networkd and netplan ignore it. In
  /// some folders, all files are read whatever their suffix: the connections of NetworkManager,
  /// folders of `source` in interfaces(5), and folders in rc.conf.d. There the name begins with a
  /// dot, so that it is ignored.
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
  /// Returns the variables that store the entry. Their names end with the entry's number.
  fileprivate func variables(_ index: Int) -> [(String, String)] {
    let owner = ownership.map { "\($0.owner) \($0.group) \($0.permissions)" }
    let all: [(String, String?)] = [
      ("path", change.path), ("before", change.before), ("after", change.after),
      ("permissions", String(change.permissions)), ("owner", owner), ("copy", copy),
    ]
    return all.compactMap { name, value in value.map { ("\(name)_\(index)", $0) } }
  }
}
