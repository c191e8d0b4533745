import Testing

@Suite("The sources keep their rules")
struct SourceRulesTests {
  private typealias Rule = @Sendable ([RepositoryFile]) -> [String]

  @Test("there are sources to look at")
  func sources() throws {
    let paths = try Repository.sources().map(\.path)
    #expect(paths.contains("Sources/Guest/Process/Process.swift"))
    #expect(Set(paths.compactMap { $0.split(separator: "/").dropFirst().first }).count >= 7)
  }

  @Test("only Process.swift starts processes")
  func startsProcess() throws { #expect(SourceRules.startsProcess(try Repository.sources()) == []) }

  @Test("nothing imports Foundation or Dispatch")
  func importsFoundation() throws {
    #expect(SourceRules.importsFoundation(try Repository.sources()) == [])
  }

  @Test("nothing imports a module that is not below it")
  func importsUpwards() throws {
    #expect(SourceRules.importsUpwards(try Repository.sources()) == [])
  }

  @Test("nothing is compiled in two ways")
  func dependsOnBuild() throws {
    #expect(SourceRules.dependsOnBuild(try Repository.sources()) == [])
  }

  @Test(
    "each rule finds what breaks it, and nothing else",
    arguments: [
      (SourceRules.startsProcess, "Guest/Files.swift", "posix_spawnp(&pid)", "posix_spawn"),
      (SourceRules.startsProcess, "Guest/ProcessPipes.swift", "  _ = system(line)", "system("),
      (SourceRules.startsProcess, "Guest/ProcessPipes.swift", "Glibc.system (line)", "system ("),
      (SourceRules.startsProcess, "Programs/A.swift", "let f = popen(line, mode)", "popen"),
      (SourceRules.startsProcess, "Guest/Process/Process.swift", "posix_spawn(&child)", nil),
      (SourceRules.startsProcess, "Programs/A.swift", "fileSystem(at: path)", nil),
      (SourceRules.importsFoundation, "RCConf/A.swift", "import Foundation", "Foundation"),
      (
        SourceRules.importsFoundation, "hyperv_vfup/AllPrograms.swift", "import Dispatch",
        "Dispatch"
      ),
      (
        SourceRules.importsFoundation, "RCConf/A.swift", "  package import struct Foundation.Data",
        "Foundation"
      ),
      (
        SourceRules.importsFoundation, "RCConf/A.swift",
        "@preconcurrency import FoundationEssentials",
        "FoundationEssentials"
      ),
      (SourceRules.importsFoundation, "RCConf/A.swift", "// import of Foundation", nil),
      (SourceRules.importsUpwards, "RCConf/A.swift", "import Failover", "Failover"),
      (SourceRules.importsUpwards, "Failover/Network/A.swift", "import Guest", "Guest"),
      (SourceRules.importsUpwards, "Platforms/Linux/A.swift", "import Guest", "Guest"),
      (SourceRules.importsUpwards, "Guest/A.swift", "@testable import Platforms", "Platforms"),
      (SourceRules.importsUpwards, "Programs/A.swift", "import hyperv_vfup", "hyperv_vfup"),
      (SourceRules.importsUpwards, "hyperv_vfup/AllPrograms.swift", "import Guest", "Guest"),
      (SourceRules.importsUpwards, "RCConf/A.swift", "import SomePackage", "SomePackage"),
      (SourceRules.importsUpwards, "Programs/Verbs/A.swift", "import Guest", nil),
      (SourceRules.importsUpwards, "hyperv_vfup/AllPrograms.swift", "import Programs", nil),
      (SourceRules.importsUpwards, "Guest/A.swift", "import CSystem", nil),
      (SourceRules.importsUpwards, "Failover/A.swift", "import CSystem", "CSystem"),
      (SourceRules.importsUpwards, "Guest/A.swift", "  import Musl", "Musl"),
      (SourceRules.importsUpwards, "Guest/A.swift", "import Synchronization", "Synchronization"),
      (SourceRules.dependsOnBuild, "Platforms/A.swift", "#if os(Linux)", "#if os(Linux)"),
      (
        SourceRules.dependsOnBuild, "Guest/A.swift", "  #elseif DEBUG && !os(FreeBSD)",
        "#elseif DEBUG && !os(FreeBSD)"
      ),
      (
        SourceRules.dependsOnBuild, "Guest/A.swift", "#if canImport(Glibc)", "#if canImport(Glibc)"
      ),
      (SourceRules.dependsOnBuild, "Guest/A.swift", "/// For C's #include.", nil),
    ] as [(Rule, String, String, String?)])
  private func finds(rule: Rule, path: String, line: String, found: String?) {
    let file = RepositoryFile(path: "Sources/\(path)", text: "// A file.\n\(line)\n")
    #expect(rule([file]) == found.map { ["Sources/\(path):2: \($0)"] } ?? [])
  }
}
