import Failover
import Platforms

/// Something that the programs cannot do on this system.
package enum Unsupported: Hashable, Sendable {
  /// `persist` cannot change a file, because cloud-init writes it anew at each boot. The value is
  /// the path of the file.
  case writtenByCloudInit(String)
  /// `persist` would have to give its bond the name of another one that the configuration makes.
  /// The values are the bond, the place in the configuration, such as
  /// `/etc/rc.conf:3: ifconfig_lagg0`, and the synthetic NIC.
  case bondNameTaken(InterfaceName, at: String, by: InterfaceName)
  /// `persist` does not know which program configures this NIC at boot. `known` lists the systems
  /// for which it can write files: `networkd, ifupdown`.
  case noNetworkManager(InterfaceName, known: String)
  /// `persist` cannot write files for the program that configures this NIC at boot, the second
  /// value. `bond` is the name that the bond would have, for the advice.
  case otherNetworkManager(InterfaceName, ForeignBootSystem, bond: InterfaceName)
  /// This NIC is in transparent mode and gets no bond, so `template` and `persist` have nothing to
  /// print.
  case transparentHasNoBond(InterfaceName)
  /// The environment variable that selects the platform has an unknown value. The value of this
  /// case is the variable with its value: `HYPERV_VF_PLATFORM=plan9`.
  case unknownPlatform(String)

  var text: String {
    switch self {
    case .writtenByCloudInit(let path):
      joined(
        path,
        ": cloud-init writes this file anew at each boot; 'network: {config: disabled}' in "
          + "/etc/cloud/cloud.cfg.d/99-hyperv-vf.cfg has it leave the file alone, and then persist can "
          + "change it; nothing was written")
    case .bondNameTaken(let bond, let place, let nic):
      joined(
        bond.text, ": is another bond by ", place, "; hyperv_vf_bond_", nic.variablePart,
        "=NAME in rc.conf gives the bond of ", nic.text, " another name; nothing was written")
    case .noNetworkManager(let nic, let known):
      joined(nic.text, ": no network manager runs it; --for names one of ", known)
    case .otherNetworkManager(let nic, let manager, let bond):
      joined(
        nic.text, ": ", manager.rawValue,
        " makes the interfaces here, and persist writes no files for it: ")
        + manager.remedy(nic, bond)
    case .transparentHasNoBond(let nic):
      joined(
        nic.text,
        ": transparent mode: the kernel combines synthetic NIC and VF itself, and there is no "
          + "bond; hyperv_vf_transparent=NO in rc.conf has these programs make one")
    case .unknownPlatform(let setting): joined(setting, ": must be freebsd or linux")
    }
  }
}
