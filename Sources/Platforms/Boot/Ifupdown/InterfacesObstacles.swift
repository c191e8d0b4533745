import Failover
import RCConf

extension IfupdownFiles {
  /// Throws `.notUnderstood` if a line of `file` has a meaning that would make the bond useless: if
  /// it has the NIC configured by a stanza with another name than the NIC's.
  func check(_ file: (path: String, text: String)) throws(GuestError) {
    let lines = InterfacesText.words(file.text)
    for index in lines.indices {
      if let obstacle = obstacle(lines[index]) { throw refusal(obstacle, file, index) }
    }
  }

  /// Throws `.notUnderstood` if `file` has a stanza with the name of the bond. Call this only if no
  /// file makes the NIC a member of it: the stanza is then of another bond, which would get the NIC's
  /// addresses as well.
  func checkName(_ file: (path: String, text: String)) throws(GuestError) {
    guard let index = Self.stanza(of: bond, in: file.text) else { return }
    throw refusal(
      bond.text + " is the name of another bond already (set hyperv_vf_bond_"
        + synthetic.variablePart + " in rc.conf to another name)", file, index)
  }

  /// Returns the index of the first `iface` line of the interface `name` in `text`; nil if there is
  /// none.
  static func stanza(of name: InterfaceName, in text: String) -> Int? {
    InterfacesText.words(text).firstIndex {
      $0.count > 1 && $0[0] == "iface" && $0[1] == name.text
    }
  }

  /// Returns the error that names the line with this index of `file`, and the reason.
  func refusal(_ reason: String, _ file: (path: String, text: String), _ index: Int) -> GuestError {
    .notUnderstood(
      by: InterfacesText.place(file.path, index) + reason,
      line: String(file.text.fileLines[index]))
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
