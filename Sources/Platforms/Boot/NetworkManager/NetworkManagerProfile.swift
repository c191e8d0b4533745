import Failover

/// A profile of NetworkManager's: a keyfile (nm-settings-keyfile(5)).
struct NetworkManagerProfile {
  /// The folder of the administrator.
  static let folder = "/etc/NetworkManager/system-connections"
  /// The folder of programs that write profiles at each boot.
  static let runFolder = "/run/NetworkManager/system-connections"

  /// Where it is.
  var path: String
  /// What it says.
  var text: SectionedText

  var name: String { path.lastPathComponent }
  var uuid: String? { text.value(of: "uuid", in: "connection") }
  var interfaceName: String? { text.value(of: "interface-name", in: "connection") }
  var controller: String? {
    let value = text.value(of: "master", in: "connection")
    return value == nil ? text.value(of: "controller", in: "connection") : value
  }

  var isEthernet: Bool {
    let type = text.value(of: "type", in: "connection")
    return type == nil || type == "ethernet" || type == "802-3-ethernet"
  }

  /// Whether netplan(5) makes it anew at each boot.
  var isNetplans: Bool { path.hasPrefix(Self.runFolder) && name.hasPrefix("netplan-") }

  /// Whether the profile has to stay as it is beside the bond's: netplan's, and one for several NICs at a time.
  var isKept: Bool {
    isNetplans || ["2", "3"].contains(text.value(of: "multi-connect", in: "connection") ?? "")
  }

  /// Whether NetworkManager made it for a NIC without one ("Wired connection 1").
  var isAutomatic: Bool { text.value(of: "nm-generated", in: ".nmmeta") == "true" }

  /// The values of a key of the setting for Ethernet, by either name of it.
  func ethernet(_ key: String) -> String? {
    let value = text.value(of: key, in: "ethernet")
    return value == nil ? text.value(of: key, in: "802-3-ethernet") : value
  }

  /// All that count, those of /run first, which hide others of the same UUID, then those of /etc.
  static func all(_ guest: any GuestView) throws(GuestError) -> [NetworkManagerProfile] {
    var found: [NetworkManagerProfile] = []
    var known: [String] = []
    for folder in [runFolder, folder, "/usr/lib/NetworkManager/system-connections"] {
      for name in try guest.names(in: folder) ?? [] where isProfile(name, in: folder) {
        guard let text = try guest.text(of: "\(folder)/\(name)") else { continue }
        let profile = NetworkManagerProfile(path: "\(folder)/\(name)", text: SectionedText(text))
        if let uuid = profile.uuid, !known.appendIfMissing(uuid) { continue }
        found.append(profile)
      }
    }
    return found
  }

  /// In /etc a name needs no suffix (nm_keyfile_utils_ignore_filename).
  private static func isProfile(_ name: String, in folder: String) -> Bool {
    if name.hasPrefix(".") || name.hasSuffix("~") || name.hasSuffix(".nmmeta") { return false }
    return name.hasSuffix(".nmconnection") || folder == Self.folder
  }
}
