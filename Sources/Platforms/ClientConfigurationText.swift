import Failover
import RCConf

/// The text of a DHCP client's configuration file, in which the names of interfaces can be found
/// and replaced.
///
/// dhclient.conf(5) of ISC and of FreeBSD has the name in quotes after `interface`, in a block or a
/// lease: `interface "eth0" {`. dhcpcd.conf(5) has the name without quotes, in a line of its own:
/// `interface eth0`.
struct ClientConfigurationText {
  /// The syntax of the file: that of dhclient.conf(5) or that of dhcpcd.conf(5).
  enum Language { case dhclient, dhcpcd }

  /// A word of the file: its text without quotes, its range and its line.
  struct Word {
    var text: String
    /// The indices of the word, including its quotes, in the bytes of the file.
    var range: Range<Int>
    /// The number of the line in which the word begins, from 1.
    var line: Int
  }

  let bytes: [UInt8]
  let language: Language

  init(_ bytes: [UInt8], _ language: Language) {
    self.bytes = bytes
    self.language = language
  }

  /// Returns the words that name the interface `name` after the word `interface`; empty if there
  /// are none.
  func places(naming name: InterfaceName) -> [Word] {
    let words = self.words
    return words.indices.filter { index in
      index > 0 && words[index].text == name.text && isName(words, at: index)
    }.map { words[$0] }
  }

  private func isName(_ words: [Word], at index: Int) -> Bool {
    guard words[index - 1].text == "interface" else { return false }
    switch language {
    case .dhclient: return bytes[words[index].range.lowerBound] == UInt8(ascii: "\"")
    case .dhcpcd:
      let line = words[index].line
      return words[index - 1].line == line && (index < 2 || words[index - 2].line != line)
    }
  }

  /// The `include "/path";` statements of a dhclient.conf(5): the path of each included file, and
  /// the range of the statement in `bytes`. Only absolute paths. Empty if there are none, and for a
  /// dhcpcd.conf(5).
  var inclusions: [(path: String, range: Range<Int>)] {
    guard language == .dhclient else { return [] }
    let words = self.words
    return words.indices.dropLast(2).filter {
      words[$0].text == "include" && words[$0 + 1].text.hasPrefix("/") && words[$0 + 2].text == ";"
    }.map { (words[$0 + 1].text, words[$0].range.lowerBound..<words[$0 + 2].range.upperBound) }
  }

  /// Returns the text in which each `interface` line or block that names the interface `name` names
  /// `new` instead.
  func naming(_ new: InterfaceName, insteadOf name: InterfaceName) -> [UInt8] {
    let mark = language == .dhclient ? "\"" : ""
    return replacing(places(naming: name).map { ($0.range, Array("\(mark)\(new)\(mark)".utf8)) })
  }

  /// Returns the text in which each `range` of `places` is replaced by the `bytes` beside it. The
  /// ranges must be sorted and must not overlap.
  func replacing(_ places: [(range: Range<Int>, bytes: [UInt8])]) -> [UInt8] {
    var result: [UInt8] = []
    var end = 0
    for place in places {
      result += bytes[end..<place.range.lowerBound] + place.bytes
      end = place.range.upperBound
    }
    return result + bytes[end...]
  }
}

extension ClientConfigurationText {
  /// The words of the text, in order, without comments. In a dhclient.conf(5), a quoted string is
  /// one word, and so is each of the characters `{};,()=`.
  var words: [Word] {
    var words: [Word] = []
    var line = 1
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") { line += 1 }
      let end = self.end(ofWordAt: index)
      if let text = text(index..<end) {
        words.append(Word(text: text, range: index..<end, line: line))
        line += bytes[index..<end].lazy.filter { $0 == UInt8(ascii: "\n") }.count
      }
      index = end
    }
    return words
  }

  /// Returns the text of the word at `range`, without its quotes; nil if the bytes at `range` are a
  /// blank or a comment.
  private func text(_ range: Range<Int>) -> String? {
    let word = bytes[range]
    switch word.first {
    case UInt8(ascii: "#"): return nil
    case let first? where first <= 0x20: return nil
    case UInt8(ascii: "\"") where language == .dhclient:
      return String(decoding: word.dropFirst().prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    default: return String(decoding: word, as: UTF8.self)
    }
  }

  private func end(ofWordAt start: Int) -> Int {
    let rest = bytes[(start + 1)...]
    let isEnd: (UInt8) -> Bool
    switch bytes[start] {
    case UInt8(ascii: "#"): isEnd = { $0 == UInt8(ascii: "\n") }
    case let byte where byte <= 0x20: return start + 1
    case UInt8(ascii: "\"") where language == .dhclient: return endOfString(from: start)
    case let byte where isSign(byte): return start + 1
    default: isEnd = { $0 <= 0x20 || isSign($0) || $0 == UInt8(ascii: "\"") }
    }
    return rest.firstIndex(where: isEnd) ?? bytes.count
  }

  private func endOfString(from start: Int) -> Int {
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, bytes.count)
  }

  private func isSign(_ byte: UInt8) -> Bool {
    language == .dhclient && "{};,()=".utf8.contains(byte)
  }
}
