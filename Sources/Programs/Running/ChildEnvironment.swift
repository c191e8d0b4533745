import Failover
import Guest

/// The environment of every command. It does not depend on the environment of this program, which
/// differs between devd, udev and a shell.
package enum ChildEnvironment {
  /// The variable that selects the platform, for tests and dry runs.
  package static let platform = "HYPERV_VF_PLATFORM"

  /// The PATH for children. The programs themselves do not use it.
  package static let path = "/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"

  /// HOME and PATH as set by rc(8), and the platform if it is set.
  package static var standard: Environment {
    var environment = Environment()
    environment["HOME"] = "/"
    environment["PATH"] = path
    environment[platform] = OwnProcess.variable(platform)
    environment[Override.variable] = OwnProcess.variable(Override.variable)
    return environment
  }
}
