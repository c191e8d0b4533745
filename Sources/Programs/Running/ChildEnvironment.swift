import Failover
import Guest

/// The environment that every command of ours gets, whatever ours is: what devd or udev passes on
/// differs from what an administrator's shell does.
package enum ChildEnvironment {
  /// The variable that names the system to be, in tests and dry runs.
  package static let platform = "HYPERV_VF_PLATFORM"

  /// Where programs are looked for by children; the programs themselves look for none.
  package static let path = "/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"

  /// HOME and PATH as rc(8) has them, and the system's name where it was set.
  package static var standard: Environment {
    var environment = Environment()
    environment["HOME"] = "/"
    environment["PATH"] = path
    environment[platform] = OwnProcess.variable(platform)
    environment[Override.variable] = OwnProcess.variable(Override.variable)
    return environment
  }
}
