import Foundation

/// A file of the repository: its path below the root, and its text.
struct RepositoryFile: Equatable {
  var path: String
  var text: String
}

/// The repository from which these tests were built.
enum Repository {
  /// The root folder: this file is Tests/ProgramsTests/Repository/Repository.swift.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Returns the text of the file at `path` below the root.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Returns all Swift files below Sources.
  static func sources() throws -> [RepositoryFile] {
    try files(below: "Sources").filter { $0.path.hasSuffix(".swift") }
  }

  /// Returns all files of Swift and Python below a folder.
  static func files(below folder: String) throws -> [RepositoryFile] {
    let all = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
    let names = (all?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".py") }
    return try names.sorted().map {
      RepositoryFile(path: "\(folder)/\($0)", text: try text("\(folder)/\($0)"))
    }
  }
}
