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
  /// those below /run. The text is empty if there are none, or if the
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
      let isKnown = !isDone || lasting.contains { Self.stanza(of: synthetic, in: $0.text) != nil }
      guard isKnown, try isHelpers(file.path) else { throw refusal(advice, file, index) }
      if !isDone { role += file.text }
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
      if Self.isBelowRun(way) || Self.isBelowRun(target) || NameInText.holds(target, "../run/") {
        return true
      }
    }
    return false
  }

  private static func isBelowRun(_ path: String) -> Bool {
    path.hasPrefix("/run/") || path.hasPrefix("/var/run/")
  }

  /// Returns true if cloud-ifupdown-helper has made the file at `path` for the NIC.
  private func isHelpers(_ path: String) throws(GuestError) -> Bool {
    guard path == "/run/network/interfaces.d/" + synthetic.text else { return false }
    return try hasHelper
  }

  /// Returns the index of the first line of `text` that names the NIC outside of a comment; nil if
  /// there is none.
  private func line(naming text: String) -> Int? {
    let nic = NameInValue(synthetic)
    return InterfacesText.words(text).firstIndex { words in
      guard let first = words.first, !first.hasPrefix("#") else { return false }
      return words.contains { nic.isIn($0) }
    }
  }
}
