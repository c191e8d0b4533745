import Failover
import Guest

/// Where the programs are, and under which name this one was called.
package struct Installation: Hashable, Sendable {
  /// The path of the program that runs, with which it can be started again.
  package var program: String
  /// The folders in which overrides are looked for, in this order.
  package var overrideFolders: [String]
  /// The synthetic NIC that an override of ours runs for already; it is not run again for it.
  package var runningOverride: String?

  /// The folder that FreeBSD's base system has the scripts in.
  package static let base = "/usr/libexec/hyperv"

  /// A program at `program`.
  package init(program: String, runningOverride: String? = nil) {
    self.program = program
    self.runningOverride = runningOverride
    let folder = program.folderPart ?? Self.base
    overrideFolders = folder == Self.base ? [folder] : [folder, Self.base]
  }

  /// The path of another of the programs, which are installed together.
  func sibling(_ name: String) -> String {
    let folder = program.folderPart ?? Self.base
    return "\(folder)/\(name)"
  }

  /// That of the program that runs: by the path that it was called by, as devd and udev do; where it
  /// was found through PATH, under its name in the folder that the kernel says it is in.
  package static func live(calledAs name: String) -> Installation {
    var installation = Installation(
      program: name.hasPrefix("/") ? name : OwnProcess.executablePath ?? base + "/")
    if !name.hasPrefix("/") {
      // One image may serve for all programs, and the kernel knows it by another name.
      installation = Installation(program: installation.sibling(name.lastPathComponent))
    }
    installation.runningOverride = OwnProcess.variable(Override.variable)
    return installation
  }
}
