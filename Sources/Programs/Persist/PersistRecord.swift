import Failover
import Platforms
import RCConf

/// What one run of `persist --write` changes, kept so that it can be put back.
struct PersistRecord: Equatable {
  /// A file that it changes.
  struct Entry: Equatable {
    /// From what to what.
    var change: FileChange
    /// Whose the file was, and who might do what with it; nil: there was none.
    var ownership: FileOwnership?
    /// Where the file is kept as it was; nil: nowhere, but here.
    var copy: String?
  }

  /// The synthetic NIC.
  var interface: InterfaceName
  /// The files, in the order in which they are written.
  var entries: [Entry]
  /// The folders that were not there, the outer ones first.
  var folders: [String] = []

  /// Assignments of sh(1), as the programs keep all that they keep.
  var text: String {
    var pairs: [(String, String)] = [
      ("interface", interface.text), ("files", String(entries.count)),
      ("folders", folders.joined(separator: "\n")),
    ]
    for (index, entry) in entries.enumerated() { pairs += entry.variables(index) }
    // Last: a text that was cut off is none.
    pairs.append(("whole", "YES"))
    return pairs.map { "\($0.0)=\($0.1.quoted)\n" }.joined()
  }

  /// Those of a run for `interface`.
  init(interface: InterfaceName, entries: [Entry], folders: [String] = []) {
    self.interface = interface
    self.entries = entries
    self.folders = folders
  }

  /// What such a text says; nil where it is not whole.
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

  /// Where a file is kept as it was.
  ///
  /// Beside it, with a suffix by which rc(8), networkd and netplan pass over it. A folder of which all files
  /// are read whatever their names is another thing (NetworkManager's connections; interfaces(5), `source`; the
  /// folders in rc.conf.d): there a dot before the name makes all of them pass over it.
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
  /// What is kept of it, each variable with its number.
  fileprivate func variables(_ index: Int) -> [(String, String)] {
    let owner = ownership.map { "\($0.owner) \($0.group) \($0.permissions)" }
    let all: [(String, String?)] = [
      ("path", change.path), ("before", change.before), ("after", change.after),
      ("permissions", String(change.permissions)), ("owner", owner), ("copy", copy),
    ]
    return all.compactMap { name, value in value.map { ("\(name)_\(index)", $0) } }
  }
}
