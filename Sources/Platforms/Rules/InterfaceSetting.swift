import Failover
import RCConf

/// A kind of configuration file that names interfaces, other than the files of packet filters and
/// DHCP clients.
package struct InterfaceSetting: Hashable, Sendable {
  /// The advice for a line that names the synthetic NIC and not the bond.
  package enum Advice: Hashable, Sendable {
    /// Add the bond. The setting takes several interfaces, or may occur twice.
    case addBeside
    /// Replace the NIC by the bond. The setting takes one interface.
    case replace
  }

  /// The lines of a file in which the name of an interface is searched.
  package enum Scope: Hashable, Sendable {
    /// Every line.
    case all
    /// Lines that do not begin with one of these words. The words configure the
    /// interface itself, and a takeover handles these lines.
    case allBut([String])
    /// Lines with one of these words before the interface name.
    case behind([String])
  }

  /// The paths. A path with `*` in the last part means all files of the folder with the ending
  /// after `*`.
  package var paths: [String]
  /// The syntax of the comments.
  package var comments: CommentSyntax
  /// The lines of the file in which names are searched.
  package var scope: Scope
  /// The advice for these lines.
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

  /// Returns the advice as text for a message about a line that names `nic` and not `bond`.
  package func remedy(_ nic: InterfaceName, _ bond: InterfaceName) -> String {
    let what =
      advice == .addBeside ? "add \(bond) beside \(nic)" : "write \(bond) in the place of \(nic)"
    return "after a takeover \(bond) has its traffic: \(what)"
  }

  /// Returns the lines of `text` in which names are searched (`scope`), without their comments.
  func lines(of text: String) -> [RulesLine] {
    let bare = comments.withoutComments(text)[...].fields(separatedBy: 0x0A)
    let written = text[...].fields(separatedBy: 0x0A)
    return bare.indices.compactMap { index in
      let tokens = Self.tokens(of: bare[index])
      guard !tokens.isEmpty, counts(tokens) else { return nil }
      let line = index < written.count ? String(written[index]) : ""
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

  /// Returns the words of a line that consist of the characters of interface names.
  private static func tokens(of line: Substring) -> [RulesToken] {
    line.words(between: separators).map { RulesToken($0) }
  }

  /// The characters of ASCII that are not in names of interfaces.
  private static let separators = ByteSet(
    String(
      decoding: (0...0x7F as ClosedRange<UInt8>).filter { byte in
        !byte.isASCIILetter && !byte.isASCIIDigit && byte != UInt8(ascii: "_")
          && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "-")
      }, as: UTF8.self))
}

extension InterfaceSetting {
  /// Returns the files of these kinds, each as a source of lines that may name interfaces.
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

  /// Returns the path itself or, if it contains `*`, the files in the folder. Leaves out the copies
  /// that editors and packages make, since no program reads them.
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
