import Failover

/// A rule of udev(7): keys, each with an operator and a value.
struct UdevRule {
  /// One key with its operator and value: `ATTR{address}=="00:15:5d:4a:0b:01"`.
  struct Part: Hashable {
    /// The key without its attribute: `ATTR`.
    var key: String
    /// The attribute in braces: `address`; empty for a key without one.
    var attribute: String
    /// The operator: `==`.
    var sign: String
    /// The value, without quotes.
    var value: String
  }

  /// The keys of the rule with their operators and values, in order.
  private(set) var parts: [Part] = []

  /// The rules in the text of a file. A backslash continues a line. Comments are left out.
  static func all(in text: String) -> [UdevRule] {
    var rules: [UdevRule] = []
    var line = ""
    for piece in text.lines {
      let isComment = piece.words.first?.hasPrefix("#") == true
      if isComment { continue }
      line += piece
      if line.utf8.last == UInt8(ascii: "\\") {
        line = String(Substring(line.utf8.dropLast()))
        continue
      }
      rules.append(UdevRule(line))
      line = ""
    }
    return rules
  }

  /// Parses a rule up to the first invalid part.
  init(_ line: String) {
    var rest = Substring(line).utf8
    while let open = rest.firstIndex(of: UInt8(ascii: "\"")) {
      let head = Substring(rest[..<open])
      let tail = rest[rest.index(after: open)...]
      guard let close = tail.firstIndex(of: UInt8(ascii: "\"")),
        let part = Self.part(head, value: String(Substring(tail[..<close])))
      else { return }
      parts.append(part)
      rest = tail[tail.index(after: close)...]
    }
  }

  /// Parses the text before the value: `, KEY{attribute} SIGN`, and perhaps a letter before the
  /// quote.
  private static func part(_ head: Substring, value: String) -> Part? {
    let signs = "=!+-:".utf8
    let blanks = " \t,".utf8
    let text = head.utf8.filter { !blanks.contains($0) }
    let name = text.prefix { !signs.contains($0) }
    let sign = text[name.endIndex...].prefix { signs.contains($0) }
    guard !name.isEmpty, !sign.isEmpty else { return nil }
    let (key, rest) = String(decoding: name, as: UTF8.self).cut(at: UInt8(ascii: "{"))
    let attribute = rest.map { String($0.dropLast()) } ?? ""
    return Part(
      key: String(key), attribute: attribute, sign: String(decoding: sign, as: UTF8.self),
      value: value)
  }

  /// True if the rule gives the name `name` to the interfaces that it matches.
  func gives(_ name: InterfaceName) -> Bool {
    parts.contains { $0.key == "NAME" && ["=", ":="].contains($0.sign) && $0.value == name.text }
  }

  /// True if a rule that matches a VF also matches its synthetic NIC, `twin`, at the time when the
  /// synthetic NIC is added: every condition holds for both.
  func isFor(_ twin: NamedTwin) throws(GuestError) -> Bool {
    for part in parts where part.sign == "==" || part.sign == "!=" {
      guard let text = try text(of: part, of: twin) else { return false }
      let patterns = part.value[...].fields(separatedBy: UInt8(ascii: "|")).map(String.init)
      guard matches(text, anyOf: patterns) == (part.sign == "==") else { return false }
    }
    return true
  }

  /// The value that the synthetic NIC has for the key of a condition; nil if it is unknown.
  private func text(of part: Part, of twin: NamedTwin) throws(GuestError) -> String? {
    switch part.key {
    case "ACTION": "add"
    case "SUBSYSTEM": "net"
    case "KERNEL": twin.name.text
    case "NAME": ""
    case "DRIVERS": twin.driver
    case "SUBSYSTEMS": twin.bus
    case "ATTR", "SYSFS": try twin.attribute(part.attribute)
    case "ATTRS" where part.attribute == "address": try twin.attribute(part.attribute)
    default: nil
    }
  }
}
