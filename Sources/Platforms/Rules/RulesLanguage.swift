import Failover
import RCConf

/// The syntax of a file or listing that names interfaces.
package enum RulesLanguage: Hashable, Sendable {
  /// pf.conf(5), and ipf(5), which uses the same words.
  case pf
  /// ipfw(8): rules, or a sh script that contains rules.
  case ipfw
  /// nft(8).
  case nft
  /// iptables-save(8).
  case iptables
  /// sysctl.conf(5) of Linux.
  case sysctl
  /// dhclient.conf(5), of ISC and of FreeBSD.
  case dhclient
  /// dhcpcd.conf(5).
  case dhcpcd
  /// The configuration file of another program, of this kind. Only its words are compared.
  case setting(InterfaceSetting)

  /// True for the configuration file of a DHCP client. A takeover makes a copy in which the bond
  /// has the settings of the NIC, so the file need not be changed by hand.
  package var isFollowed: Bool { ofClients != nil }

  /// The language of a DHCP client's configuration file; nil if this is another syntax.
  var ofClients: ClientConfigurationText.Language? {
    switch self {
    case .dhclient: .dhclient
    case .dhcpcd: .dhcpcd
    default: nil
    }
  }

  /// Returns the lines of `text`, numbered from 1, without comments.
  ///
  /// A continued line is one line, with the number of its first part.
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

  /// Returns the line without the character that continues it on the next line; nil if it does not
  /// continue. A list of nft(8) continues after a comma, which stays.
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

  /// Returns the parts of a sysctl name: `net`, `ipv4`, `conf`, `eth0`, `rp_filter`.
  ///
  /// The separator is the first `.` or `/` (sysctl.d(5)). The other character means a dot in the
  /// interface name.
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

/// A line of rules or of a configuration file, with its words.
package struct RulesLine: Hashable, Sendable {
  /// The line number, from 1.
  package var number: Int
  /// The line as written, with its comment.
  package var text: String
  /// The words of the line.
  package var tokens: [RulesToken]
}

/// A word in a line of rules.
package struct RulesToken: Hashable, Sendable {
  /// The word, without quotes.
  package var text: String
  /// The character that shows that the word is not an interface: `$` before a macro, `<` or `@`
  /// before a table or set, `=` after the name in a macro definition; nil if there is none.
  package var sigil: UInt8?

  init(_ text: String, sigil: UInt8? = nil) {
    self.text = text
    self.sigil = sigil
  }

  /// The bytes that an interface name or a pattern may contain.
  private static let nameBytes = ByteSet(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-+*")
  /// The bytes before a word that show that it is not an interface.
  private static let sigils = ByteSet("$<@")

  /// Returns the words of `line` before a comment. Splits at blanks if `wordsOnly`, else at every
  /// character that interface names do not contain. If `keepingStrings`, quoted text is one word.
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
