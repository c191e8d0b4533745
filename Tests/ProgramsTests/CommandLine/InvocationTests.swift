import Failover
import Programs
import Testing

@Suite("A command line")
struct InvocationTests {
  @Test(
    "a name that no kernel takes is refused, whichever program gets it",
    arguments: [Program.vfup, .vfattach],
    [
      "", "abcdefghijklmnop", "a/b", "/", "../x", "hn 0", " hn0", "hn0\n", "\n", "\t", "hn0\u{7f}",
      ".", "..", "ééééééééé",
    ])
  func badNames(program: Program, name: String) {
    let row = InvocationRow(
      name, program, program == .vfup ? [name] : [name, "0"],
      gives: .failure(.notAnInterface(name)))
    #expect(row.parsed == row.result)
  }

  @Test(
    "an odd name that a kernel takes is taken as it is",
    arguments: ["abcdefghijklmno", "hn0;rm", "hn0.10", "$(id)", "a'b", "hn-0", "*", "é"])
  func oddNames(name: String) {
    let row = InvocationRow(name, .vfup, [name], gives: .up(name))
    #expect(row.parsed == row.result)
  }

  @Test(
    "a delay that is no whole number of seconds is refused",
    arguments: [
      "", " ", "-1", "+1", "1.5", "1s", "soon", "0x10", "٣", "2147483648", "99999999999999999999",
    ])
  func badDelays(delay: String) {
    let row = InvocationRow(
      delay, .vfattach, ["mce0", delay], gives: .failure(.notADelay(delay)))
    #expect(row.parsed == row.result)
  }

  @Test("every other command line gives what it says, or its fault", arguments: rows)
  func others(row: InvocationRow) {
    #expect(row.parsed == row.result)
  }

  private static let rows = attachRows + upRows + nameRows + optionRows

  private static let first = Failover.Attachment.Stage.first(program: "/opt/hyperv_vfattach")

  private static let attachRows = [
    InvocationRow("the first stage", .vfattach, ["mce0", "0"], gives: .attach("mce0", first)),
    InvocationRow("zeros", .vfattach, ["mce0", "000"], gives: .attach("mce0", first)),
    InvocationRow(
      "the second stage", .vfattach, ["mce0", "120"],
      gives: .attach("mce0", .second(after: .seconds(120)))),
    InvocationRow(
      "the longest delay", .vfattach, ["mce0", "2147483647"],
      gives: .attach("mce0", .second(after: .seconds(2_147_483_647)))),
    InvocationRow("no words", .vfattach, [], gives: .failure(.argumentCount(0, expected: 2))),
    InvocationRow("no delay", .vfattach, ["mce0"], gives: .failure(.argumentCount(1, expected: 2))),
    InvocationRow(
      "a word too many", .vfattach, ["mce0", "0", "0"],
      gives: .failure(.argumentCount(3, expected: 2))),
    InvocationRow(
      "an option of hyperv_vfup", .vfattach, ["--no-override", "mce0", "0"],
      gives: .failure(.unknownOption("--no-override"))),
    InvocationRow(
      "--join-only", .vfattach, ["--join-only", "mce0", "0"],
      gives: .failure(.unknownOption("--join-only"))),
  ]

  private static let upRows = [
    InvocationRow("a name", .vfup, ["hn0"], gives: .up("hn0")),
    InvocationRow("no words", .vfup, [], gives: .failure(.argumentCount(0, expected: 1))),
    InvocationRow(
      "two names", .vfup, ["hn0", "hn1"], gives: .failure(.argumentCount(2, expected: 1))),
    InvocationRow(
      "--join-only", .vfup, ["--join-only", "hn0"],
      gives: .up("hn0", joinsOnly: true, allowsOverride: false)),
    InvocationRow(
      "--no-override", .vfup, ["hn0", "--no-override"], gives: .up("hn0", allowsOverride: false)),
  ]

  private static let nameRows = [
    InvocationRow(
      "as the override of hn1", .vfup, [], named: "hyperv_vfup.hn1",
      gives: .up("hn1", allowsOverride: false)),
    InvocationRow(
      "as an override, with options", .vfup, ["-n"], named: "hyperv_vfup.hn1",
      gives: .up("hn1", .those(dry: true), allowsOverride: false)),
    InvocationRow(
      "as an override, with a name", .vfup, ["hn2"], named: "hyperv_vfup.hn1",
      gives: .failure(.argumentCount(2, expected: 1))),
    InvocationRow(
      "as an override of nothing", .vfup, [], named: "hyperv_vfup.",
      gives: .failure(.notAnInterface(""))),
    InvocationRow(
      "as an override of what no kernel takes", .vfup, [], named: "hyperv_vfup...",
      gives: .failure(.notAnInterface(".."))),
    InvocationRow("under another name", .vfup, ["hn0"], named: "vfup-test", gives: .up("hn0")),
    InvocationRow(
      "hyperv_vfattach under such a name", .vfattach, ["mce0", "0"], named: "hyperv_vfup.hn1",
      gives: .attach("mce0", first)),
  ]

  private static let optionRows = [
    InvocationRow("-n", .vfup, ["-n", "hn0"], gives: .up("hn0", .those(dry: true))),
    InvocationRow("-n behind", .vfup, ["hn0", "-n"], gives: .up("hn0", .those(dry: true))),
    InvocationRow("--dry-run", .vfup, ["--dry-run", "hn0"], gives: .up("hn0", .those(dry: true))),
    InvocationRow("-v", .vfup, ["-v", "hn0"], gives: .up("hn0", .those(verbose: true))),
    InvocationRow(
      "--verbose", .vfup, ["--verbose", "hn0"], gives: .up("hn0", .those(verbose: true))),
    InvocationRow(
      "-nv", .vfattach, ["-nv", "mce0", "0"],
      gives: .attach("mce0", first, .those(dry: true, verbose: true))),
    InvocationRow(
      "-vn", .vfup, ["-vn", "hn0"], gives: .up("hn0", .those(dry: true, verbose: true))),
    InvocationRow(
      "--no-shell", .vfup, ["--no-shell", "hn0"], gives: .up("hn0", .those(noShell: true))),
    InvocationRow("--help", .vfup, ["--help"], gives: .success(.help)),
    InvocationRow("-h", .vfattach, ["-h"], gives: .success(.help)),
    InvocationRow("--version", .vfattach, ["--version"], gives: .success(.version)),
    InvocationRow("-x", .vfup, ["-x", "hn0"], gives: .failure(.unknownOption("-x"))),
    InvocationRow("-nx", .vfup, ["-nx", "hn0"], gives: .failure(.unknownOption("-nx"))),
    InvocationRow("a lone -", .vfup, ["-"], gives: .failure(.unknownOption("-"))),
    InvocationRow(
      "a name like an option", .vfup, ["-hn0"], gives: .failure(.unknownOption("-hn0"))),
    InvocationRow(
      "such a name behind --", .vfup, ["--", "-hn0"], gives: .failure(.notAnInterface("-hn0"))),
    InvocationRow(
      "a name behind --", .vfup, ["-v", "--", "hn0"],
      gives: .up("hn0", .those(verbose: true))),
    InvocationRow(
      "an option behind --", .vfup, ["--", "-n"],
      gives: .failure(.notAnInterface("-n"))),
    InvocationRow(
      "nothing behind --", .vfup, ["--"],
      gives: .failure(.argumentCount(0, expected: 1))),
    InvocationRow(
      "a negative delay behind --", .vfattach, ["--", "mce0", "-1"],
      gives: .failure(.notADelay("-1"))),
  ]
}
