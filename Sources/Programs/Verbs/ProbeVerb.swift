import Failover
import Guest
import Platforms
import RCConf

extension Verb {
  /// The verb `probe [--quiet | --name=X] IF`: prints the properties of the NIC IF for udev, and
  /// returns exit status 0. `words` are the words after `probe`. Throws if a query fails.
  ///
  /// With an option it prints nothing, and the exit status answers a question: 0 for yes, 1 for no.
  /// `--quiet` asks whether IF is a VF that only these programs may start, `--name` whether udev is
  /// unable to give IF the name X.
  func probe(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let word = try given.operand
    guard let name = InterfaceName(word) else { throw .usage(.notAnInterface(word)) }
    let guest = LiveGuest(environment: { ChildEnvironment.standard }, commandTimeout: nil)
    let platform = try Main.platform()
    if given.has("--quiet") {
      let question = StartCheck(platform: platform, guest: guest) { () throws(Failure) in
        try ConfigFiles.live(on: platform).load(mayUseShell: true).0
      }
      return try question.mustNotStart(name) ? ExitCode.success : 1
    }
    let probe = Probe(platform: platform, guest: guest) { Self.variables(on: platform) }
    do throws(GuestError) {
      if let other = given.values["--name"] {
        return try isUnfit(other, for: name, probe, on: guest) ? ExitCode.success : 1
      }
      console.print(try probe.lines(for: name).map { "\($0)\n" }.joined())
    } catch {
      throw .guest(error)
    }
    return ExitCode.success
  }

  /// True if udev cannot give the name `word` to `nic`. If another NIC has the name and may lose it
  /// soon, waits for up to three seconds, and returns true if it still has the name then. Throws if
  /// a query fails.
  private func isUnfit(
    _ word: String, for nic: InterfaceName, _ probe: Probe, on guest: any GuestAccess
  ) throws(GuestError) -> Bool {
    for _ in 0..<150 {
      switch try probe.fitness(of: word, for: nic) {
      case .fit: return false
      case .unfit: return true
      case .undecided: _ = try guest.perform(.wait(.milliseconds(20)))
      }
    }
    return true
  }

  /// The variables of rc.conf, read without a shell, since udev waits. Empty if they cannot be read
  /// so; other verbs report the reason.
  private static func variables(on platform: any Platform) -> Variables {
    do throws(Failure) {
      return try ConfigFiles.live(on: platform).load(mayUseShell: false).0
    } catch {
      return Variables()
    }
  }
}
