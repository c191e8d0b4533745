import Failover
import Platforms

/// Something that the programs cannot do on this system.
package enum Unsupported: Hashable, Sendable {
  /// cloud-init would overwrite the file at this path.
  case writtenByCloudInit(String)
  /// No known program configures this NIC at boot. `known` lists the systems for which `persist`
  /// writes files.
  case noNetworkManager(InterfaceName, known: String)
  /// This program configures the NIC at boot, and `persist` writes no files for the program. `bond`
  /// is the name of the bond, for the advice.
  case otherNetworkManager(InterfaceName, ForeignBootSystem, bond: InterfaceName)
  /// There is no template for this NIC, which is in transparent mode.
  case templateOfTransparent(InterfaceName)
  /// This setting of the environment names no platform: `HYPERV_VF_PLATFORM=plan9`.
  case unknownPlatform(String)

  var text: String {
    switch self {
    case .writtenByCloudInit(let path):
      "\(path): cloud-init writes this file anew at each boot; 'network: {config: disabled}' in "
        + "/etc/cloud/cloud.cfg.d/99-hyperv-vf.cfg has it leave the file alone, and then persist can "
        + "change it; nothing was written"
    case .noNetworkManager(let nic, let known):
      "\(nic): no network manager runs it; --for names one of \(known)"
    case .otherNetworkManager(let nic, let manager, let bond):
      "\(nic): \(manager.rawValue) makes the interfaces here, and persist writes no files for it: "
        + manager.remedy(nic, bond)
    case .templateOfTransparent(let nic):
      "\(nic): transparent mode: the kernel joins synthetic NIC and VF itself, and there is no bond"
    case .unknownPlatform(let setting): "\(setting): must be freebsd or linux"
    }
  }
}
