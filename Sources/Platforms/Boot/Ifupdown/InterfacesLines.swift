import Failover
import RCConf

/// Rewrites the lines of all files of interfaces(5), in order, with the bond in the place of the
/// NIC.
struct InterfacesLines {
  private let synthetic: InterfaceName
  private let bond: InterfaceName
  /// The options that make the bond, without indentation. Empty if the bond has a stanza already.
  private let making: [String]
  /// The options for the NIC's hardware, which stay with the NIC.
  private let hardware: [String]
  private let nic: NameInValue

  /// The kind of stanza that contains the present line: none, one for the NIC, for the bond, or for
  /// another interface.
  private enum Stanza { case none, own, bond, other }
  private var stanza = Stanza.none
  /// True if the previous line continues on the present one.
  private var isContinued = false
  private var isMade = false
  private var isAutomatic = false

  /// Rewrites lines for `synthetic` into lines for `bond`. `making` are the options that make the
  /// bond, empty if the bond has a stanza already; `hardware` are the options from
  /// `hardwareOptions(in:of:)` for all of the files.
  init(
    _ synthetic: InterfaceName, in bond: InterfaceName, making: [String], hardware: [String]
  ) {
    self.synthetic = synthetic
    self.bond = bond
    self.making = making
    self.hardware = hardware
    nic = NameInValue(synthetic)
  }

  /// Returns the changed text of one file. The files must be passed in the order in which ifup
  /// reads them.
  mutating func text(_ text: String) -> String {
    stanza = .none
    let lines = text.fileLines
    return lines.flatMap { line(String($0)) }.joined(separator: "\n")
  }

  /// `made` is true if one of the files got a stanza for the bond, `automatic` if ifup(8) makes the
  /// bond at boot.
  var isWhole: (made: Bool, automatic: Bool) { (isMade, isAutomatic) }

  private mutating func line(_ line: String) -> [String] {
    let goesOn = line.utf8.last == UInt8(ascii: "\\")
    defer { isContinued = goesOn }
    let words = line.words
    guard let first = words.first, !first.hasPrefix("#") else { return [line] }
    if isContinued { return stanza == .bond ? [line] : [nic.replaced(by: bond, in: line)] }
    if first == "auto" || first == "no-auto-down" || first == "no-scripts" {
      stanza = .none
      return names(first, words, line)
    }
    if first.hasPrefix("allow-") {
      stanza = .none
      return hotplugged(first, words, line)
    }
    if first == "iface" { return header(words, line) }
    guard !Self.keywords.contains(first) else {
      stanza = .none
      return [line]
    }
    return option(first, words, line)
  }

  private mutating func names(_ first: String, _ words: [String], _ line: String) -> [String] {
    if words.contains(bond.text) { isAutomatic = isAutomatic || first == "auto" }
    guard words.dropFirst().contains(where: nic.isIn) else { return [line] }
    let isOwn = words.contains(synthetic.text)
    guard first != "auto" || !isDone else { return [line] }
    if first == "auto", isOwn { isAutomatic = true }
    let text = nic.replaced(by: bond, in: line)
    return hardware.isEmpty || first != "auto" || !isOwn
      ? [text] : ["auto \(synthetic)", text]
  }

  /// Turns `allow-hotplug` into `auto`. udev sends no event for a bond that does not exist yet, so
  /// it is brought up at boot.
  private mutating func hotplugged(
    _ first: String, _ words: [String], _ line: String
  ) -> [String] {
    let moving = words.dropFirst().filter { nic.isIn($0) }
    guard !moving.isEmpty else { return [line] }
    let staying = words.dropFirst().filter { !nic.isIn($0) }
    let names = moving.map { nic.replaced(by: bond, in: $0) }
    if moving.contains(synthetic.text) { isAutomatic = true }
    let port = !hardware.isEmpty && moving.contains(synthetic.text) ? ["\(synthetic)"] : []
    let automatic = "auto " + (port + names).joined(separator: " ")
    return (staying.isEmpty ? [] : ["\(first) \(staying.joined(separator: " "))"]) + [automatic]
  }

  /// True if the bond has a stanza already.
  private var isDone: Bool { making.isEmpty }

  private mutating func header(_ words: [String], _ line: String) -> [String] {
    guard words.count > 1 else { return [line] }
    if words[1] == bond.text || (isDone && words[1] == synthetic.text) {
      stanza = .bond
      return [line]
    }
    guard words[1] == synthetic.text else {
      stanza = .other
      return [nic.isIn(words[1]) ? nic.replaced(by: bond, in: line) : line]
    }
    stanza = .own
    var lines = [nic.replaced(by: bond, in: line)]
    guard !isMade else { return lines }
    isMade = true
    lines += making.map { "    \($0)" }
    guard !hardware.isEmpty else { return lines }
    return ["iface \(synthetic) inet manual"] + hardware.map { "    \($0)" } + [""] + lines
  }

  private func option(_ first: String, _ words: [String], _ line: String) -> [String] {
    if stanza == .bond { return [line] }
    if stanza == .own {
      // The bond is made with the NIC's hardware address.
      if first == "hwaddress" || Self.isOfHardware(first) { return [] }
    }
    // ethtool sets up the hardware, so its command keeps the NIC's name.
    if words.contains(where: { $0.lastPathComponent == "ethtool" }) {
      return stanza == .own ? [line.replacing("$IFACE", with: synthetic.text)] : [line]
    }
    return [nic.replaced(by: bond, in: line)]
  }

  /// Returns true for options of the packages ethtool and ifupdown that set up the hardware.
  private static func isOfHardware(_ name: String) -> Bool {
    ["ethtool-", "ethernet-", "offload-", "hardware-", "link-"].contains { name.hasPrefix($0) }
  }

  private static let keywords: [String] = [
    "mapping", "source", "source-directory", "template", "rename",
  ]

  /// Returns the hardware options in the NIC's own stanzas of `text`, the text of one file, in
  /// order.
  static func hardwareOptions(in text: String, of synthetic: InterfaceName) -> [String] {
    var isOwn = false
    return text.lines.compactMap { line in
      let words = line.words
      guard let first = words.first else { return nil }
      if first == "iface" {
        isOwn = words.dropFirst().first == synthetic.text
      } else if keywords.contains(first) || first == "auto" || first.hasPrefix("allow-") {
        isOwn = false
      } else if isOwn, isOfHardware(first) {
        return words.joined(separator: " ")
      }
      return nil
    }
  }
}

extension String {
  /// The lines without their line ends, empty lines included. After the last line end there is one
  /// empty line.
  var fileLines: [Substring] { self[...].fields(separatedBy: 0x0A) }

  /// Returns the text with `new` in place of each `old`, which must not be empty.
  func replacing(_ old: String, with new: String) -> String {
    let bytes = Array(utf8)
    let old = Array(old.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: old) {
        result += new.utf8
        index += old.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
