import Failover

/// A guest with fixed answers: files, links and the results of commands.
///
/// A command without an answer throws, so that a test also shows that no other command was run.
package final class ScriptedView: GuestView {
  /// The text of each file, by path.
  package var files: [String: String] = [:]
  /// The target of each symbolic link, by path.
  package var links: [String: String] = [:]
  /// The bytes of files that are not text, by path.
  package var binaryFiles: [String: [UInt8]] = [:]
  /// Empty folders.
  package var emptyFolders: Set<String> = []
  /// Executable files.
  package var executables: Set<String> = []
  /// The owner and the permissions of files, by path.
  package var ownerships: [String: FileOwnership] = [:]
  /// The parent folders of a file, by its path, if root does not own them all.
  package var folders: [String: [PassedFolder]] = [:]
  /// The result of each command.
  package var answers: [Command: CommandResult] = [:]

  /// A guest without files and answers.
  package init() {}

  /// Returns an independent copy of this guest.
  package func copy() -> ScriptedView {
    let copy = ScriptedView()
    copy.files = files
    copy.links = links
    copy.emptyFolders = emptyFolders
    copy.binaryFiles = binaryFiles
    copy.executables = executables
    copy.ownerships = ownerships
    copy.folders = folders
    copy.answers = answers
    return copy
  }

  package func run(_ query: Command) throws(GuestError) -> CommandResult {
    guard let answer = answers[query] else { throw .toolMissing(query.executable) }
    return answer
  }

  package func contents(of path: String) throws(GuestError) -> [UInt8]? {
    binaryFiles[path] ?? files[path].map { Array($0.utf8) }
  }

  package func names(in folder: String) throws(GuestError) -> [String]? {
    let prefix = folder + "/"
    let names = (Array(files.keys) + Array(links.keys)).filter { $0.hasPrefix(prefix) }
      .compactMap { $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init) }
    return names.isEmpty && !emptyFolders.contains(folder) ? nil : Set(names).sorted()
  }

  package func target(ofLink path: String) throws(GuestError) -> String? { links[path] }

  package func isExecutable(_ path: String) -> Bool { executables.contains(path) }

  package func ownership(of path: String) throws(GuestError) -> FileOwnership? {
    ownerships[path]
  }

  package func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder] {
    folders[path] ?? []
  }
}
