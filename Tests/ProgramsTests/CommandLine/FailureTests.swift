import Failover
import Guest
import Platforms
import RCConf
import Testing

@testable import Programs

@Suite("A failure has the exit status that sysexits(3), sh or the script gives it")
struct FailureTests {
  @Test("each kind has its own", arguments: try kinds())
  func exitCode(row: FailureRow) {
    #expect(row.failure.exitCode == row.exit)
  }

  @Test("each says what it is about", arguments: try kinds())
  func text(row: FailureRow) {
    #expect(row.failure.text == row.text)
  }

  private static func kinds() throws -> [FailureRow] {
    let hn0 = try #require(InterfaceName("hn0"))
    let lagg0 = try #require(InterfaceName("lagg0"))
    return commandLine + configuration + guest + refusals(hn0, lagg0) + runs(hn0, lagg0)
  }

  private static func error(_ reason: ConfigError.Reason, _ variable: String? = nil) -> ConfigError
  {
    ConfigError(reason, variable: variable, at: SourceLocation(file: "/etc/rc.conf", line: 12))
  }

  private static let commandLine = [
    FailureRow(.usage(.argumentCount(0, expected: 1)), 64, "takes 1 argument, got 0"),
    FailureRow(
      .usage(.interfaceMissing), 64, "the name of an interface is missing, such as eth0 or hn0"),
    FailureRow(
      .usage(.conflictingOptions("--write", "--undo")), 64, "--write and --undo exclude each other"),
    FailureRow(.usage(.unknownOption("-x")), 64, "'-x': no such option"),
    FailureRow(.usage(.verbMissing), 64, "a verb is missing"),
    FailureRow(.usage(.notAnInterface("a/b")), 64, "'a/b': not a name that an interface can have"),
    FailureRow(.usage(.notADelay("2s")), 64, "'2s': not a whole number of seconds"),
    FailureRow(.notRoot, 77, "only root may do this; -n shows what would be done"),
  ]

  private static let configuration = [
    FailureRow(
      .shellStops(error(.unterminated("if"))), 2,
      "/etc/rc.conf:12: syntax error: 'if' is never closed; nothing was changed"),
    FailureRow(
      .shellStops(error(.exit(status: 7))), 7, "/etc/rc.conf:12: exit 7; nothing was changed"),
    FailureRow(
      .shellFailed(.exit(2)), 2, "/bin/sh stopped reading rc.conf: exit 2; nothing was changed"),
    FailureRow(
      .shellFailed(.signal(9)), 137,
      "/bin/sh stopped reading rc.conf: ended by signal 9; nothing was changed"),
    FailureRow(
      .value(error(.notSeconds("2s"), "hyperv_vf_command_timeout")), 78,
      "/etc/rc.conf:12: hyperv_vf_command_timeout: not a number of seconds: '2s'"),
  ]

  private static let guest = [
    FailureRow(
      .guest(.toolMissing("/sbin/ifconfig")), 69,
      "/sbin/ifconfig: not there, or not executable; nothing was changed"),
    FailureRow(
      .guest(.notUnderstood(by: "/sbin/ifconfig", line: "?")), 70,
      "/sbin/ifconfig: not understood: '?'; nothing was changed"),
    FailureRow(
      .guest(.queryFailed(Command("/bin/ps", ["-a"]), CommandResult(.exit(1)))), 75,
      "/bin/ps -a: exit 1; nothing was changed"),
    FailureRow(
      .guest(.callFailed(call: "open", subject: "/x", reason: "Input/output error")), 75,
      "/x: open: Input/output error; nothing was changed"),
    FailureRow(.guest(.interrupted), 75, "told to stop by a signal; nothing was changed"),
    FailureRow(
      .unsupported(.unknownPlatform("HYPERV_VF_PLATFORM=x")), 69,
      "HYPERV_VF_PLATFORM=x: must be freebsd or linux"),
    FailureRow(
      .locked("/l"), 75,
      "/l: another run holds it for too long; it looks again itself, nothing was changed here"),
    FailureRow(
      .busy("/l"), 75,
      "/l: another run holds it for too long; nothing was changed; run it again"),
    FailureRow(.noLock("/l: no room"), 75, "/l: no room; nothing was changed"),
  ]

  private static func refusals(
    _ hn0: InterfaceName, _ lagg0: InterfaceName
  ) -> [FailureRow] {
    [
      FailureRow(
        .refused(.isTheVF(hn0)), 64, "hn0: is the VF; name its synthetic NIC"),
      FailureRow(
        .refused(.bondNameTooLong("lagg012345678901")), 64,
        "lagg012345678901: longer than an interface's name may be; set hyperv_vf_bond_IF"),
      FailureRow(.refused(.noInterface(hn0)), 75, "hn0: no such interface"),
      FailureRow(
        .refused(.foreignBond(lagg0, Bond(.other("lacp"), members: [hn0]), of: hn0)), 75,
        "lagg0: exists already for another purpose (lacp of hn0); rename it, or set "
          + "hyperv_vf_bond_hn0 in rc.conf to another name"
      ),
      FailureRow(
        .override(.writableByOthers("/o")), 77,
        "/o: not run: everybody may write it (chmod go-w)"),
      FailureRow(.override(.notExecutable("/o")), 126, "/o: not executable (chmod +x)"),
    ]
  }

  private static func runs(_ hn0: InterfaceName, _ lagg0: InterfaceName) -> [FailureRow] {
    let step = Step(.createBond(lagg0, nil, monitoring: .zero), because: "lagg0 is missing")
    let failed = FailedEffect(effect: nil, cause: .impossible(.toolMissing("/sbin/ifconfig")))
    let undone = RunFailure(step: step, failed: failed, notUndone: [])
    let half = RunFailure(step: step, failed: failed, notUndone: ["/sbin/ifconfig lagg0 destroy"])
    return [
      FailureRow(
        .run(undone, on: hn0), 75, "hn0: /sbin/ifconfig: not there, or not executable; undone"),
      FailureRow(
        .run(half, on: hn0), 71,
        "hn0: /sbin/ifconfig: not there, or not executable; not wholly undone, by hand: "
          + "/sbin/ifconfig lagg0 destroy"),
      FailureRow(
        .unconfirmed(["lagg0 is missing: /sbin/ifconfig lagg0 create", "b"], on: hn0), 71,
        "hn0: done, but not complete: lagg0 is missing: /sbin/ifconfig lagg0 create; b"),
    ]
  }
}

/// A failure, with the exit status and the output that it causes.
struct FailureRow: CustomTestStringConvertible, Sendable {
  let failure: Failure
  let exit: Int32
  let text: String
  var testDescription: String { text }

  init(_ failure: Failure, _ exit: Int32, _ text: String) {
    self.failure = failure
    self.exit = exit
    self.text = text
  }
}
