import Failover

/// A problem that `hyperv_vfctl check` reports about a name, a line or a file. Invalid values are
/// not among these problems: each is a `ConfigError`.
enum ConfigProblem {
  /// rc.conf sets a variable whose name begins with `hyperv_vf_`, and which the programs do not
  /// know. The value is the name.
  case noVariable(String)
  /// A variable of another program, the first value, contains the name of the synthetic NIC, the
  /// second value, and not the name of its bond.
  case variableNames(String, InterfaceName)
  /// A line of a file or of the rules in the kernel names the synthetic NIC, and not its bond. The
  /// values are the text of the line and the NIC.
  case lineNames(String, InterfaceName)
  /// A line looks like an assignment, but sh runs one of its words as a command, as `ifconfig_hn0`
  /// in `ifconfig_hn0 = "DHCP"`. The value is that word.
  case runsCommand(String)
  /// The file belongs to another user than root. The value is the number of the user.
  case owner(UInt32)
  /// Everybody may write the file.
  case everybodyWrites
  /// A group may write the file. The value is the number of the group.
  case groupWrites(UInt32)

  /// The problem in words, without the file and the line: `hyperv_vf_dealy: no such variable`.
  var text: String {
    switch self {
    case .noVariable(let name): "\(name): no such variable"
    case .variableNames(let name, let nic): "\(name): mentions \(nic)"
    case .lineNames(let line, let nic): "'\(line)' is about \(nic)"
    case .runsCommand(let word): "sh runs a command here, '\(word)'"
    case .owner(let user): "belongs to user \(user), not to root"
    case .everybodyWrites: "everybody may write it"
    case .groupWrites(let group): "group \(group) may write it"
    }
  }
}
