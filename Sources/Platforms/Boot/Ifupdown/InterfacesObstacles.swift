import Failover
import RCConf

extension IfupdownFiles {
  /// Throws `.notUnderstood` if a line of `file` has a meaning that would make the bond useless: if
  /// it has the NIC configured by a stanza with another name than the NIC's.
  func check(_ file: (path: String, text: String)) throws(GuestError) {
    for (index, line) in file.text.fileLines.enumerated() {
      guard let obstacle = obstacle(line.words) else { continue }
      throw .notUnderstood(
        by: InterfacesText.place(file.path, index) + obstacle, line: String(line))
    }
  }

  /// Throws `.notUnderstood` if `file` has a stanza with the name of the bond. Call this only if no
  /// file makes the NIC a member of it: the stanza is then of another bond, which would get the NIC's
  /// addresses as well.
  func checkName(_ file: (path: String, text: String)) throws(GuestError) {
    for (index, line) in file.text.fileLines.enumerated() {
      guard Array(line.words.prefix(2)) == ["iface", bond.text] else { continue }
      throw .notUnderstood(
        by: InterfacesText.place(file.path, index) + bond.text
          + " is the name of another bond already (set hyperv_vf_bond_" + synthetic.variablePart
          + " in rc.conf to another name)",
        line: String(line))
    }
  }

  /// Returns what is wrong with the line of these words, and what the user can do; nil if nothing is
  /// wrong.
  private func obstacle(_ words: [String]) -> String? {
    guard let first = words.first else { return nil }
    let others = words.dropFirst()
    if first == "mapping", others.contains(where: { isNIC($0) || NameInValue(synthetic).isIn($0) })
    {
      return "a mapping, which persist cannot follow (write iface stanzas for "
        + synthetic.text + ")"
    }
    let isUp = first == "auto" || first.hasPrefix("allow-")
    guard isUp, others.contains(where: { $0.utf8.contains(UInt8(ascii: "=")) && isNIC($0) }) else {
      return nil
    }
    return "a logical name, which persist cannot follow (write " + synthetic.text
      + " alone here, and in the iface line of its stanza)"
  }

  /// Returns true if `word`, such as `eth0=lan`, `eth*` or `/eth*`, stands for the NIC, or may do so.
  private func isNIC(_ word: String) -> Bool {
    let head = String(word.cut(at: UInt8(ascii: "=")).head)
    return Pattern.matches(synthetic.text, pattern: head.lastPathComponent) ?? true
  }
}
