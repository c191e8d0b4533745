import Failover

/// What `check` finds in a configuration, in one place; what is wrong with a value is an error's text.
enum ConfigProblem {
  /// A variable `hyperv_vf_*` that there is not.
  case noVariable(String)
  /// A variable of another program names a synthetic NIC.
  case variableNames(String, InterfaceName)
  /// So does a line of a file, or of the kernel's rules.
  case lineNames(String, InterfaceName)
  /// sh takes a line for a command.
  case runsCommand(String)
  /// A file has this owner.
  case owner(UInt32)
  /// Everybody may write a file.
  case everybodyWrites
  /// This group may write a file.
  case groupWrites(UInt32)

  /// What the user is told behind the place.
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
