import Foundation

/// Access to the files under Tests/Fixtures.
enum Fixtures {
  /// Returns the cases in a folder, sorted by file name.
  static func cases<Case: Decodable>(in name: String, as type: Case.Type) throws -> [Case] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == "json" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map { try JSONDecoder().decode(type, from: Data(contentsOf: $0)) }
  }
}
