import Failover

/// What a program says beside errors: warnings, and what a run has done that nobody asked for by name.
enum Warning {
  /// rc.conf has variables for the VF.
  case variablesOfVF([String], vf: InterfaceName, synthetic: InterfaceName)
  /// A value of rc.conf cannot be taken.
  case valueReplaced(String, by: String)
  /// rc.conf cannot be read, and only a look is to be had.
  case defaultsTaken(String)
  /// The bond had lost something in the takeover.
  case putBack(synthetic: InterfaceName, bond: InterfaceName)
  /// The last look failed.
  case notConfirmed(synthetic: InterfaceName, reason: String)
  /// The host sends to the VF alone, and the VF cannot go down.
  case vfStaysUp(synthetic: InterfaceName, vf: InterfaceName)
  /// The VF could not be set down.
  case vfNotLowered(synthetic: InterfaceName, vf: InterfaceName, command: String)
  /// Nobody can tell.
  case mayBeCutOff(synthetic: InterfaceName, reason: String)
  /// The VF was set down.
  case vfLowered(synthetic: InterfaceName, vf: InterfaceName)
  /// Another try is due.
  case retry(synthetic: InterfaceName, seconds: Int)
  /// The bond was taken apart.
  case alone(InterfaceName)
  /// A variable is not set.
  case notSet(String)
  /// Who asks is not root.
  case rulesHidden

  /// What the user is told.
  var text: String {
    switch self {
    case .variablesOfVF(let names, let vf, let synthetic):
      "rc.conf: \(names.joined(separator: ", ")): \(vf) is the VF of \(synthetic), and comes and goes: "
        + "rename them for \(synthetic)"
    case .valueReplaced(let error, let value): "\(error); \(value) is taken"
    case .defaultsTaken(let error): "\(error); the defaults are taken"
    case .putBack(let synthetic, let bond):
      "\(synthetic): what it had and \(bond) had not is put back"
    case .notConfirmed(let synthetic, let reason):
      "\(synthetic): done, but the result could not be checked: \(reason)"
    case .vfStaysUp(let synthetic, let vf):
      "\(synthetic): gets nothing from the host while \(vf) is up, which stays up, since something else "
        + "uses it: an address, a route, a DHCP client, a bridge, or an interface built on it"
    case .vfNotLowered(let synthetic, let vf, let command):
      "\(synthetic): is cut off as long as \(vf) is up: \(command)"
    case .mayBeCutOff(let synthetic, let reason):
      "\(synthetic): may be cut off by its VF: \(reason)"
    case .vfLowered(let synthetic, let vf):
      "\(synthetic): \(vf) was set down, so that the host sends to \(synthetic)"
    case .retry(let synthetic, let seconds):
      "\(synthetic): will be tried once more in \(seconds) s; 'hyperv_vfctl undo \(synthetic)' cancels that"
    case .alone(let synthetic):
      "\(synthetic): on its own until a VF arrives, or until hyperv_vfup \(synthetic) is called"
    case .notSet(let name): "\(name): not set"
    case .rulesHidden: "the rules that the kernel has now are shown to root alone"
    }
  }
}
