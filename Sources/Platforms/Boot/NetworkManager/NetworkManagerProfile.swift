import Failover

/// A connection profile of NetworkManager: a keyfile (nm-settings-keyfile(5)).
struct NetworkManagerProfile {
  /// The folder for the profiles of the administrator.
  static let folder = "/etc/NetworkManager/system-connections"
  /// The folder for profiles that programs such as netplan write anew at each boot.
  static let runFolder = "/run/NetworkManager/system-connections"

  /// The absolute path of the keyfile.
  var path: String
  /// The sections and lines of the keyfile.
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

  /// True if the profile comes from netplan(5), which writes it anew at each boot.
  var isNetplans: Bool { path.hasPrefix(Self.runFolder) && name.hasPrefix("netplan-") }

  /// True if the profile must stay unchanged, so that the bond gets a profile of its own beside it:
  /// netplan has written the profile, or several NICs may use it at the same time
  /// (`multi-connect`).
  var isKept: Bool {
    isNetplans || ["2", "3"].contains(text.value(of: "multi-connect", in: "connection") ?? "")
  }

  /// True if NetworkManager made the profile by itself for a NIC that had none, with a name such as
  /// "Wired connection 1".
  var isAutomatic: Bool { text.value(of: "nm-generated", in: ".nmmeta") == "true" }

  /// Returns the value of `key` in the section `ethernet`, or else in `802-3-ethernet`, the older
  /// name of that section. Nil if neither sets the key.
  func ethernet(_ key: String) -> String? {
    let value = text.value(of: key, in: "ethernet")
    return value == nil ? text.value(of: key, in: "802-3-ethernet") : value
  }

  /// Returns the profiles that NetworkManager would use: first those in /run, then those in /etc,
  /// then those in /usr/lib. A profile hides later ones with the same UUID. Empty if there are
  /// none. Throws if a file cannot be read or is not UTF-8.
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

  /// Returns true if NetworkManager reads the file `name` in `folder` as a profile: it is not
  /// hidden, not a backup copy, and ends in `.nmconnection`. In /etc, the suffix is not needed
  /// (nm_keyfile_utils_ignore_filename).
  private static func isProfile(_ name: String, in folder: String) -> Bool {
    if name.hasPrefix(".") || name.hasSuffix("~") || name.hasSuffix(".nmmeta") { return false }
    return name.hasSuffix(".nmconnection") || folder == Self.folder
  }
}
