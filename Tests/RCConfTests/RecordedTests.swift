import Foundation
import RCConf
import Testing

/// Texts with the recorded results of FreeBSD's sh.
struct Recorded: Decodable, CustomTestStringConvertible, Sendable {
  struct Expectation: Decodable, Sendable {
    var completed: Bool
    var vars: [String: String]
    var vars_b64: [String: Data]?
    var nondeterministic: [String]?
  }

  var name: String
  var text: Data
  var expect: Expectation
  var testDescription: String { name }

  static func all(_ file: String) throws -> [Recorded] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let path = folder.appendingPathComponent("../Fixtures/rcconf/\(file)")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Recorded.self, from: Data($0.utf8))
    }
  }
}

@Suite("Recorded texts")
struct RecordedTests {
  @Test("a text is given sh's values or left to sh", arguments: ["tricky", "generated"])
  func agrees(file: String) throws {
    let cases = try Recorded.all("\(file).jsonl")
    var exact = 0
    for recorded in cases {
      let result = Evaluation(Array(recorded.text))
      if case .needsShell = result.outcome { continue }
      let expected = recorded.expect
      var wanted = expected.vars.mapValues { Array($0.utf8) }
      for (name, value) in expected.vars_b64 ?? [:] { wanted[name] = Array(value) }
      #expect(result.values == wanted, "\(recorded.name)")
      #expect((result.outcome == .complete) == expected.completed, "\(recorded.name)")
      exact += 1
    }
    // Texts that are left to sh run commands. Their share must not grow.
    #expect(exact * 10 >= cases.count * 7, "\(exact) of \(cases.count)")
  }
}
