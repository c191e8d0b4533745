/// A JSON value (RFC 8259). The members of an object keep their order.
package indirect enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Int)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A member of an object: a name with a value.
  package struct Member: Equatable, Sendable {
    /// The name of the member.
    package var name: String
    /// The value of the member.
    package var value: JSONValue

    /// The member `name` with the value `value`.
    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An object with these members, in this order.
  package static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member($0.key, $0.value) })
  }

  /// Returns the description of `value` as a JSON string; JSON's `null` if `value` is nil.
  package static func text(_ value: (some CustomStringConvertible)?) -> JSONValue {
    value.map { .string("\($0)") } ?? .null
  }

  /// The JSON text in indented lines, in UTF-8, with a line break at its end.
  package var bytes: [UInt8] {
    var text = JSONText()
    write(to: &text, indentedBy: "")
    text.raw("\n")
    return text.bytes
  }

  /// The JSON text in one line, with a line break at its end, as in JSON Lines.
  package var line: String {
    var text = JSONText()
    write(to: &text, indentedBy: nil)
    text.raw("\n")
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// Adds the value to `text`. `indent` is the indentation of the present line; nil if all is to be
  /// in one line.
  private func write(to text: inout JSONText, indentedBy indent: String?) {
    switch self {
    case .null: text.raw("null")
    case .bool(let value): text.raw(value ? "true" : "false")
    case .number(let value): text.raw(String(value))
    case .string(let value): text.string(value.utf8)
    case .array(let values):
      Self.list(values, "[", "]", &text, indent) { $0.write(to: &$1, indentedBy: $2) }
    case .object(let members):
      Self.list(members, "{", "}", &text, indent) { member, text, indent in
        text.string(member.name.utf8)
        text.raw(": ")
        member.value.write(to: &text, indentedBy: indent)
      }
    }
  }

  private static func list<Item>(
    _ items: [Item], _ open: String, _ close: String, _ text: inout JSONText, _ indent: String?,
    _ write: (Item, inout JSONText, String?) -> Void
  ) {
    let deeper = indent.map { $0 + "  " }
    text.raw(open)
    for (index, item) in items.enumerated() {
      text.raw((index == 0 ? "" : deeper == nil ? ", " : ",") + (deeper.map { "\n" + $0 } ?? ""))
      write(item, &text, deeper)
    }
    text.raw((items.isEmpty ? "" : indent.map { "\n" + $0 } ?? "") + close)
  }
}
