/// Replaces free text in a line: the description of an interface, in which a user may write
/// anything about a customer or a place.
enum FreeText {
  /// The text that a report shows in place of a description.
  private static let standIn = Array("[text]".utf8)

  /// Returns the line with `[text]` in place of the description that it sets or shows; the line
  /// itself if it has none.
  static func redacted(_ line: [UInt8]) -> [UInt8] {
    if let start = line.firstIndex(ofBytes: Array("descr".utf8)) {
      let range = value(line, from: start)
      return range.isEmpty
        ? line : line[..<range.lowerBound] + standIn + line[range.upperBound...]
    }
    // ip(8) shows a description as a line of its own. In ifconfig(8), `alias` is another word.
    let alias = Array("    alias ".utf8)
    return line.firstIndex(ofBytes: alias) == 0 ? alias + standIn : line
  }

  /// Returns the range of the description behind the word at `start`: `descr`, `description`, or the
  /// end of a variable such as `ifconfig_hn0_descr`. Empty if the word is part of a sentence.
  private static func value(_ line: [UInt8], from start: Int) -> Range<Int> {
    var end = start
    while end < line.count, isAlphanumeric(line[end]) { end += 1 }
    let isMarked = end < line.count && [0x3A, 0x3D].contains(line[end])
    let value = SecretValue(in: line, behind: end, isWhole: isMarked)
    // In a command, such as the one that a plan shows, a blank is before the word.
    let isCommand =
      start > 0 && line[start - 1] == 0x20
      && Array(line[..<start]).firstIndex(ofBytes: Array("ifconfig".utf8)) != nil
    let isWord = end - start == 5 || end - start == 11
    return isWord && (value.isAssigned || isCommand) ? value.range : start..<start
  }
}
