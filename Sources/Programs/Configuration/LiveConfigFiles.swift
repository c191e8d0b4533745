import Failover
import Guest
import Platforms
import RCConf

extension ConfigFiles {
  /// The files of this guest, and its /bin/sh; what rc.conf prints goes where our output goes.
  /// `warn` is told of files that others than root may change.
  package static func live(
    on platform: any Platform, warn: @escaping (String) -> Void = { _ in }
  ) -> ConfigFiles {
    ConfigFiles(
      FileAccess.live.warning(warn), withoutDefaults: platform.configFiles,
      localbase: { platform.localbaseQuestion.flatMap { answer(to: $0) } }
    ) { script throws(Failure) in
      let result = try runShell(script)
      // Where sh stops, it does before it prints its variables for the second time.
      guard result.descriptor3.firstIndex(of: 0) != result.descriptor3.indices.last else {
        throw .shellFailed(result.status)
      }
      return result.descriptor3
    }
  }

  /// What a command prints; nil where it fails: sh goes on then too.
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
