import Failover
import Guest

/// The paths of the installed programs.
package struct Installation: Hashable, Sendable {
  /// The path of the running program, for starting it again.
  package var program: String
  /// The folders with overrides, in the order of search.
  package var overrideFolders: [String]
  /// The synthetic NIC whose override is running; its override is not run again.
  package var runningOverride: String?

  /// The folder of the scripts in the base system of FreeBSD.
  package static let base = "/usr/libexec/hyperv"

  /// The installation that contains `program`. `runningOverride` is the synthetic NIC whose
  /// override is running; nil if there is none.
  package init(program: String, runningOverride: String? = nil) {
    self.program = program
    self.runningOverride = runningOverride
    let folder = program.folderPart ?? Self.base
    overrideFolders = folder == Self.base ? [folder] : [folder, Self.base]
  }

  /// The path of the program `name` in the folder of this installation.
  func sibling(_ name: String) -> String {
    let folder = program.folderPart ?? Self.base
    return "\(folder)/\(name)"
  }

  /// The installation of the running program. devd and udev call the program by an absolute path.
  /// For a call through PATH, the kernel supplies the folder.
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
