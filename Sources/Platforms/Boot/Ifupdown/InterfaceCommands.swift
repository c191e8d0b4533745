import Failover
import RCConf

/// Rewrites option lines of interfaces(5), such as `up ip route add … dev eth0`, so that they name
/// the bond instead of the NIC.
///
/// Commands of ethtool keep the NIC's name, since ethtool sets up the hardware. The other commands of
/// the same line do not.
struct InterfaceCommands {
  let synthetic: InterfaceName
  let bond: InterfaceName
  /// True if the line before ends with a backslash within a command of ethtool.
  private var isOfEthtool = false

  init(_ synthetic: InterfaceName, in bond: InterfaceName) {
    self.synthetic = synthetic
    self.bond = bond
  }

  /// Returns `line` with the bond in place of the NIC. `isOwn` is true in a stanza of the NIC, in
  /// which `$IFACE` is the NIC now and the bond then. `isContinued` is true if the line before ends
  /// with a backslash, so that this line goes on with its last command.
  mutating func rewritten(_ line: String, isOwn: Bool, isContinued: Bool) -> String {
    let nic = NameInValue(synthetic)
    let parts = commands(in: Array(line.utf8))
    if !isContinued { isOfEthtool = false }
    if !isContinued, parts.contains(where: namesNICByVariable) { return line }
    defer { if line.utf8.last != UInt8(ascii: "\\") { isOfEthtool = false } }
    var text = ""
    for (index, part) in parts.enumerated() {
      isOfEthtool = isEthtool(part) || (index == 0 && isOfEthtool)
      let named = isOwn ? naming(part, everywhere: isOfEthtool) : part
      text += isOfEthtool ? named : nic.replaced(by: bond, in: named)
    }
    return text
  }

  /// Returns `part` with the NIC's name in place of `$IFACE`: everywhere, or else only in the paths
  /// of sysfs, whose attributes are mostly those of the hardware.
  private func naming(_ part: String, everywhere: Bool) -> String {
    let folder = everywhere ? "" : NameInValue.sysfs
    return ["$IFACE", "${IFACE}"].reduce(part) {
      $0.replacing(folder + $1, with: folder + synthetic.text)
    }
  }

  /// Returns the commands of a line, each with the punctuation after it. Text in quotes is divided
  /// too, since it may be a script: `sh -c 'ethtool …; ip …'`.
  private func commands(in bytes: [UInt8]) -> [String] {
    var parts: [String] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where ";|&()`".utf8.contains(byte) {
      // The `&` of `2>&1` and of `&>FILE` is a part of the command.
      let isRedirection = { (place: Int) in
        bytes.indices.contains(place) && "<>".utf8.contains(bytes[place])
      }
      if byte == UInt8(ascii: "&"), isRedirection(index - 1) || isRedirection(index + 1) {
        continue
      }
      parts.append(String(decoding: bytes[start...index], as: UTF8.self))
      start = index + 1
    }
    return parts + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  private func isEthtool(_ command: String) -> Bool {
    command[...].words(between: ByteSet(" \t;|&()`'\"\\{}")).contains {
      $0.lastPathComponent == "ethtool"
    }
  }

  /// Returns true if `command` is one of ethtool that has a variable in place of the NIC's name, as
  /// in `for i in eth0 eth1; do ethtool -K $i gro off; done`. The variable gets its value in another
  /// command, which then has to keep the NIC's name too.
  private func namesNICByVariable(_ command: String) -> Bool {
    guard isEthtool(command), !NameInValue(synthetic).isIn(command) else { return false }
    return naming(command, everywhere: true) == command && command.utf8.contains(UInt8(ascii: "$"))
  }
}
