import Failover
import Foundation
import Testing

@Suite("Linux: files that are installed")
struct LinuxInstalledFilesTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
  }

  private func files(below folder: String) -> [String] {
    let path = Self.root.appendingPathComponent(folder).path
    let all = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return all.sorted().map { "\(folder)/\($0)" }
  }

  /// Returns the names of variables in a text, with IF in the place of an interface's name.
  private func variables(in text: String) -> Set<String> {
    let names = text.matches(of: /hyperv_vf_[a-z_]*(\\\(|IF)?/).map { String($0.output.0) }
    return Set(
      names.map { $0.replacingOccurrences(of: "\\(", with: "IF") }
        .map { $0.hasSuffix("_") ? $0 + "IF" : $0 })
  }

  @Test("the sample of rc.conf names exactly the variables that the programs read")
  func samplesVariables() throws {
    var read: Set<String> = []
    for known in KnownVariable.allCases {
      if known.isGeneral { read.insert(known.rawValue) }
      if known.canBePerNIC { read.insert("\(known.rawValue)_IF") }
    }
    let sample = try text("etc/rc.conf.d/hyperv_vf.sample").split(separator: "\n")
      .compactMap { $0.firstMatch(of: /^#(hyperv_vf_[A-Za-z_]*)="[^"]*"$/)?.output.1 }
    #expect(Set(sample.map(String.init)) == read)
    #expect(sample.count == Set(sample).count)
  }

  @Test("no source names a variable that is not known")
  func namesKnownVariables() throws {
    for path in files(below: "Sources") where path.hasSuffix(".swift") {
      // Only in quoted texts, which string literals are and comments usually are not. Paths, which
      // begin with a slash, are left out.
      for literal in try text(path).matches(of: /"[^"\/][^"\n]*"/) {
        for name in variables(in: String(literal.output)) {
          // The common prefix hyperv_vf_ alone becomes hyperv_vf_IF above.
          #expect(
            KnownVariable(name: name) != nil || name == "hyperv_vf_IF"
              || KnownVariable(name: name + "_IF") != nil,
            "\(path): \(name)")
        }
      }
    }
  }

  @Test("every unit that a rule starts is there, and no unit is started by nothing")
  func startsUnits() throws {
    var started: Set<String> = []
    for path in files(below: "etc/udev/rules.d") {
      for match in try text(path).matches(of: /--no-block start ([a-z-]+@?)[^ "]*?\.service/) {
        started.insert("etc/systemd/system/\(match.output.1).service")
      }
    }
    // An administrator starts a timer, and the timer starts the service with the same name.
    for timer in files(below: "etc/systemd/system") where timer.hasSuffix(".timer") {
      started.formUnion([timer, timer.replacing(".timer", with: ".service")])
    }
    #expect(started == Set(files(below: "etc/systemd/system")))
  }

  @Test("a rule that starts a program has a twin for guests without systemd")
  func hasTwins() throws {
    for path in files(below: "etc/udev/rules.d") {
      let lines = try text(path).replacingOccurrences(of: "\\\n", with: "")
        .split(separator: "\n").filter { !$0.hasPrefix("#") && $0.contains("RUN+=") }
      let match = { (line: Substring) in line.components(separatedBy: "TEST")[0] }
      let systemd = lines.filter { $0.contains("TEST==\"/run/systemd/system\"") }.map(match)
        // Without systemd, hyperv_vfattach starts hyperv_vfup itself.
        .filter { !$0.contains("VFUP") }
      let plain = lines.filter { $0.contains("TEST!=\"/run/systemd/system\"") }.map(match)
      #expect(systemd == plain)
      #expect(lines.allSatisfy { $0.contains("TEST==\"/run/") || $0.contains("TEST!=\"/run/") })
    }
  }
}
