import Failover
import RCConf

/// Rewrites the files of interfaces(5), one after the other, with the bond in place of the
/// synthetic NIC.
struct InterfacesLines {
  private let synthetic: InterfaceName
  private let bond: InterfaceName
  /// The option lines that make the bond, such as `pre-up ip link add bond0 …`, without
  /// indentation. Empty if the bond has a stanza already.
  private let making: [String]
  /// The option lines for the NIC's hardware, such as `link-speed 1000`, which stay with the NIC.
  /// Empty if there are none.
  private let hardware: [String]
  /// True if the NIC keeps a stanza, which does nothing but set up the hardware.
  private let keepsNIC: Bool
  /// True if no line has ifup(8) bring up the bond at boot, so that such a line has to be added.
  private let addsAutomatic: Bool
  private let nic: NameInValue
  private var commands: InterfaceCommands

  /// The stanza that contains the line being rewritten. `own` is a stanza of the NIC, which becomes
  /// one of the bond. `bond` is a stanza that stays as it is, since the bond is configured there.
  /// `other` is a stanza of another interface. `none` means outside of `iface` stanzas.
  private enum Stanza { case none, own, bond, other }
  private var stanza = Stanza.none
  /// True if the line before the one being rewritten ends with a backslash, so that both are one
  /// line.
  private var isContinued = false
  /// True if the option that is being rewritten is left out.
  private var isDropped = false
  private var isMade = false
  private var isAutomatic = false

  /// Rewrites lines for the NIC `synthetic` into lines for `bond`. `making` are the option lines
  /// that make the bond, empty if the bond has a stanza already. `kept` are the lines that
  /// `hardwareOptions(in:of:)` returns for all of the files: the NIC keeps a stanza with them; nil if
  /// it keeps none. With `addsAutomatic`, the first stanza of the bond gets a line such as `auto
  /// bond0` before it.
  init(
    _ synthetic: InterfaceName, in bond: InterfaceName, making: [String], kept: [String]?,
    addsAutomatic: Bool
  ) {
    self.synthetic = synthetic
    self.bond = bond
    self.making = making
    hardware = kept ?? []
    keepsNIC = kept != nil
    self.addsAutomatic = addsAutomatic
    nic = NameInValue(synthetic)
    commands = InterfaceCommands(synthetic, in: bond)
  }

  /// Returns `text`, the whole text of one file, with the bond in place of the NIC. Call this once
  /// for each file, in the order in which ifup(8) reads them: the first stanza of the NIC gets the
  /// lines that make the bond.
  mutating func text(_ text: String) -> String {
    stanza = .none
    let lines = text.fileLines
    return lines.flatMap { line(String($0)) }.joined(separator: "\n")
  }

  /// The result for the files passed to `text` so far. `made` is true if a stanza of the NIC has
  /// become the stanza that makes the bond. `automatic` is true if a line such as `auto bond0` has
  /// ifup(8) bring up the bond at boot.
  var isWhole: (made: Bool, automatic: Bool) { (isMade, isAutomatic) }

  private mutating func line(_ line: String) -> [String] {
    let goesOn = line.utf8.last == UInt8(ascii: "\\")
    defer { isContinued = goesOn }
    let words = line.words
    if isContinued { return continued(line) }
    isDropped = false
    guard let first = words.first, !first.hasPrefix("#") else { return [line] }
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

  /// Returns the lines that replace `line`. For `allow-hotplug eth0 eth1` these are
  /// `allow-hotplug eth1` and `auto bond0`: udev sends no event for a bond that does not exist yet,
  /// so ifup(8) must bring it up at boot. Returns only `line` if it does not name the NIC.
  ///
  /// `first` is the first word of `line`, `words` are all words.
  private mutating func hotplugged(
    _ first: String, _ words: [String], _ line: String
  ) -> [String] {
    let moving = words.dropFirst().filter { nic.isIn($0) }
    guard !moving.isEmpty else { return [line] }
    let staying = words.dropFirst().filter { !nic.isIn($0) }
    let names = moving.map { nic.replaced(by: bond, in: $0) }
    // Debian's cloud images have `auto eth0` before.
    let isNamed = isAutomatic && moving.count == 1 && moving[0] == synthetic.text
    if moving.contains(synthetic.text) { isAutomatic = true }
    let port = !hardware.isEmpty && moving.contains(synthetic.text) ? ["\(synthetic)"] : []
    let automatic = isNamed ? [] : ["auto " + (port + names).joined(separator: " ")]
    return (staying.isEmpty ? [] : ["\(first) \(staying.joined(separator: " "))"]) + automatic
  }

  /// True if the bond has a stanza already, so that no line has to make it.
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
    if addsAutomatic { lines = ["auto " + bond.text] + lines }
    lines += making.map { "    \($0)" }
    guard keepsNIC else { return lines }
    return ["iface \(synthetic) inet manual"] + hardware.map { "    \($0)" } + [""] + lines
  }

  private mutating func option(_ first: String, _ words: [String], _ line: String) -> [String] {
    if stanza == .bond { return [line] }
    // The bond is made with the NIC's hardware address.
    isDropped = stanza == .own && (first == "hwaddress" || Self.isOfHardware(first))
    if isDropped { return [] }
    return [commands.rewritten(line, isOwn: stanza == .own, isContinued: false)]
  }

  /// Returns the lines that replace `line`, which goes on with the line before.
  private mutating func continued(_ line: String) -> [String] {
    if stanza == .bond { return [line] }
    return isDropped ? [] : [commands.rewritten(line, isOwn: stanza == .own, isContinued: true)]
  }

  /// Returns true if `name` is an option that sets up the hardware of a NIC, such as `link-speed`
  /// or `offload-tso` (packages ethtool and ifupdown).
  private static func isOfHardware(_ name: String) -> Bool {
    ["ethtool-", "ethernet-", "offload-", "hardware-", "link-"].contains { name.hasPrefix($0) }
  }

  private static let keywords: [String] = [
    "mapping", "source", "source-directory", "template", "rename",
  ]

  /// Returns the option lines that set up the hardware, such as `link-speed 1000`, from the stanzas
  /// of the NIC `synthetic` in `text`, the text of one file, in order. Empty if there are none.
  @inline(never)
  static func hardwareOptions(in text: String, of synthetic: InterfaceName) -> [String] {
    var isOwn = false
    var options: [String] = []
    for words in InterfacesText.words(text) {
      guard let first = words.first else { continue }
      if first == "iface" {
        isOwn = words.count > 1 && words[1] == synthetic.text
      } else if keywords.contains(first) || first == "auto" || first.hasPrefix("allow-") {
        isOwn = false
      } else if isOwn, isOfHardware(first) {
        options.append(words.joined(separator: " "))
      }
    }
    return options
  }
}

extension String {
  /// Returns the text with `new` in place of each occurrence of `old`, which must not be empty.
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
