import Failover

/// A message that is not an error: a warning, or a notice about a change that the user did not
/// request.
enum Warning {
  /// rc.conf has variables for the VF, such as `ifconfig_mce0`, which should be for its synthetic
  /// NIC. The first value has their names.
  case variablesOfVF([String], vf: InterfaceName, synthetic: InterfaceName)
  /// A value in rc.conf is invalid, and another one is used. The values are the text of the error,
  /// and the value that is used.
  case valueReplaced(String, by: String)
  /// rc.conf has an error, so `status`, or another verb that only shows the guest, uses the default
  /// settings. The value is the text of the error.
  case defaultsTaken(String)
  /// After the takeover the bond lacked an address or a default route that one of the NICs had had.
  /// The programs have added it again.
  case putBack(synthetic: InterfaceName, bond: InterfaceName)
  /// All steps of a takeover succeeded, but its result could not be observed, because of `reason`.
  case notConfirmed(synthetic: InterfaceName, reason: String)
  /// No working bond was made, and the VF is up, so that the host sends nothing to the synthetic
  /// NIC. The VF is not set down, because it has its own use.
  case vfStaysUp(synthetic: InterfaceName, vf: InterfaceName)
  /// The command that sets the VF down failed, so that the host still sends nothing to the
  /// synthetic NIC. `command` is this command.
  case vfNotLowered(synthetic: InterfaceName, vf: InterfaceName, command: String)
  /// It is unknown whether the synthetic NIC is cut off by its VF, because a query failed. `reason`
  /// is the error.
  case mayBeCutOff(synthetic: InterfaceName, reason: String)
  /// No working bond was made, so the VF was set down. The host sends to the synthetic NIC again.
  case vfLowered(synthetic: InterfaceName, vf: InterfaceName)
  /// A takeover failed, and will be tried once more in this number of seconds.
  case retry(synthetic: InterfaceName, seconds: Int)
  /// `undo` has removed the bond of this synthetic NIC, which has its configuration back.
  case alone(InterfaceName)
  /// `rcvar` was asked for a variable that rc.conf does not set. The value is the name.
  case notSet(String)
  /// `check` could not check the rules in the kernel, because the user is not root.
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
      "\(synthetic): gets nothing from the host while \(vf) is up; \(vf) stays up, since it has "
        + "its own use: an address, a route, a DHCP client, a bridge, or an interface built on it"
    case .vfNotLowered(let synthetic, let vf, let command):
      "\(synthetic): is cut off as long as \(vf) is up: \(command)"
    case .mayBeCutOff(let synthetic, let reason):
      "\(synthetic): may be cut off by its VF: \(reason)"
    case .vfLowered(let synthetic, let vf):
      "\(synthetic): \(vf) was set down, so that the host sends to \(synthetic)"
    case .retry(let synthetic, let seconds):
      "\(synthetic): will be tried once more in \(seconds) s; 'hyperv_vfctl undo \(synthetic)' cancels that"
    case .alone(let synthetic):
      "\(synthetic): on its own until a VF arrives, or until "
        + "\(Installation.vfupCommand(for: synthetic)) is called"
    case .notSet(let name): "\(name): not set"
    case .rulesHidden: "the rules that the kernel has now are shown to root alone"
    }
  }
}
