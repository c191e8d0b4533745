import Failover

extension SimulatedFreeBSD {
  /// The bytes of a file.
  package func contents(of path: String) throws(GuestError) -> [UInt8]? {
    machine.files[path].map { Array($0.text.utf8) }
  }

  /// The names in a folder, sorted.
  package func names(in folder: String) throws(GuestError) -> [String]? {
    let inside = machine.files.keys.filter { $0.hasPrefix("\(folder)/") }
    guard !inside.isEmpty else { return nil }
    let names = inside.compactMap { $0.dropFirst(folder.count).split(separator: "/").first }
    return Set(names).sorted().map(String.init)
  }

  /// There are no links.
  package func target(ofLink path: String) throws(GuestError) -> String? { nil }

  /// Whether it is a tool, or a file that may be executed.
  package func isExecutable(_ path: String) -> Bool {
    if let file = machine.files[path] { return file.isExecutable }
    return SimulatedTool(rawValue: path) != nil && !missingTools.contains(path)
  }

  /// Who owns a file.
  package func ownership(of path: String) throws(GuestError) -> FileOwnership? {
    machine.files[path]?.ownership
  }

  /// The folders on the way to a file.
  package func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder] {
    folders[path] ?? []
  }
}
