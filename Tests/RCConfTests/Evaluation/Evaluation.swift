import RCConf

/// What a text came to, in a form that prints well when it differs.
struct Evaluation: Equatable, CustomStringConvertible {
  var outcome: Outcome
  var values: [String: [UInt8]]

  /// Evaluates `text` in a world of these files, where sysctl prints what `localbase` gives.
  init(
    _ text: [UInt8], files: [String: String] = [:], environment: [(String, [UInt8])] = [],
    localbase: @escaping () -> [UInt8]? = { nil }
  ) {
    let evaluator = Evaluator(
      files: .fixed(files), localbase: localbase, environment: environment)
    outcome = evaluator.run(text, named: "rc.conf")
    let list = evaluator.variables.sorted.map { ($0.name, $0.bytes) }
    values = Dictionary(uniqueKeysWithValues: list)
  }

  init(_ text: String, files: [String: String] = [:], environment: [(String, [UInt8])] = []) {
    self.init(Array(text.utf8), files: files, environment: environment)
  }

  /// `name=value`, one a variable, sorted and joined by a bar; then how it ended, if early.
  var description: String {
    let pairs = values.sorted { $0.key < $1.key }.map {
      "\($0.key)=\(String(decoding: $0.value, as: UTF8.self))"
    }
    let end =
      switch outcome {
      case .complete: ""
      case .stopped(let error): " stopped: \(error.reason)"
      case .needsShell(let reason): " shell: \(reason.construct)"
      }
    return pairs.joined(separator: "|") + end
  }
}

extension FileAccess {
  /// Only these files, all in folders that exist.
  static func fixed(_ files: [String: String]) -> FileAccess {
    FileAccess(
      read: { files[$0].map { .bytes(Array($0.utf8)) } ?? .missing },
      attributes: { path in
        if let text = files[path] { return FileAttributes(size: text.utf8.count) }
        let isFolder = files.keys.contains { $0.hasPrefix(path + "/") }
        return isFolder ? FileAttributes(kind: .directory) : nil
      },
      list: { path in
        let folder = path.hasSuffix("/") ? path : path + "/"
        let names = files.keys.filter { $0.hasPrefix(folder) }.map {
          String($0.dropFirst(folder.count).prefix { $0 != "/" })
        }
        return names.isEmpty ? nil : Array(Set(names))
      })
  }
}
