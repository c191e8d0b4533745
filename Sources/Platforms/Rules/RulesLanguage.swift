import Failover
import RCConf

/// The syntax of a file, or of a command's output, that may name interfaces.
package enum RulesLanguage: Hashable, Sendable {
  /// The syntax of pf.conf(5), and of ipf(5), which uses the same words.
  case pf
  /// Rules of ipfw(8), or a sh script that contains such rules.
  case ipfw
  /// A file for nft(8), or the output of `nft list ruleset`.
  case nft
  /// The output of iptables-save(8), or a file in that form.
  case iptables
  /// A file of sysctl.conf(5) on Linux.
  case sysctl
  /// The file dhclient.conf(5), of ISC or of FreeBSD.
  case dhclient
  /// The file dhcpcd.conf(5).
  case dhcpcd
  /// The configuration file of another program. The value is the kind of file: where it is, and
  /// which of its lines count. A word of such a line names an interface if it is exactly the name.
  case setting(InterfaceSetting)

  /// True for the configuration file of a DHCP client. A takeover makes a copy of the file in which
  /// the bond has the settings of the NIC, so the user need not change the file.
  package var isFollowed: Bool { ofClients != nil }

  /// This syntax as a value of `ClientConfigurationText.Language`, if it is that of a DHCP client's
  /// configuration file; nil for any other syntax.
  var ofClients: ClientConfigurationText.Language? {
    switch self {
    case .dhclient: .dhclient
    case .dhcpcd: .dhcpcd
    default: nil
    }
  }

  /// Returns the lines of `text`, numbered from 1, with their words. Comments have no words, and a
  /// line without words is left out. Always empty for `dhclient` and `dhcpcd`, whose lines
  /// `ClientConfigurationText` finds.
  ///
  /// A line that continues on the next one is joined with it, and has the number of its first part.
  package func lines(of text: String) -> [RulesLine] {
    if case .setting(let setting) = self { return setting.lines(of: text) }
    var lines: [RulesLine] = []
    var start = 1
    var pending = ""
    for (index, part) in text[...].fields(separatedBy: 0x0A).enumerated() {
      if pending.isEmpty { start = index + 1 }
      let line = pending + String(part)
      if let begun = goesOn(line) {
        pending = begun + " "
        continue
      }
      pending = ""
      let tokens = tokens(of: line)
      if !tokens.isEmpty { lines.append(RulesLine(number: start, text: line, tokens: tokens)) }
    }
    return lines
  }

  /// Returns the beginning of a longer line, if `line` continues on the next one: `line` without
  /// the backslash at its end. In nft(8), a line also continues after a comma, which stays. Nil if
  /// `line` does not continue, and always for `sysctl` and `iptables`.
  private func goesOn(_ line: String) -> String? {
    switch (self, line.utf8.last) {
    case (.sysctl, _), (.iptables, _): nil
    case (_, UInt8(ascii: "\\")): String(Substring(line.utf8.dropLast()))
    case (.nft, UInt8(ascii: ",")): line
    default: nil
    }
  }

  private func tokens(of line: String) -> [RulesToken] {
    switch self {
    case .sysctl: sysctlTokens(of: line)
    case .iptables: RulesToken.all(in: line, wordsOnly: true)
    // ClientConfigurationText and InterfaceSetting find the lines of these.
    case .dhclient, .dhcpcd, .setting: []
    case .pf, .ipfw, .nft: RulesToken.all(in: line, wordsOnly: false, keepingStrings: self == .nft)
    }
  }

  /// Returns the parts of the variable name that a line of sysctl.conf(5) sets: `net`, `ipv4`,
  /// `conf`, `eth0`, `rp_filter` for `net.ipv4.conf.eth0.rp_filter=1`. Empty for a comment, or if
  /// the name has no separator.
  ///
  /// The first `.` or `/` in the name is the separator (sysctl.d(5)). The other of these two
  /// characters means a dot in the interface name.
  private func sysctlTokens(of line: String) -> [RulesToken] {
    let dot = UInt8(ascii: ".")
    let slash = UInt8(ascii: "/")
    let bytes = line.cut(at: UInt8(ascii: "=")).head.utf8.filter { !$0.isASCIIBlank }
    let key = bytes.drop { $0 == UInt8(ascii: "-") }
    guard let first = key.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";"),
      let separator = key.first(where: { $0 == dot || $0 == slash })
    else { return [] }
    return key.split(separator: separator).map { part in
      RulesToken(String(decoding: part.map { $0 == slash ? dot : $0 }, as: UTF8.self))
    }
  }
}

/// A line of packet filter rules or of a configuration file, with its words.
package struct RulesLine: Hashable, Sendable {
  /// The number of the line in its file, from 1.
  package var number: Int
  /// The line as written, with its comment. The parts of a continued line are joined.
  package var text: String
  /// The words of the line, without its comment. Empty for a DHCP client's configuration file.
  package var tokens: [RulesToken]
}

/// A word in a line of packet filter rules or of a configuration file.
package struct RulesToken: Hashable, Sendable {
  /// The word, without quotes.
  package var text: String
  /// The character that shows that the word is not an interface; nil if there is none. It is `$`
  /// before a macro, `<` or `@` before a table or set, or `=` after the name in a macro definition.
  package var sigil: UInt8?

  init(_ text: String, sigil: UInt8? = nil) {
    self.text = text
    self.sigil = sigil
  }

  /// The bytes that may occur in the name of an interface, or in a pattern such as `eth+`.
  private static let nameBytes = ByteSet(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-+*")
  /// The bytes that, directly before a word, show that the word is not an interface: `$ext`,
  /// `<table>`, `@set`.
  private static let sigils = ByteSet("$<@")

  /// Returns the words of `line` up to a comment. Splits at blanks if `wordsOnly`, else at every
  /// character that interface names and patterns do not contain. If `keepingStrings`, quoted text
  /// is one word. Empty if there are none.
  static func all(
    in line: String, wordsOnly: Bool, keepingStrings: Bool = true
  ) -> [RulesToken] {
    var tokens: [RulesToken] = []
    var word: [UInt8] = []
    var sigil: UInt8?
    var previous = UInt8(ascii: " ")
    var quote: UInt8?
    let end = {
      if !word.isEmpty {
        tokens.append(RulesToken(String(decoding: word, as: UTF8.self), sigil: sigil))
      }
      word = []
      sigil = nil
    }
    for byte in line.utf8 {
      defer { previous = byte }
      if byte == quote {
        quote = nil
        end()
      } else if quote != nil {
        word.append(byte)
      } else if keepingStrings, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        end()
        quote = byte
      } else if byte == UInt8(ascii: "#"), !wordsOnly || tokens.isEmpty && word.isEmpty {
        break
      } else if byte == UInt8(ascii: "/"), previous == byte, !wordsOnly {
        break
      } else if wordsOnly ? !byte.isASCIIBlank : Self.nameBytes.contains(byte) {
        if word.isEmpty, Self.sigils.contains(previous) { sigil = previous }
        word.append(byte)
      } else {
        end()
        // The word before `=` is the name of a macro.
        if byte == UInt8(ascii: "="), tokens.count == 1, !wordsOnly { tokens[0].sigil = byte }
      }
    }
    end()
    return tokens
  }
}
