import Failover

/// The problems that `hyperv_vfctl check` reports. An invalid value is not among them: it is a
/// `ConfigError`, which has its own text.
enum ConfigProblem {
  /// The programs know no variable of this name, which begins with `hyperv_vf_`.
  case noVariable(String)
  /// The value of this variable, which belongs to another program, names the synthetic NIC.
  case variableNames(String, InterfaceName)
  /// This line of a file, or of the rules in the kernel, names the synthetic NIC.
  case lineNames(String, InterfaceName)
  /// sh would run this word as a command, although the line looks like an assignment: the word
  /// `ifconfig_hn0` in `ifconfig_hn0 = "DHCP"`.
  case runsCommand(String)
  /// The file belongs to the user with this number, not to root.
  case owner(UInt32)
  /// Everybody may write the file.
  case everybodyWrites
  /// The group with this number may write the file.
  case groupWrites(UInt32)

  /// The text of the message after the file and the line.
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
