import Failover

extension SimulatedFreeBSD {
  /// Returns the bytes of a file; nil if it does not exist.
  package func contents(of path: String) throws(GuestError) -> [UInt8]? {
    machine.files[path].map { Array($0.text.utf8) }
  }

  /// Returns the names in a folder, sorted; nil if it does not exist.
  package func names(in folder: String) throws(GuestError) -> [String]? {
    let inside = machine.files.keys.filter { $0.hasPrefix("\(folder)/") }
    guard !inside.isEmpty else { return nil }
    let names = inside.compactMap { $0.dropFirst(folder.count).split(separator: "/").first }
    return Set(names).sorted().map(String.init)
  }

  /// Returns nil: there are no links.
  package func target(ofLink path: String) throws(GuestError) -> String? { nil }

  /// Returns true for an installed tool, or for an executable file.
  package func isExecutable(_ path: String) -> Bool {
    if let file = machine.files[path] { return file.isExecutable }
    return SimulatedTool(rawValue: path) != nil && !missingTools.contains(path)
  }

  /// Returns the owner and the permissions of a file; nil if it does not exist.
  package func ownership(of path: String) throws(GuestError) -> FileOwnership? {
    machine.files[path]?.ownership
  }

  /// Returns the parent folders of a file.
  package func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder] {
    folders[path] ?? []
  }
}
