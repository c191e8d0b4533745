import Failover

/// A kind of file in which an administrator names interfaces, beside packet filters and DHCP clients.
package struct InterfaceSetting: Hashable, Sendable {
  /// What is to be done with a line that names the synthetic NIC alone.
  package enum Advice: Hashable, Sendable {
    /// The setting takes several interfaces, or may stand there twice.
    case addBeside
    /// It takes one.
    case replace
  }

  /// Which lines of a file count.
  package enum Scope: Hashable, Sendable {
    /// Every line.
    case all
    /// Those that do not begin with one of these words: they make the interface itself, which a
    /// takeover sees to.
    case allBut([String])
    /// Those with one of these words before the name.
    case behind([String])
  }

  /// Its paths: files, or with `*` in its last part all files of a folder with that end.
  package var paths: [String]
  /// How comments are written.
  package var comments: CommentSyntax
  /// What counts.
  package var scope: Scope
  /// What is to be done.
  package var advice: Advice

  init(
    _ paths: String, _ comments: CommentSyntax = .number, _ scope: Scope = .all,
    _ advice: Advice = .addBeside
  ) {
    self.paths = paths.words
    self.comments = comments
    self.scope = scope
    self.advice = advice
  }

  /// What is to be done, for people.
  package func remedy(_ nic: InterfaceName, _ bond: InterfaceName) -> String {
    let what =
      advice == .addBeside ? "add \(bond) beside \(nic)" : "write \(bond) in the place of \(nic)"
    return "after a takeover \(bond) has its traffic: \(what)"
  }

  /// The lines of `text` without comments that count.
  func lines(of text: String) -> [RulesLine] {
    let bare = comments.withoutComments(text).utf8
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let written = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return bare.indices.compactMap { index in
      let tokens = Self.tokens(of: bare[index])
      guard !tokens.isEmpty, counts(tokens) else { return nil }
      let line = index < written.count ? String(Substring(written[index])) : ""
      return RulesLine(number: index + 1, text: line, tokens: tokens)
    }
  }

  private func counts(_ tokens: [RulesToken]) -> Bool {
    switch scope {
    case .all: true
    case .allBut(let words): !words.contains { $0 == tokens[0].text }
    case .behind(let words): tokens.contains { token in words.contains { $0 == token.text } }
    }
  }

  /// What can be an interface's name, and what can not be told from one.
  private static func tokens(of line: Substring.UTF8View) -> [RulesToken] {
    line.split { byte in
      !(byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-"))
    }.map { RulesToken(String(Substring($0))) }
  }
}

extension InterfaceSetting {
  /// The files that are there, each with what it is.
  static func sources(
    _ all: [InterfaceSetting], asking guest: any GuestView
  ) throws(GuestError) -> [RulesSource] {
    var sources: [RulesSource] = []
    for setting in all {
      for path in setting.paths {
        for file in try files(path, asking: guest) {
          sources.append(RulesSource(.file(file), in: .setting(setting)))
        }
      }
    }
    return sources
  }

  /// The path itself or, with `*` in it, the files of its folder; copies that editors and packages leave
  /// are read by nobody.
  private static func files(
    _ path: String, asking guest: any GuestView
  ) throws(GuestError) -> [String] {
    guard let star = path.utf8.firstIndex(of: UInt8(ascii: "*")) else { return [path] }
    let folder = String(path[..<star].dropLast())
    let end = String(path[path.utf8.index(after: star)...])
    let others = [
      "~", ".bak", ".old", ".orig", ".dpkg-old", ".dpkg-dist", ".dpkg-new", ".rpmnew", ".rpmsave",
    ]
    return (try guest.names(in: folder) ?? [])
      .filter { name in name.hasSuffix(end) && !others.contains { name.hasSuffix($0) } }
      .map { "\(folder)/\($0)" }
  }
}
