import RCConf

/// The result of evaluating a text, in a form that is readable in a failed test.
struct Evaluation: Equatable, CustomStringConvertible {
  var outcome: Outcome
  var values: [String: [UInt8]]

  /// Evaluates `text` with only these files. The output of sysctl is the result of `localbase`.
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

  /// Each variable as `name=value`, sorted and joined by a bar. Then the reason, if the evaluation
  /// ended early.
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
  /// Access to only these files. All their folders exist.
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
