import Failover
import Guest

/// The environment variables of every command that the programs run. They do not depend on the
/// environment of this program, which differs between devd, udev and a shell.
package enum ChildEnvironment {
  /// The name of the environment variable that selects the platform, `freebsd` or `linux`, for
  /// tests and dry runs.
  package static let platform = "HYPERV_VF_PLATFORM"

  /// The value of PATH for every command. The programs themselves do not use it.
  package static let path = "/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"

  /// The environment: HOME and PATH as rc(8) sets them. Also `HYPERV_VF_PLATFORM` and
  /// `HYPERV_VF_OVERRIDE`, if this program has them.
  package static var standard: Environment {
    var environment = Environment()
    environment["HOME"] = "/"
    environment["PATH"] = path
    environment[platform] = OwnProcess.variable(platform)
    environment[Override.variable] = OwnProcess.variable(Override.variable)
    return environment
  }
}
