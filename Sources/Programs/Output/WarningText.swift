import Failover

/// A message that is not an error: a warning, or a notice about a change that the user did not
/// request.
enum Warning {
  /// rc.conf has these variables for the VF, which should be for its synthetic NIC.
  case variablesOfVF([String], vf: InterfaceName, synthetic: InterfaceName)
  /// A value in rc.conf is invalid, and another value is used: the error, and the other value.
  case valueReplaced(String, by: String)
  /// rc.conf has this error. The verb only shows the state of the guest, so it uses the defaults.
  case defaultsTaken(String)
  /// After the takeover the bond lacked an address or a route that one of the NICs had had. What
  /// was missing was added again.
  case putBack(synthetic: InterfaceName, bond: InterfaceName)
  /// All steps succeeded, but the observation of the result failed.
  case notConfirmed(synthetic: InterfaceName, reason: String)
  /// The host sends only to the VF, and the VF stays up because something else uses it.
  case vfStaysUp(synthetic: InterfaceName, vf: InterfaceName)
  /// The command that sets the VF down failed, so the host still sends only to the VF.
  case vfNotLowered(synthetic: InterfaceName, vf: InterfaceName, command: String)
  /// A query failed, so it is unknown whether the synthetic NIC is cut off.
  case mayBeCutOff(synthetic: InterfaceName, reason: String)
  /// The VF was set down, so that the host sends to the synthetic NIC again.
  case vfLowered(synthetic: InterfaceName, vf: InterfaceName)
  /// The failed takeover will be tried once more in this number of seconds.
  case retry(synthetic: InterfaceName, seconds: Int)
  /// `undo` has removed the bond of this synthetic NIC.
  case alone(InterfaceName)
  /// The variable of this name is not set (`rcvar`).
  case notSet(String)
  /// The user is not root, so that the rules in the kernel could not be checked.
  case rulesHidden

  /// The text of the message.
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
