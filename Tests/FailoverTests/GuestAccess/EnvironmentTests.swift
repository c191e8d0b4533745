import Failover
import Testing

@Suite("The environment of a command")
struct EnvironmentTests {
  private static func settings(_ environment: Environment) -> [String] {
    environment.variables.map { "\($0.name)=\($0.value)" }
  }

  @Test("a name is in it once, and its last value counts")
  func names() {
    var environment: Environment = ["A": "1", "B": "2", "A": "3"]
    #expect(Self.settings(environment) == ["B=2", "A=3"])
    environment["C"] = ""
    environment["B"] = nil
    environment["none"] = nil
    #expect(Self.settings(environment) == ["A=3", "C="])
    #expect([environment["A"], environment["B"], environment["C"]] == ["3", nil, ""])
  }

  @Test("what overrides comes last, and leaves the others")
  func overridden() {
    let usual: Environment = ["HOME": "/", "PATH": "/bin"]
    #expect(Self.settings(usual.overridden(by: ["HOME": "/root"])) == ["PATH=/bin", "HOME=/root"])
    #expect(usual.overridden(by: [:]) == usual)
    #expect(Environment().overridden(by: usual) == usual)
  }
}
