import Failover
import Foundation
import Guest
import Testing

@testable import Programs

@Suite("README and manual pages agree with the programs")
struct DocumentTests {
  static let pages = [
    "hyperv_vf.7", "hyperv_vf.conf.5", "hyperv_vfattach.8", "hyperv_vfctl.8", "hyperv_vfup.8",
  ]
  static let documents = [
    "README.md", "Tests/README.md", "Tests/Bench/README.md", "Tests/Lab/README.md",
  ]

  @Test("README.md has at most 150 lines, in the order of use")
  func length() throws {
    let lines = try Repository.text("README.md").split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 151)
    #expect(
      lines.filter { $0.hasPrefix("## ") } == [
        "## Try it", "## Install", "## First use", "## Configuration", "## What it promises",
        "## Differences from the scripts of FreeBSD", "## Figures",
        "## Where to look in the source",
      ])
  }

  @Test("every file that a document links to exists", arguments: documents)
  func links(document: String) throws {
    let folder = Repository.root.appendingPathComponent(document).deletingLastPathComponent()
    for match in try Repository.text(document).matches(of: /\]\(([^)#:]+)\)/) {
      let path = folder.appendingPathComponent(String(match.output.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(match.output.1)")
    }
  }

  @Test("the pictures are what their script draws")
  func pictures() throws {
    let script = Repository.root.appendingPathComponent("packaging/pictures/draw").path
    let result = try Guest.Process.run(
      script, ["--check"], environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
    #expect(result.succeeded, "\(result.outputText)\(result.errorText)")
  }

  private static func commands() throws -> [DocumentedCommand] {
    try documents.flatMap {
      DocumentedCommands.inMarkdown(try Repository.text($0), document: $0)
    }
      + pages.flatMap {
        DocumentedCommands.inManual(try Repository.text("packaging/man/\($0)"), document: $0)
      }
  }

  @Test("every command in a document is accepted by the program that it calls")
  func commands() throws {
    let commands = try Self.commands()
    #expect(commands.count > 100)
    let check = try CommandCheck()
    for command in Set(commands) {
      let flaw = try check.flaw(in: command.line)
      #expect(flaw == nil, "\(command)")
    }
  }

  @Test(
    "a wrong command is found",
    arguments: [
      "hyperv_vfctl stauts", "hyperv_vfctl status --all", "hyperv_vfup -x hn0", "hyperv_vfup",
      "hyperv_vfattach mce0", "Tests/run everything", "swift test --filter Nowhere",
      "packaging/build nothing", "packaging/build the", "Tests/run Swift",
      "Tests/Lab/run measure --nothing", "Tests/Lab/run test nowhere",
      "Tests/Bench/run --nothing", "frobnicate now", "hyperv_vfctl persist \"eth0",
      "hyperv_vfctl verify && hyperv_vfctl stauts", "Tests/nowhere now",
    ])
  func wrong(line: String) throws { #expect(try CommandCheck().flaw(in: line) != nil) }

  @Test("a manual page refers to pages and sections that exist", arguments: pages)
  func references(page: String) throws {
    let text = try Repository.text("packaging/man/\(page)")
    let lines = text.split(separator: "\n").map(String.init)
    for line in lines {
      for match in line.matches(of: /Xr (hyperv_\S+) (\d)/) {
        #expect(Self.pages.contains("\(match.output.1).\(match.output.2)"), "\(line)")
      }
      for match in line.matches(of: /Sx ([A-Z][A-Za-z ]*[A-Za-z])/) {
        #expect(
          lines.contains(".Sh \(match.output.1)") || lines.contains(".Ss \(match.output.1)"),
          "\(line)")
      }
    }
    let others = Set(Self.pages).subtracting([page])
    let listed = lines.drop { $0 != ".Sh SEE ALSO" }.compactMap { line in
      line.firstMatch(of: /Xr (hyperv_\S+) (\d)/).map { "\($0.output.1).\($0.output.2)" }
    }
    #expect(Set(listed) == others)
  }

  @Test("each of our pages that a file of the repository names exists")
  func named() throws {
    var names: Set<String> = []
    let folders = ["Sources", "Tests", "etc", "libexec", "packaging"]
    let files = folders.flatMap { folder in
      (FileManager.default.enumerator(
        atPath: Repository.root.appendingPathComponent(folder).path)?.allObjects ?? [])
        .compactMap { $0 as? String }.map { "\(folder)/\($0)" }
    }
    for file in files + ["README.md"] {
      guard !file.contains("__pycache__"), let text = try? Repository.text(file) else { continue }
      for match in text.matches(of: /(hyperv_vf[a-z_.]*)\((\d)\)/) {
        names.insert("\(match.output.1).\(match.output.2)")
      }
    }
    #expect(names == Set(Self.pages))
  }
}
