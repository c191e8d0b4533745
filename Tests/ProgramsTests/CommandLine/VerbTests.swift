import Testing

@testable import Programs

@Suite("The command line of hyperv_vfctl")
struct VerbTests {
  @Test(
    "one that asks for nothing there is is refused",
    arguments: [
      ("no words", [], UsageError.verbMissing),
      ("an unknown verb", ["destroy"], .unknownVerb("destroy")),
      ("an empty verb", [""], .unknownVerb("")),
      ("an option of the other programs", ["-n"], .unknownOption("-n")),
      ("--", ["--"], .unknownOption("--")),
      ("rcconf without files", ["rcconf"], .argumentCount(0, expected: 1)),
      ("rcconf with only options", ["rcconf", "--json"], .argumentCount(0, expected: 1)),
      ("rcvar without names", ["rcvar", "--no-shell"], .argumentCount(0, expected: 1)),
      ("help for an unknown verb", ["help", "verfiy"], .unknownVerb("verfiy", nearest: "verify")),
      ("help for two verbs", ["help", "status", "undo"], .argumentCount(2, expected: 1)),
      ("an unknown option of a verb", ["status", "-x"], .unknownOption("-x")),
      ("-h behind --", ["undo", "--", "-h", "-h"], .argumentCount(2, expected: 1)),
    ])
  func refused(situation: String, words: [String], fault: UsageError) {
    var found: UsageError?
    do throws(Failure) {
      _ = try Verb.run(words, on: Console(write: { _ in }, report: { _, _ in }))
    } catch {
      if case .usage(let usage) = error { found = usage }
    }
    #expect(found == fault, "\(situation)")
  }

  @Test(
    "help and version are products",
    arguments: [
      (["--help"], Program.vfctl.help), (["-h"], Program.vfctl.help),
      (["help"], Program.vfctl.help), (["--version"], "hyperv_vfctl \(version)\n"),
      (["help", "undo"], Verb.undo.help), (["undo", "--help"], Verb.undo.help),
      (["undo", "-n", "-h", "eth0"], Verb.undo.help), (["rcconf", "-h"], Verb.rcconf.help),
      (["help", "--help"], Verb.help.help),
    ])
  func products(words: [String], text: String) throws {
    var printed: [UInt8] = []
    let console = Console(write: { printed += $0 }, report: { _, _ in })
    #expect(try Verb.run(words, on: console) == 0)
    #expect(String(decoding: printed, as: UTF8.self) == text)
  }

  @Test(
    "the help of a verb tells how it is called, and each option",
    arguments: [
      (
        Verb.undo,
        """
        usage: hyperv_vfctl undo [-nv] [--no-shell] IF

        remove the bond, restore the synthetic NIC

          -n, --dry-run  print the commands that would run, and change nothing
          -v, --verbose  print each command on standard error
          --no-shell     exit with 78 if rc.conf needs /bin/sh

        More is in hyperv_vfctl(8).

        """
      ),
      (
        .help,
        """
        usage: hyperv_vfctl help [VERB]

        the usage of hyperv_vfctl or VERB

        More is in hyperv_vfctl(8).

        """
      ),
    ])
  func help(verb: Verb, text: String) { #expect(verb.help == text) }

  @Test("every option of every verb is told, in a line of a terminal", arguments: Verb.allCases)
  func everyOption(verb: Verb) {
    for option in verb.options where option.count > 2 {
      #expect(verb.gives(option) != "", "\(option)")
    }
    #expect(verb.help.split(separator: "\n").filter { $0.count > 80 } == [])
  }

  @Test(
    "a fault is followed by the usage of what was called",
    arguments: [
      (Program.vfctl, ["hyperv_vfctl"], UsageError.verbMissing, Program.vfctl.help),
      (.vfctl, ["hyperv_vfctl", "undo"], .interfaceMissing, Verb.undo.usage),
      (.vfctl, ["hyperv_vfctl", "undu"], .unknownVerb("undu"), Program.vfctl.usage),
      (.vfup, ["hyperv_vfup", "undo", "x"], .argumentCount(2, expected: 1), Program.vfup.usage),
    ])
  func usage(program: Program, arguments: [String], fault: UsageError, text: String) {
    #expect(Main.usage(of: program, arguments, after: fault) == text)
  }
}
