import Testing

@testable import Programs

@Suite("The command line of hyperv_vfctl")
struct VerbTests {
  @Test(
    "one that asks for nothing there is is refused",
    arguments: [
      ("no words", [], UsageError.argumentCount(0, expected: 1)),
      ("an unknown verb", ["destroy"], .unknownVerb("destroy")),
      ("an empty verb", [""], .unknownVerb("")),
      ("an option of the other programs", ["-n"], .unknownOption("-n")),
      ("--", ["--"], .unknownOption("--")),
      ("rcconf without files", ["rcconf"], .argumentCount(0, expected: 1)),
      ("rcconf with only options", ["rcconf", "--json"], .argumentCount(0, expected: 1)),
      ("rcvar without names", ["rcvar", "--no-shell"], .argumentCount(0, expected: 1)),
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

  @Test("help and version are products", arguments: [("--help", 0), ("-h", 0), ("--version", 0)])
  func products(word: String, status: Int32) throws {
    var printed: [UInt8] = []
    let console = Console(write: { printed += $0 }, report: { _, _ in })
    #expect(try Verb.run([word], on: console) == status)
    let text = word == "--version" ? "hyperv_vfctl \(version)\n" : Program.vfctl.help
    #expect(String(decoding: printed, as: UTF8.self) == text)
  }
}
