import Foundation

/// A file of the repository: its path below the root, and its text.
struct RepositoryFile: Equatable {
  var path: String
  var text: String
}

/// The repository that these tests were built from.
enum Repository {
  /// Its root: this file is Tests/ProgramsTests/Repository/Repository.swift.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The text of the file at `path` below the root.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Every Swift file below Sources.
  static func sources() throws -> [RepositoryFile] {
    let all = FileManager.default.enumerator(atPath: root.appendingPathComponent("Sources").path)
    let names = (all?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }
    return try names.sorted().map {
      RepositoryFile(path: "Sources/\($0)", text: try text("Sources/\($0)"))
    }
  }
}
