import Failover
import RCConf

/// A guest that a text plays. A line `@KEY` begins what is behind KEY, up to the next such line:
///
///     @ifconfig -a                   what a command prints; `@ifconfig`: whatever its words are
///     @/proc/net/route               what a file holds
///     @/sys/class/net/eth0 -> ../..  a symbolic link; behind it is nothing
final class FuzzGuest: GuestView {
  private var answers: [(key: String, text: String)] = []
  private var links: [(path: String, target: String)] = []

  /// The guest that `input` plays. What stands before the first key is left out.
  init(_ input: some Collection<UInt8>) {
    let text = String(decoding: Array(input), as: UTF8.self)
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let line = String(Substring(line))
      if line.hasPrefix("@") {
        begin(line.dropFirst().split(separator: " ").map { String($0) })
      } else if !answers.isEmpty {
        answers[answers.count - 1].text += line + "\n"
      }
    }
  }

  private func begin(_ key: [String]) {
    if key.count == 3, key[1] == "->" {
      links.append((key[0], key[2]))
    } else {
      answers.append((key.joined(separator: " "), ""))
    }
  }

  /// What is behind a key; nil: nothing is.
  func text(_ key: String) -> String? { answers.first { $0.key == key }?.text }

  /// The variables that a file sets as rc.conf.
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

  func names(in folder: String) throws(GuestError) -> [String]? {
    var names: [String] = []
    for path in answers.map({ $0.key }) + links.map({ $0.path }) where path.hasPrefix(folder + "/")
    {
      guard let name = path.dropFirst(folder.utf8.count).split(separator: "/").first else {
        continue
      }
      if !names.contains(String(name)) { names.append(String(name)) }
    }
    return names.isEmpty ? nil : names.sorted()
  }

  func target(ofLink path: String) throws(GuestError) -> String? {
    links.first { $0.path == path }?.target
  }

  func isExecutable(_ path: String) -> Bool { true }

  func ownership(of path: String) throws(GuestError) -> FileOwnership? { nil }
}
