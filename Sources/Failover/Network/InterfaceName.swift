/// The name of a network interface, as a kernel accepts it.
///
/// At most 15 bytes (`IFNAMSIZ` is 16 on both systems); no `/`, blank or control character; not `.`
/// or `..`; no leading `-`. A name is therefore one word in an argument list, and one component of
/// a path such as `hyperv_vfup.hn0`. Linux itself refuses most names that break these rules
/// (`dev_valid_name`, net/core/dev.c). ifconfig(8) and ip(8) would read a leading `-` as an option.
package struct InterfaceName: Hashable, Sendable, CustomStringConvertible {
  /// The name, such as `hn0`.
  package let text: String

  /// The name `text`. Nil if it is empty, longer than 15 bytes, `.` or `..`, begins with `-`, or
  /// contains `/`, a blank or a control character.
  package init?(_ text: String) {
    let bytes = text.utf8
    guard (1...15).contains(bytes.count), text != ".", text != "..",
      bytes.first != UInt8(ascii: "-")
    else { return nil }
    for byte in bytes where byte <= 0x20 || byte == 0x7f || byte == UInt8(ascii: "/") {
      return nil
    }
    self.text = text
  }

  /// The same as `text`.
  package var description: String { text }

  /// All digits of the name, joined: `12` for `hn12` and for `enp1s2`; empty for `lo`.
  package var unit: String {
    String(decoding: text.utf8.filter { (0x30...0x39).contains($0) }, as: UTF8.self)
  }

  /// The name as it is written in the names of rc.conf variables: `.`, `-`, `/` and `+` become `_`.
  /// `eth0.5` gives `eth0_5`, as in `ifconfig_eth0_5` (`get_if_var` of network.subr).
  package var variablePart: String {
    let bytes = text.utf8.map { (byte: UInt8) -> UInt8 in
      switch byte {
      case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "+"):
        UInt8(ascii: "_")
      default: byte
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// True if the name begins with one of `families`, followed by a digit: `lo0` for the family
  /// `lo`. What follows the digit does not matter, as in the pattern `lo[0-9]*` of network.subr.
  package func isUnit(ofAny families: [String]) -> Bool {
    families.contains { family in
      guard text.hasPrefix(family), let next = text.utf8.dropFirst(family.utf8.count).first
      else { return false }
      return (0x30...0x39).contains(next)
    }
  }
}

// Reasons and messages are put together with `+`: an interpolation takes several hundred bytes of
// code in the compiled programs, each of these about thirty.
extension InterfaceName {
  /// The text, then the name: `"a member of " + bond`.
  @inline(never)
  package static func + (text: String, name: InterfaceName) -> String {
    var joined = text
    joined.append(name.text)
    return joined
  }

  /// The name, then the text: `bond + " is missing"`.
  @inline(never)
  package static func + (name: InterfaceName, text: String) -> String {
    var joined = name.text
    joined.append(text)
    return joined
  }
}
