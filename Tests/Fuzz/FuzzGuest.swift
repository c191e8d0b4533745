import Failover
import RCConf

/// A guest that is described by a text. A line `@KEY` begins the value of KEY, which ends before
/// the next such line:
///
///     @ifconfig -a                   the output of a command; `@ifconfig`: with any arguments
///     @/proc/net/route               the text of a file
///     @/sys/class/net/eth0 -> ../..  a symbolic link, without a value
final class FuzzGuest: GuestView {
  /// The value of each key.
  private var answers: [String: String] = [:]
  /// The target of each symbolic link.
  private var links: [String: String] = [:]
  /// The names in each folder.
  private var folders: [String: Set<String>] = [:]

  /// The guest that `input` describes. Text before the first key is ignored. Of two equal keys, the
  /// first one counts.
  init(_ input: some Collection<UInt8>) {
    var key: String?
    var bytes: [UInt8] = []
    for line in input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      guard line.first == UInt8(ascii: "@") else {
        if key != nil { bytes += Array(line) + [UInt8(ascii: "\n")] }
        continue
      }
      keep(bytes, of: key)
      bytes = []
      key = begin(String(decoding: line.dropFirst(), as: UTF8.self))
    }
    keep(bytes, of: key)
  }

  /// Begins a line's key, and returns it. Returns nil for a link, which has no value.
  private func begin(_ line: String) -> String? {
    let words = line.split(separator: " ").map { String($0) }
    if words.count == 3, words[1] == "->" {
      if links[words[0]] == nil { links[words[0]] = words[2] }
      list(words[0])
      return nil
    }
    return words.joined(separator: " ")
  }

  private func keep(_ bytes: [UInt8], of key: String?) {
    guard let key, answers[key] == nil else { return }
    answers[key] = String(decoding: bytes, as: UTF8.self)
    list(key)
  }

  /// Adds a path to its parent folders.
  private func list(_ path: String) {
    var folder = path.utf8[...]
    while let slash = folder.lastIndex(of: UInt8(ascii: "/")) {
      let name = String(Substring(folder[folder.index(after: slash)...]))
      folder = folder[..<slash]
      let known = folders[String(Substring(folder)), default: []].insert(name).inserted
      if !known { return }
    }
  }

  /// Returns the value of a key; nil if there is none.
  func text(_ key: String) -> String? { answers[key] }

  /// Returns the variables that a file sets as rc.conf.
  func variables(in path: String) -> Variables {
    let evaluator = Evaluator(files: .none, steps: 5_000)
    _ = evaluator.run(Array((text(path) ?? "").utf8), named: path)
    return evaluator.variables
  }

  func run(_ query: Command) throws(GuestError) -> CommandResult {
    let name = query.executable.split(separator: "/").last.map { String($0) } ?? ""
    let words = ([name] + query.arguments).joined(separator: " ")
    guard let answer = text(words) ?? text(name) else { return CommandResult(.exit(1)) }
    return CommandResult(.exit(0), output: answer)
  }

  func contents(of path: String) throws(GuestError) -> [UInt8]? {
    text(path).map { Array($0.utf8) }
  }

  func names(in folder: String) throws(GuestError) -> [String]? { folders[folder]?.sorted() }

  func target(ofLink path: String) throws(GuestError) -> String? { links[path] }

  func isExecutable(_ path: String) -> Bool { true }

  func ownership(of path: String) throws(GuestError) -> FileOwnership? { nil }
}
