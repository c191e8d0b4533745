import Failover

/// A rule of udev(7): conditions and assignments, each with a key, an operator and a value.
struct UdevRule {
  /// A condition or an assignment of a rule: `ATTR{address}=="00:15:5d:4a:0b:01"`.
  struct Part: Hashable {
    /// The key without its attribute: `ATTR` of `ATTR{address}`.
    var key: String
    /// The attribute in braces after the key: `address` of `ATTR{address}`; empty if there is none.
    var attribute: String
    /// The operator: `==` or `!=` in a condition, `=`, `:=` or `+=` in an assignment.
    var sign: String
    /// The value, without quotes.
    var value: String
  }

  /// The conditions and assignments of the rule, in order.
  private(set) var parts: [Part] = []

  /// Returns the rules in `text`, the contents of a rules file. A backslash at the end of a line
  /// joins it with the next one. Comments are left out.
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

  /// Parses `line`, the text of one rule, up to the first part that is invalid.
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

  /// Returns the part that consists of `head` and the quoted `value` after it. `head` is
  /// `, KEY{attribute} OPERATOR`, perhaps with a letter before the quote. Nil if `head` has no key
  /// or no operator.
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

  /// Returns true if the rule gives the name `name` to the interfaces that it matches, by `NAME=`
  /// or `NAME:=`.
  func gives(_ name: InterfaceName) -> Bool {
    parts.contains { $0.key == "NAME" && ["=", ":="].contains($0.sign) && $0.value == name.text }
  }

  /// Returns true if every condition of the rule holds for the synthetic NIC `twin` when udev adds
  /// that NIC. False if a condition has a key whose value for `twin` is unknown. Throws if sysfs
  /// cannot be read.
  func isFor(_ twin: TwinForNaming) throws(GuestError) -> Bool {
    for part in parts where part.sign == "==" || part.sign == "!=" {
      guard let text = try text(of: part, of: twin) else { return false }
      let patterns = part.value[...].fields(separatedBy: UInt8(ascii: "|")).map(String.init)
      guard matches(text, anyOf: patterns) == (part.sign == "==") else { return false }
    }
    return true
  }

  /// Returns the value that the synthetic NIC `twin` has for the key of `part`, a condition: `net`
  /// for `SUBSYSTEM`. Nil if the value is unknown. Throws if sysfs cannot be read.
  private func text(of part: Part, of twin: TwinForNaming) throws(GuestError) -> String? {
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
