import Failover
import RCConf

/// A kind of configuration file that may name interfaces, such as dnsmasq.conf: where it is and how
/// to read it. Not for files of packet filters and DHCP clients.
package struct InterfaceSetting: Hashable, Sendable {
  /// The advice to the user about a line that names the synthetic NIC and not the bond.
  package enum Advice: Hashable, Sendable {
    /// Add the bond to the line or in a second line: the setting takes several interfaces, or may
    /// occur twice.
    case addBeside
    /// Write the bond instead of the NIC: the setting takes only one interface.
    case replace
  }

  /// The lines of a file in which the names of interfaces are searched.
  package enum Scope: Hashable, Sendable {
    /// Every line of the file.
    case all
    /// Every line, except those whose first word is one of these, such as `iface`, and those that
    /// set an interface down, as a bond needs it. Such a line configures the interface itself, and
    /// a takeover handles it.
    case allBut([String])
    /// Only lines that contain one of these words, such as `interfaces` in `interfaces: [eth0]`.
    case behind([String])
  }

  /// The paths of the files. `*` in the last part of a path means all names with the ending after
  /// `*`: `/etc/cron.d/*`, `/etc/unbound/unbound.conf.d/*.conf`.
  package var paths: [String]
  /// The syntax of comments in the files.
  package var comments: CommentSyntax
  /// The lines of the files in which the names of interfaces are searched.
  package var scope: Scope
  /// The advice about a line in `scope` that names the synthetic NIC and not the bond.
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

  /// Returns the advice as text of a message about a line that names the synthetic NIC `nic` and
  /// not `bond`: "after a takeover bond0 has its traffic: add bond0 beside eth0".
  package func remedy(_ nic: InterfaceName, _ bond: InterfaceName) -> String {
    let what =
      advice == .addBeside ? "add \(bond) beside \(nic)" : "write \(bond) in the place of \(nic)"
    return "after a takeover \(bond) has its traffic: \(what)"
  }

  /// Returns the lines of `text`, a whole file, in which names of interfaces are searched
  /// (`scope`), with their words. Comments have no words, and a line without words is left out.
  /// Empty if there are none.
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
    case .allBut(let words):
      !words.contains { $0 == tokens[0].text } && !Self.setsDown(tokens.map { $0.text })
    case .behind(let words): tokens.contains { token in words.contains { $0 == token.text } }
    }
  }

  /// True for the words of a command such as `ip link set dev eth0 down`.
  private static func setsDown(_ words: [String]) -> Bool {
    words.last == "down" && (words.contains("link") || words.contains("ifconfig"))
  }

  /// Returns the words of `line`, split at every character that no interface name contains:
  /// `interfaces: [eth0]` gives `interfaces` and `eth0`. Empty if there are none.
  private static func tokens(of line: Substring) -> [RulesToken] {
    line.words(between: separators).map { RulesToken($0) }
  }

  /// The ASCII characters at which a line is split into words: all but letters, digits, `_`, `.`
  /// and `-`.
  private static let separators = ByteSet(
    String(
      decoding: (0...0x7F as ClosedRange<UInt8>).filter { byte in
        !byte.isASCIILetter && !byte.isASCIIDigit && byte != UInt8(ascii: "_")
          && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "-")
      }, as: UTF8.self))
}

extension InterfaceSetting {
  /// Returns the files of the kinds `all`, each as a source of lines that may name interfaces. A
  /// file whose path has no `*` need not exist. Throws if a folder cannot be read.
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

  /// Returns `path` itself or, if it contains `*`, the paths of the files in the folder that match.
  /// Copies that editors and packages make, such as `a.conf.bak`, are left out, since no program
  /// reads them.
  ///
  /// Empty if no file matches. Throws if the folder cannot be read.
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
