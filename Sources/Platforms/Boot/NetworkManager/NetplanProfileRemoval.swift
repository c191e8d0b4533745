import Failover

/// A drop-in for the unit of NetworkManager that removes profiles of netplan before NetworkManager
/// starts.
///
/// netplan makes its profiles in /run at each boot. For a VLAN on the NIC, persist writes a copy
/// with the bond as the parent. A higher priority of the copy is not enough: as long as there is no
/// bond, NetworkManager creates the VLAN on the parent of netplan's profile, and then uses the copy
/// for it (`system_create_virtual_device` in nm-manager.c).
struct NetplanProfileRemoval {
  /// The path of the drop-in (systemd.unit(5)).
  static var path: String { "/etc/systemd/system/NetworkManager.service.d/hyperv-vf.conf" }

  /// The paths of the profiles to remove.
  let profiles: [String]

  /// The text of the drop-in. A profile that does not exist is no error.
  var text: String {
    """
    [Service]
    # netplan makes these profiles at each boot; those in \(NetworkManagerProfile.folder) replace them.

    """ + profiles.map { "ExecStartPre=-/bin/rm -f \"\(escaped($0))\"\n" }.joined()
  }

  /// Returns `path` with `%` doubled, which introduces a specifier in a unit (systemd.unit(5)).
  private func escaped(_ path: String) -> String {
    String(
      decoding: path.utf8.flatMap { $0 == UInt8(ascii: "%") ? [$0, $0] : [$0] }, as: UTF8.self)
  }
}
