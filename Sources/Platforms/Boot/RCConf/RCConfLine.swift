import RCConf

/// A line of rc.conf(5) that begins with an assignment: `  name="value" # comment`.
struct RCConfLine {
  /// The blanks before the name.
  var indentation: String
  /// The name of the variable.
  var name: String
  /// The text after the `=`, with quotes and comment: `"value" # comment`.
  var rest: String

  /// Parses `line`, a line without its line end; nil if it does not begin with an assignment.
  init?(_ line: Substring) {
    let head = line.utf8.prefix { $0 == 0x20 || $0 == 0x09 }
    let name = line.utf8[head.endIndex...].prefix { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F
    }
    let after = line.utf8[name.endIndex...]
    guard !name.isEmpty, after.first == UInt8(ascii: "=") else { return nil }
    indentation = String(decoding: head, as: UTF8.self)
    self.name = String(decoding: name, as: UTF8.self)
    rest = String(decoding: after.dropFirst(), as: UTF8.self)
  }

  /// The value without its quotes, and the text after the value: `DHCP` and ` # lab` for
  /// `ifconfig_hn0="DHCP" # lab`. Nil if only sh(1) can tell the value (`$name`, an open quote), or
  /// if a command follows.
  var literal: (value: String, tail: String)? {
    let bytes = Array(rest.utf8)
    var value: [UInt8] = []
    var quote: UInt8?
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote, byte == open {
        quote = nil
      } else if quote == UInt8(ascii: "'") {
        value.append(byte)
      } else if byte == UInt8(ascii: "\\") {
        guard index + 1 < bytes.count, quote == nil || "\"\\$`".utf8.contains(bytes[index + 1])
        else { return nil }
        index += 1
        value.append(bytes[index])
      } else if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "`") {
        return nil
      } else if quote == nil, "\"'".utf8.contains(byte) {
        quote = byte
      } else if quote == nil, byte <= 0x20 || byte == UInt8(ascii: ";") {
        break
      } else if quote == nil, "&|<>()".utf8.contains(byte) {
        return nil
      } else {
        value.append(byte)
      }
      index += 1
    }
    let tail = bytes[index...]
    guard quote == nil, isNothing(tail) else { return nil }
    return (String(decoding: value, as: UTF8.self), String(decoding: tail, as: UTF8.self))
  }

  /// Returns true if `tail`, the text after an assignment, has no command for sh(1): only blanks,
  /// one `;`, or a comment.
  private func isNothing(_ tail: ArraySlice<UInt8>) -> Bool {
    var isComment = false
    var isEnded = false
    for byte in tail {
      if isComment { return true }
      switch byte {
      case UInt8(ascii: "#"): isComment = true
      case UInt8(ascii: ";") where !isEnded: isEnded = true
      case let byte where byte <= 0x20: continue
      default: return false
      }
    }
    return true
  }

  /// Returns the line `name="value"`, with a backslash before characters that are special in double
  /// quotes.
  static func text(_ name: String, _ value: String) -> String {
    "\(name)=\"\(quoted(value))\""
  }

  /// Returns `value` with a backslash before each character that is special in double quotes of
  /// sh(1): the double quote, the backslash, `$` and the backquote.
  private static func quoted(_ value: String) -> String {
    var bytes: [UInt8] = []
    for byte in value.utf8 {
      if "\"\\$`".utf8.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
