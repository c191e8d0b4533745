import Failover
import Testing

@testable import Programs

@Suite("A word that nobody knows is answered with the nearest one")
struct NearestWordTests {
  @Test(
    "one letter more, less or other, and two that changed places, are near",
    arguments: [
      ("verfiy", "verify"), ("stat", "status"), ("statsu", "status"), ("chekc", "check"),
      ("--dry_run", "--dry-run"), ("-dry-run", "--dry-run"), ("pesist", "persist"),
      ("destroy", nil), ("", nil), ("x", nil), ("rcconfig", "rcconf"),
    ] as [(String, String?)])
  func finds(typed: String, meant: String?) {
    let words = ["status", "verify", "check", "persist", "rcconf", "rcvar", "--dry-run"]
    #expect(nearest(to: typed, among: words) == meant)
  }

  @Test("of words equally near the first is taken")
  func ties() { #expect(nearest(to: "cat", among: ["bat", "hat"]) == "bat") }

  @Test(
    "programs and verbs tell it",
    arguments: [
      (["rcvra", "a"], UsageError.unknownVerb("rcvra", nearest: "rcvar")),
      (["--verison"], .unknownOption("--verison", nearest: "--version")),
      (["rcconf", "--jsn", "a"], .unknownOption("--jsn", nearest: "--json")),
      (["rcvar", "--no-shel", "a"], .unknownOption("--no-shel", nearest: "--no-shell")),
      (["probe", "--json", "a"], .unknownOption("--json")),
    ])
  func verbs(words: [String], fault: UsageError) {
    #expect(throws: fault) { try usageError(of: words) }
  }

  @Test(
    "the other programs tell it too",
    arguments: [
      ("--dryrun", Program.vfup, "--dry-run"), ("--joinonly", .vfup, "--join-only"),
      ("--join-only", .vfattach, nil), ("--no-overide", .vfup, "--no-override"), ("-z", .vfup, nil),
    ] as [(String, Program, String?)])
  func options(word: String, program: Program, meant: String?) {
    #expect(throws: UsageError.unknownOption(word, nearest: meant)) {
      try Invocation.parse([word, "hn0"], as: program, named: program.rawValue, at: "/opt/x")
    }
  }

  @Test("the message names it")
  func text() {
    #expect(
      UsageError.unknownVerb("verfiy", nearest: "verify").text
        == "'verfiy': no such verb; did you mean 'verify'?")
  }

  /// Throws the usage error with which hyperv_vfctl ends.
  private func usageError(of words: [String]) throws {
    do throws(Failure) {
      _ = try Verb.run(words, on: Console(write: { _ in }, report: { _, _ in }))
    } catch {
      if case .usage(let usage) = error { throw usage }
    }
  }
}
