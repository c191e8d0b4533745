import Failover
import RCConf

/// The lines of interfaces(5), of all files one after the other, with the bond in the place of the NIC.
struct InterfacesLines {
  private let synthetic: InterfaceName
  private let bond: InterfaceName
  /// The options that make the bond, without blanks before them.
  private let making: [String]
  /// Options of the NIC's hardware, which stay with it.
  private let hardware: [String]
  private let nic: NameInValue

  /// What the lines that are being read belong to.
  private enum Stanza { case none, own, bond, other }
  private var stanza = Stanza.none
  /// Whether the line before goes on in the next one.
  private var isContinued = false
  private var isMade = false
  private var isAutomatic = false

  /// `hardware` are the options that `hardwareOptions(in:of:)` found in all of the files.
  init(
    _ synthetic: InterfaceName, in bond: InterfaceName, making: [String], hardware: [String]
  ) {
    self.synthetic = synthetic
    self.bond = bond
    self.making = making
    self.hardware = hardware
    nic = NameInValue(synthetic)
  }

  /// One file's text with what has to change. Files go through in the order in which they are read.
  mutating func text(_ text: String) -> String {
    stanza = .none
    let lines = text.fileLines
    return lines.flatMap { line(String($0)) }.joined(separator: "\n")
  }

  /// Whether the bond got its stanza in one of the files, and whether ifup(8) makes it at boot.
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

  /// udev never tells of a bond that is not there: what was brought up as the NIC came is brought up at boot.
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

  /// Whether the bond has a stanza of somebody's already.
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
      // The bond has the NIC's address from the start.
      if first == "hwaddress" || Self.isOfHardware(first) { return [] }
    }
    // Its command is for the hardware, whichever name it has.
    if words.contains(where: { $0.lastPathComponent == "ethtool" }) {
      return stanza == .own ? [line.replacing("$IFACE", with: synthetic.text)] : [line]
    }
    return [nic.replaced(by: bond, in: line)]
  }

  /// Options of the packages ethtool and ifupdown that set the hardware up.
  private static func isOfHardware(_ name: String) -> Bool {
    ["ethtool-", "ethernet-", "offload-", "hardware-", "link-"].contains { name.hasPrefix($0) }
  }

  private static let keywords: [String] = [
    "mapping", "source", "source-directory", "template", "rename",
  ]

  /// The options of the hardware in the NIC's own stanzas of a file, in order.
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
  /// Its lines without their ends, empty ones too; behind the last end there is an empty one.
  var fileLines: [Substring] { self[...].fields(separatedBy: 0x0A) }

  /// The text with `new` in each place of `old`, which is not empty.
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
