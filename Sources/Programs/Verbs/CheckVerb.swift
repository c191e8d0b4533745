import Failover
import Guest
import Platforms
import RCConf

extension Verb {
  /// The verb `check [--json] [--no-shell]`: prints what is wrong in the configuration. `words` are
  /// the words after `check`. Returns the exit status: 1 if there are findings, else 0. Throws if a
  /// query fails or rc.conf cannot be read.
  func check(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    guard given.operands.isEmpty else {
      throw .usage(.argumentCount(given.operands.count, expected: 0))
    }
    let platform = try Main.platform()
    let guest = LiveGuest(
      environment: { ChildEnvironment.standard }, commandTimeout: GeneralSettings().commandTimeout)
    let check = ConfigCheck(
      platform: platform, guest: guest, config: .live(on: platform),
      installation: Self.installation)
    let found = try check.findings(mayUseShell: !given.has("--no-shell"))
    if given.has("--json") {
      console.write(ConfigFinding.json(found))
    } else {
      console.print(found.map { "\($0.text)\n" }.joined())
    }
    if !OwnProcess.isRoot {
      console.report(.info, Warning.rulesHidden.text)
    }
    return found.isEmpty ? ExitCode.success : 1
  }
}
