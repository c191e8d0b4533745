import Failover

/// The syntax of a file or listing that names interfaces.
package enum RulesLanguage: Hashable, Sendable {
  /// pf.conf(5), and ipf(5), which uses the same words.
  case pf
  /// ipfw(8): rules, or a sh script with them.
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
  /// The file of another program, of which only the words count.
  case setting(InterfaceSetting)

  /// True if a takeover updates what is said about the NIC.
  package var isFollowed: Bool { ofClients != nil }

  /// The same syntax as that of a DHCP client.
  var ofClients: ClientConfigurationText.Language? {
    switch self {
    case .dhclient: .dhclient
    case .dhcpcd: .dhcpcd
    default: nil
    }
  }

  /// The lines of `text`, numbered from 1, without comments.
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

  /// The line without its continuation sign; nil if it does not continue. A list of nft continues
  /// after a comma.
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
    // Their lines are found in another way.
    case .dhclient, .dhcpcd, .setting: []
    case .pf, .ipfw, .nft: RulesToken.all(in: line, wordsOnly: false, keepingStrings: self == .nft)
    }
  }

  /// The parts of a sysctl name: `net`, `ipv4`, `conf`, `eth0`, `rp_filter`.
  ///
  /// The separator is the first of `.` and `/` (sysctl.d(5)). The other one stands for a dot in the
  /// interface's name.
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
  /// Its number, from 1.
  package var number: Int
  /// The line as in the file.
  package var text: String
  /// Its words.
  package var tokens: [RulesToken]
}

/// A word of a line of rules.
package struct RulesToken: Hashable, Sendable {
  /// The word, without quotes.
  package var text: String
  /// The character before it that shows that it is no interface: `$` of a macro, `<` and `@` of a
  /// table or set.
  package var sigil: Character?

  init(_ text: String, sigil: Character? = nil) {
    self.text = text
    self.sigil = sigil
  }

  /// The words of `line` before a comment, split at blanks or at every character that no interface
  /// name contains. `keepingStrings` keeps quoted text as one word.
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
        // The name of a macro, before its definition.
        if character == "=", tokens.count == 1, !wordsOnly { tokens[0].sigil = "=" }
      }
    }
    end()
    return tokens
  }
}

extension Character {
  /// True if it can be part of an interface name or a pattern.
  fileprivate var isInName: Bool {
    isASCIILetter || isASCIIDigit || self == "_" || self == "." || self == "-" || self == "+"
      || self == "*"
  }
}
