import Failover
import RCConf

/// The files of interfaces(5) below /run, which are made anew at each boot. In Debian's cloud images
/// udev runs /etc/network/cloud-ifupdown-helper for each NIC. It makes such a file if `ifup --no-act`
/// does not know the NIC.
extension IfupdownFiles {
  /// True if cloud-ifupdown-helper would make a stanza for the NIC as soon as the configuration has
  /// none. `iface eth0 inet manual` then has to stay. Throws if a file cannot be read.
  var hasHelper: Bool {
    get throws(GuestError) { try guest.contents(of: Self.helper) != nil }
  }

  private static var helper: String { "/etc/network/cloud-ifupdown-helper" }

  /// Sorts `sources` into those that persist may change, and the text of the NIC's stanzas from
  /// those below /run, without comments. The text is empty if there are none, or if the
  /// configuration makes the bond already (`isDone`).
  ///
  /// Throws `.notUnderstood` if a file below /run would configure the NIC beside the bond at the
  /// next boot too, whatever the other files have.
  func sorted(
    _ sources: [(path: String, text: String)], isDone: Bool
  ) throws(GuestError) -> (lasting: [(path: String, text: String)], role: String) {
    var lasting: [(path: String, text: String)] = []
    var role = ""
    for file in sources {
      guard try isTransient(file.path) else {
        lasting.append(file)
        continue
      }
      guard let index = line(naming: file.text) else { continue }
      guard try isHelpers(file.path), !isDone || lasting.contains(where: hasStanza) else {
        throw .notUnderstood(
          by: InterfacesText.place(file.path, index) + advice,
          line: String(file.text.fileLines[index]))
      }
      if !isDone { role += Self.withoutComments(file.text) }
    }
    return (lasting, role)
  }

  private var advice: String {
    "made anew at each boot, and would configure " + synthetic.text + " beside the bond (write "
      + synthetic.text + "'s stanzas into " + InterfacesSources.main + ", or 'iface "
      + synthetic.text + " inet manual' if the bond is there; have no program make this file, and "
      + "remove it)"
  }

  /// Returns true if the file at `path` is below /run, itself or by a link in place of it or of its
  /// folder.
  private func isTransient(_ path: String) throws(GuestError) -> Bool {
    for way in [path, path.folderPart ?? ""] {
      let target = try guest.target(ofLink: way) ?? ""
      let isBelow = [way + "/", target + "/"].contains { text in
        text.hasPrefix("/run/") || text.hasPrefix("/var/run/")
      }
      if isBelow || NameInText.holds(target, "../run/") { return true }
    }
    return false
  }

  /// Returns true if cloud-ifupdown-helper has made the file at `path` for the NIC.
  private func isHelpers(_ path: String) throws(GuestError) -> Bool {
    guard path == "/run/network/interfaces.d/" + synthetic.text else { return false }
    return try hasHelper
  }

  private func line(naming text: String) -> Int? {
    let nic = NameInValue(synthetic)
    return text.fileLines.firstIndex { line in
      line.words.first?.hasPrefix("#") == false && nic.isIn(String(line))
    }
  }

  private func hasStanza(_ file: (path: String, text: String)) -> Bool {
    file.text.lines.contains { Array($0.words.prefix(2)) == ["iface", synthetic.text] }
  }

  private static func withoutComments(_ text: String) -> String {
    text.lines.filter { $0.words.first?.hasPrefix("#") == false }.map { $0 + "\n" }.joined()
  }
}
