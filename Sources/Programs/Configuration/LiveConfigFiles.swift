import Failover
import Guest
import Platforms
import RCConf

extension ConfigFiles {
  /// The rc.conf files of the running system, whose /bin/sh is used if needed. What a command in
  /// rc.conf prints goes to the output of this program. `warn` is called with a text for each file
  /// that others than root may write.
  package static func live(
    on platform: any Platform, warn: @escaping (String) -> Void = { _ in }
  ) -> ConfigFiles {
    ConfigFiles(
      FileAccess.live.warning(warn), withoutDefaults: platform.configFiles,
      localbase: { platform.localbaseQuestion.flatMap { answer(to: $0) } }
    ) { script throws(Failure) in
      let result = try runShell(script)
      // If sh stops, it has not printed its variables for the second time.
      guard result.descriptor3.firstIndex(of: 0) != result.descriptor3.indices.last else {
        throw .shellFailed(result.status)
      }
      return result.descriptor3
    }
  }

  /// The standard output of the command `question`; nil if the command fails or cannot be run. That
  /// is no error, since sh continues after a failed command in rc.conf too.
  private static func answer(to question: Command) -> [UInt8]? {
    do throws(ProcessError) {
      let result = try Process.run(
        question.executable, question.arguments, environment: ChildEnvironment.standard,
        errorOutput: .discarded, deadline: GeneralSettings().commandTimeout)
      return result.succeeded ? result.output : nil
    } catch {
      return nil
    }
  }

  private static func runShell(_ script: String) throws(Failure) -> ProcessResult {
    do throws(ProcessError) {
      return try Process.run(
        "/bin/sh", ["-c", script], environment: ChildEnvironment.standard, output: .inherited,
        errorOutput: .inherited, capturesDescriptor3: true,
        deadline: GeneralSettings().commandTimeout)
    } catch {
      throw .guest(GuestError(error))
    }
  }
}
