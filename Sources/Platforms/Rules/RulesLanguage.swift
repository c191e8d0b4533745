import Failover

/// The syntax of a file or listing that names interfaces.
package enum RulesLanguage: Hashable, Sendable {
  /// pf.conf(5), and ipf(5), since it uses the same words.
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
  /// The configuration file of another program. Only its words are compared.
  case setting(InterfaceSetting)

  /// True if a takeover applies the settings for the NIC to the bond.
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
    let all = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, part) in all.enumerated() {
      if pending.isEmpty { start = index + 1 }
      let line = pending + String(Substring(part))
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

  /// Returns the line without its continuation sign; nil if it does not continue. A list of nft(8)
  /// continues after a comma.
  private func goesOn(_ line: String) -> String? {
    switch (self, line.utf8.last) {
    case (.sysctl, _), (.iptables, _): nil
    case (_, UInt8(ascii: "\\")): String(line.dropLast())
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
    let key = line.prefix { $0 != "=" }.filter { !$0.isASCIIBlank }.drop { $0 == "-" }
    guard let first = key.first, first != "#", first != ";",
      let separator = key.first(where: { $0 == "." || $0 == "/" })
    else { return [] }
    return key.split(separator: separator).map { part in
      RulesToken(String(part.map { $0 == "/" || $0 == "." ? "." : $0 }))
    }
  }
}

/// One line of rules.
package struct RulesLine: Hashable, Sendable {
  /// The line number, from 1.
  package var number: Int
  /// The line as in the file.
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
  package var sigil: Character?

  init(_ text: String, sigil: Character? = nil) {
    self.text = text
    self.sigil = sigil
  }

  /// Returns the words of `line` before a comment. Splits at blanks if `wordsOnly`, else at every
  /// character that interface names do not contain. If `keepingStrings`, quoted text is one word.
  static func all(
    in line: String, wordsOnly: Bool, keepingStrings: Bool = true
  ) -> [RulesToken] {
    var tokens: [RulesToken] = []
    var word = ""
    var sigil: Character?
    var previous: Character = " "
    var quote: Character?
    let end = {
      if !word.isEmpty { tokens.append(RulesToken(word, sigil: sigil)) }
      word = ""
      sigil = nil
    }
    for character in line {
      defer { previous = character }
      if character == quote {
        quote = nil
        end()
      } else if quote != nil {
        word.append(character)
      } else if keepingStrings, character == "\"" || character == "'" {
        end()
        quote = character
      } else if character == "#", !wordsOnly || tokens.isEmpty && word.isEmpty {
        break
      } else if character == "/", previous == "/", !wordsOnly {
        break
      } else if wordsOnly ? !character.isASCIIBlank : character.isInName {
        if word.isEmpty, ["$", "<", "@"].contains(previous) { sigil = previous }
        word.append(character)
      } else {
        end()
        // The word before `=` is the name of a macro.
        if character == "=", tokens.count == 1, !wordsOnly { tokens[0].sigil = "=" }
      }
    }
    end()
    return tokens
  }
}

extension Character {
  /// True if an interface name or a pattern may contain the character.
  fileprivate var isInName: Bool {
    isASCIILetter || isASCIIDigit || self == "_" || self == "." || self == "-" || self == "+"
      || self == "*"
  }
}
