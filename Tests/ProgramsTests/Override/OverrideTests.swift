import Failover
import Guest
import TestSupport
import Testing

@testable import Programs

@Suite("An override stands in for hyperv_vfup")
struct OverrideTests {
  private static let base = "/usr/libexec/hyperv/hyperv_vfup.hn0"
  private static let beside = "/opt/hv/hyperv_vfup.hn0"

  /// Returns a machine with these overrides instead of the recorded one.
  private static func guest(_ files: [String: SimulatedFile]) throws -> SimulatedFreeBSD {
    var machine = try ParityCase.named("up-override").machine
    machine.files[base] = nil
    machine.files.merge(files) { _, new in new }
    return SimulatedFreeBSD(machine)
  }

  @Test(
    "only what root alone may write and execute is run",
    arguments: [
      OverrideRow("root's", SimulatedFile.script(0o755), exit: 3),
      OverrideRow("root's alone", .script(0o700), exit: 3),
      OverrideRow("only root's group executes it", .script(0o610), exit: 3),
      OverrideRow("set-user-id", .script(0o4755), exit: 3),
      OverrideRow("of another group, which may not write", .script(0o755, group: 1001), exit: 3),
      OverrideRow(
        "writable by wheel", .script(0o775), exit: 3, messages: ["\(base): writable by group wheel"]
      ),
      OverrideRow(
        "another user's", .script(0o755, owner: 1001), exit: 77,
        failure: "\(base): not run: belongs to user 1001, not to root (chown root)"),
      OverrideRow(
        "another user's, not executable", .script(0o644, owner: 1001), exit: 77,
        failure: "\(base): not run: belongs to user 1001, not to root (chown root)"),
      OverrideRow(
        "writable by everybody", .script(0o757), exit: 77,
        failure: "\(base): not run: everybody may write it (chmod go-w)"),
      OverrideRow(
        "writable by everybody and wheel", .script(0o777), exit: 77,
        failure: "\(base): not run: everybody may write it (chmod go-w)"),
      OverrideRow(
        "writable by another group", .script(0o775, group: 1001), exit: 77,
        failure: "\(base): not run: group 1001 may write it (chmod g-w)"),
      OverrideRow(
        "not executable", .script(0o644), exit: 126,
        failure: "\(base): not executable (chmod +x)"),
    ])
  func ownership(row: OverrideRow) throws {
    let run = try ParityRun(["hyperv_vfup", "hn0"], on: Self.guest([Self.base: row.file]))
    #expect(OverrideRow(row.testDescription, row.file, run) == row)
    #expect(run.guest.performed.count == (row.failure == nil ? 1 : 0))
  }

  @Test(
    "nor is one in whose place others may put another",
    arguments: [
      (FileOwnership(owner: 0, group: 0, permissions: 0o775), nil),
      (FileOwnership(owner: 0, group: 0, permissions: 0o1777), nil),
      (FileOwnership(owner: 0, group: 5, permissions: 0o775), "group 5 can change it (chmod g-w)"),
      (
        FileOwnership(owner: 7, group: 0, permissions: 0o755),
        "belongs to user 7 (chown root), who can change it"
      ),
    ])
  func folders(ownership: FileOwnership, flaw: String?) throws {
    let guest = try Self.guest([Self.base: .script(0o755)])
    guest.folders[Self.base] = [
      PassedFolder("/usr", FileOwnership(owner: 0, group: 0, permissions: 0o755)),
      PassedFolder("/usr/libexec", ownership),
    ]
    let run = try ParityRun(["hyperv_vfup", "hn0"], on: guest)
    #expect(run.failure == flaw.map { "\(Self.base): not run: /usr/libexec: \($0)" })
    #expect(run.exit == (flaw == nil ? 3 : 77))
    #expect(run.guest.performed.count == (flaw == nil ? 1 : 0))
  }

  @Test(
    "it is run as it says, and by sh where it says nothing",
    arguments: [
      ("#!", SimulatedFile("#!/bin/sh\nexit 4\n", permissions: 0o755), [base]),
      ("text", SimulatedFile("exit 4\n", permissions: 0o755), ["/bin/sh", base]),
      ("empty", SimulatedFile("", permissions: 0o755), ["/bin/sh", base]),
      ("a comment", SimulatedFile("# exit\n", permissions: 0o755), ["/bin/sh", base]),
      ("ELF", SimulatedFile("\u{7f}ELF\u{2}\u{1}", permissions: 0o755), [base]),
      ("ELF without the first byte", SimulatedFile("ELF", permissions: 0o755), ["/bin/sh", base]),
    ])
  func command(start: String, file: SimulatedFile, words: [String]) throws {
    let run = try ParityRun(
      ["hyperv_vfup", "hn0"], options: ["-n"], on: Self.guest([Self.base: file]))
    #expect(DryRun(run.output).commands == [["HYPERV_VF_OVERRIDE=hn0"] + words])
    #expect(run.guest.performed == [])
  }

  @Test(
    "it is looked for beside the program, then where the base system has it",
    arguments: [
      ([beside, base], beside), ([base], base), ([beside], beside),
      (["/opt/hv/hyperv_vfup.hn00", "/opt/hyperv_vfup.hn0", "/opt/hv/hyperv_vfup.hn"], nil),
    ])
  func place(files: [String], found: String?) throws {
    let scripts = Dictionary(uniqueKeysWithValues: files.map { ($0, SimulatedFile.script(0o755)) })
    let run = try ParityRun(
      ["hyperv_vfup", "hn0"], on: Self.guest(scripts), at: "/opt/hv/hyperv_vfup")
    #expect(
      run.guest.performed.first?.words
        == (found.map { ["HYPERV_VF_OVERRIDE=hn0", $0] } ?? ["/sbin/ifconfig", "lagg0", "create"]))
  }

  @Test(
    "it is run unless it runs already or is not wanted",
    arguments: [
      ("called by devd", ["hyperv_vfup", "hn0"], nil, true),
      ("called by the override", ["hyperv_vfup", "hn0"], "hn0", false),
      ("called by another NIC's override", ["hyperv_vfup", "hn0"], "hn1", true),
      ("--no-override", ["hyperv_vfup", "--no-override", "hn0"], nil, false),
      ("--join-only", ["hyperv_vfup", "--join-only", "hn0"], nil, false),
      ("the program under its name", ["hyperv_vfup.hn0"], nil, false),
    ] as [(String, [String], String?, Bool)])
  func once(situation: String, argv: [String], running: String?, isRun: Bool) throws {
    let guest = try Self.guest([Self.base: .script(0o755)])
    let run = try ParityRun(argv, on: guest, runningOverride: running)
    #expect((run.guest.performed.first?.words.last == Self.base) == isRun, "\(situation)")
    #expect(run.exit == (isRun ? 3 : 0))
  }

  @Test("what it calls can tell that it runs, and its own variables come last")
  func environment() throws {
    let guest = try Self.guest([Self.base: .script(0o755)])
    let synthetic = try #require(InterfaceName("hn0"))
    var command = try #require(
      try Override(of: synthetic, in: [Installation.base], on: guest)
    ).command
    command.executable = "/usr/bin/env"
    command.sharesOutput = false
    let live = LiveGuest(
      environment: { ["PATH": "/bin", "HYPERV_VF_OVERRIDE": "hn1"] }, commandTimeout: .seconds(30))
    let lines = try live.run(command).output.split(separator: "\n").sorted()
    #expect(lines == ["HYPERV_VF_OVERRIDE=hn0", "PATH=/bin"])
  }
}
