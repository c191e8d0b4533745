/// The name of a network interface, as a kernel accepts it.
///
/// At most 15 bytes (`IFNAMSIZ` is 16 on both systems); no `/`, blank or control character; not `.`
/// or `..`; no leading `-`. It is therefore one word in an argument list, and one component of a
/// path such as `hyperv_vfup.hn0`. Linux refuses the first four itself (`dev_valid_name`,
/// net/core/dev.c). ifconfig(8) and ip(8) would read a leading `-` as an option.
package struct InterfaceName: Hashable, Sendable, CustomStringConvertible {
  /// The name as the kernel spells it.
  package let text: String

  /// The name `text`; nil if no kernel accepts it.
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

  /// The name itself.
  package var description: String { text }

  /// All its digits, joined: `hn12` gives `12`, `enp1s2` gives `12`, `lo` gives nothing.
  package var unit: String {
    String(decoding: text.utf8.filter { (0x30...0x39).contains($0) }, as: UTF8.self)
  }

  /// The name as part of a variable name: `.`, `-`, `/` and `+` become `_` (`get_if_var` of
  /// network.subr).
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

  /// True if the name is one of `families` and then a digit, as `lo[0-9]*` in network.subr.
  package func isUnit(ofAny families: [String]) -> Bool {
    families.contains { family in
      guard text.hasPrefix(family), let next = text.utf8.dropFirst(family.utf8.count).first
      else { return false }
      return (0x30...0x39).contains(next)
    }
  }
}
