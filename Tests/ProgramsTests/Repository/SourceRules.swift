/// Rules for the sources. Each rule is a function that returns the places that break it.
///
/// A place is `path:line: what`. Comments are searched too: a simple rule, which a plain text
/// search can check as well.
enum SourceRules {
  /// Only Process.swift starts processes.
  static func startsProcess(_ files: [RepositoryFile]) -> [String] {
    places(in: files) { path, line in
      guard path != "Sources/Guest/Process/Process.swift",
        ["posix_spawn", "popen", "system"].contains(where: line.contains)
      else { return nil }
      return [/posix_spawn/, /\bpopen\b/, /\bsystem *\(/].lazy
        // Simple boundaries: by the Unicode rules, there is no word boundary in `Glibc.system`.
        .map { $0.wordBoundaryKind(.simple) }
        .compactMap { line.firstMatch(of: $0).map { String($0.output) } }.first
    }
  }

  /// No file imports Foundation, a part of it, or Dispatch.
  static func importsFoundation(_ files: [RepositoryFile]) -> [String] {
    places(in: files) { _, line in
      imported(by: line).flatMap {
        $0.hasPrefix("Foundation") || $0.hasPrefix("Dispatch") || $0 == "CDispatch" ? $0 : nil
      }
    }
  }

  /// A module imports only modules below it.
  static func importsUpwards(_ files: [RepositoryFile]) -> [String] {
    places(in: files) { path, line in
      guard let module = imported(by: line) else { return nil }
      let importer = path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
      let allowed = below[importer] ?? ["Programs"]
      return allowed.contains(module) ? nil : module
    }
  }

  /// No Swift file is compiled conditionally: only CSystem.h depends on the operating system and
  /// the C library.
  static func dependsOnBuild(_ files: [RepositoryFile]) -> [String] {
    places(in: files) { _, line in
      line.contains("#") ? line.firstMatch(of: /#(?:if|elseif)\b.*/).map { String($0.output) } : nil
    }
  }

  /// The modules that each library module may import. An executable may import only Programs.
  private static let below: [String: [String]] = [
    "RCConf": [],
    "Failover": ["RCConf"],
    "Platforms": ["Failover", "RCConf"],
    "Guest": ["Failover", "RCConf", "CSystem"],
    "Programs": ["RCConf", "Failover", "Platforms", "Guest"],
  ]

  /// Returns the module of an import in any form: `@testable import A`, `package import struct
  /// A.B`.
  private static func imported(by line: Substring) -> String? {
    guard line.contains("import") else { return nil }
    let form =
      #/
        ^\s* (?:@\w+(?:\(\w*\))?\s+)* (?:\w+\s+)? import\s+
        (?:(?:struct|class|enum|protocol|typealias|func|let|var|actor)\s+)?
        (\w+)
      /#
    return line.firstMatch(of: form).map { String($0.output.1) }
  }

  private static func places(
    in files: [RepositoryFile], _ broken: (String, Substring) -> String?
  ) -> [String] {
    files.flatMap { file in
      file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
        number, line in
        broken(file.path, line).map { "\(file.path):\(number + 1): \($0)" }
      }
    }
  }
}
