import Failover
import Guest

/// The paths of the installed programs and of the folders with overrides.
package struct Installation: Hashable, Sendable {
  /// The path of the running program, such as `/usr/libexec/hyperv/hyperv_vfup`.
  package var program: String
  /// The folders that are searched for overrides (`hyperv_vfup.hn0`), in this order.
  package var overrideFolders: [String]
  /// The synthetic NIC whose override has called this program. The override is not run again. Nil
  /// if no override has called it.
  package var runningOverride: String?

  /// The folder in which the base system of FreeBSD has its scripts hyperv_vfattach and
  /// hyperv_vfup.
  package static let base = "/usr/libexec/hyperv"

  /// The installation in the folder of `program`, a path. `runningOverride` is the synthetic NIC
  /// whose override has called this program; nil if none has.
  package init(program: String, runningOverride: String? = nil) {
    self.program = program
    self.runningOverride = runningOverride
    let folder = program.folderPart ?? Self.base
    overrideFolders = folder == Self.base ? [folder] : [folder, Self.base]
  }

  /// The path of the program `name`, such as `hyperv_vfattach`, in the folder of this installation.
  func sibling(_ name: String) -> String {
    let folder = program.folderPart ?? Self.base
    return "\(folder)/\(name)"
  }

  /// The command with which the administrator runs hyperv_vfup for the NIC `synthetic`:
  /// `/usr/libexec/hyperv/hyperv_vfup eth0`. Has the path of hyperv_vfup, in the folder of the
  /// running program, since hyperv_vfup is not in PATH.
  static func vfupCommand(for synthetic: InterfaceName) -> String {
    "\(live(calledAs: Program.vfup.rawValue).program) \(synthetic)"
  }

  /// The installation of the running program. `name` is the name by which the program was called.
  /// devd and udev call it by its absolute path. For a name without a path, as in a call through
  /// PATH, the folder comes from the kernel.
  package static func live(calledAs name: String) -> Installation {
    var installation = Installation(
      program: name.hasPrefix("/") ? name : OwnProcess.executablePath ?? base + "/")
    if !name.hasPrefix("/") {
      // All programs are links to one executable, and the kernel may report another of its names.
      installation = Installation(program: installation.sibling(name.lastPathComponent))
    }
    installation.runningOverride = OwnProcess.variable(Override.variable)
    return installation
  }
}
