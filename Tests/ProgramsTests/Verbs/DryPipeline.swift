import Guest
import Platforms
import TestSupport

@testable import Programs

extension Pipeline {
  /// Returns the pipeline of hyperv_vfctl on a simulated FreeBSD, without changes.
  static func dryRun(on guest: SimulatedFreeBSD) -> Pipeline {
    var options = RunOptions()
    options.isDryRun = true
    return Pipeline(
      program: .vfctl, platform: FreeBSD(), guest: guest,
      config: ConfigFiles(
        .simulated(guest.machine.files), withoutDefaults: FreeBSD().configFiles,
        shell: SimulatedShell(guest.machine.files).run),
      console: Console(write: { _ in }, report: { _, _ in }),
      installation: Installation(program: "/usr/libexec/hyperv/hyperv_vfctl"), options: options,
      acquireLock: { _, _ throws(Failure) in .acquired(nil) },
      stateFile: { .simulated(at: "\($1)/\($0).state", on: guest) })
  }
}
