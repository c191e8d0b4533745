import Failover

/// A guest that answers from a script: files, links and what commands print.
///
/// A command without an answer is an error, so a test also shows that nothing else was run.
package final class ScriptedView: GuestView {
  /// The text of each file, by its path.
  package var files: [String: String] = [:]
  /// What each symbolic link says, by its path.
  package var links: [String: String] = [:]
  /// The bytes of files that are no text, by their path.
  package var binaryFiles: [String: [UInt8]] = [:]
  /// Folders with nothing in them.
  package var emptyFolders: Set<String> = []
  /// The files that may be executed.
  package var executables: Set<String> = []
  /// Who may write which files.
  package var ownerships: [String: FileOwnership] = [:]
  /// The folders on the way to which files, where they are not all root's.
  package var folders: [String: [PassedFolder]] = [:]
  /// What each command gives.
  package var answers: [Command: CommandResult] = [:]

  /// A guest with nothing.
  package init() {}

  /// Another guest that is like this one.
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
