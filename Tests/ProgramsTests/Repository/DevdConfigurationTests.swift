import Failover
import Foundation
import Guest
import Testing

@Suite("etc/devd/hyperv.conf")
struct DevdConfigurationTests {
  private static func device(_ type: String, _ name: String) -> [DevdBlock.Match] {
    [
      DevdBlock.Match(variable: "system", pattern: "DEVFS"),
      DevdBlock.Match(variable: "subsystem", pattern: "CDEV"),
      DevdBlock.Match(variable: "type", pattern: type),
      DevdBlock.Match(variable: "cdev", pattern: name),
    ]
  }

  private static func event(_ system: String, _ type: String) -> [DevdBlock.Match] {
    [
      DevdBlock.Match(variable: "system", pattern: system),
      DevdBlock.Match(variable: "type", pattern: type),
    ]
  }

  @Test("it has the six rules, and no other")
  func rules() throws {
    let vfup = "/usr/libexec/hyperv/hyperv_vfup $subsystem"
    let vfattach = "/usr/libexec/hyperv/hyperv_vfattach $subsystem 0"
    #expect(
      try DevdParser.blocks(try Repository.text("etc/devd/hyperv.conf")) == [
        DevdBlock(
          priority: 10, matches: Self.device("CREATE", "hv_kvp_dev"),
          action: "/usr/sbin/hv_kvp_daemon"),
        DevdBlock(
          priority: 10, matches: Self.device("DESTROY", "hv_kvp_dev"),
          action: "pkill -x hv_kvp_daemon"),
        DevdBlock(
          priority: 11, matches: Self.device("CREATE", "hv_fsvss_dev"),
          action: "/usr/sbin/hv_vss_daemon"),
        DevdBlock(
          priority: 11, matches: Self.device("DESTROY", "hv_fsvss_dev"),
          action: "pkill -x hv_vss_daemon"),
        DevdBlock(priority: 10, matches: Self.event("HYPERV_NIC_VF", "VF_UP"), action: vfup),
        DevdBlock(priority: 10, matches: Self.event("ETHERNET", "IFATTACH"), action: vfattach),
      ])
  }

  @Test("beside the stock rule for dhclient stands one of higher priority for the same events")
  func clientRule() throws {
    let blocks = try DevdParser.blocks(Repository.text("etc/devd/hyperv_vf_dhclient.conf"))
    #expect(blocks.map(\.priority) == [10])
    #expect(blocks.map(\.matches) == [Self.event("IFNET", "LINK_UP")])
    #expect(blocks.map(\.media) == ["ethernet"])
  }

  /// The output of ifconfig(8) for a lagg and other interfaces.
  private static let listing = """
    hn0: flags=8843<UP> metric 0 mtu 1500
    lagg0: flags=8843<UP> metric 0 mtu 1500
    \tlaggproto failover lagghash l2,l3,l4
    \tlaggport: hn0 flags=5<MASTER,ACTIVE>
    \tlaggport: mlxen10 flags=0<>
    hn2: flags=8843<UP> metric 0 mtu 1500
    """

  @Test(
    "it starts the client as the stock rule does, but for a port of a lagg",
    arguments: [
      ("hn0", false), ("mlxen10", false), ("mlxen1", true), ("hn", true), ("hn2", true),
      ("lagg0", true),
    ])
  func client(name: String, starts: Bool) throws {
    let block = try DevdParser.blocks(Repository.text("etc/devd/hyperv_vf_dhclient.conf"))[0]
    // Replaces the two commands by functions of the shell that runs the action.
    let stand = "ifconfig() { echo '\(Self.listing)'; }; service() { echo \"service $*\"; }\n"
    let action = block.action.replacingOccurrences(of: "$subsystem", with: name)
    let result = try Guest.Process.run(
      "/bin/sh", ["-c", stand + action], environment: ["PATH": "/bin:/usr/bin"])
    #expect(result.outputText == (starts ? "service dhclient quietstart \(name)\n" : ""))
  }

  @Test("a block may stand on one line, with a comment behind it")
  func oneLine() throws {
    #expect(
      try DevdParser.blocks("notify 0 { match \"a\" \"b#{\"; action \"c d\"; }; # e") == [
        DevdBlock(
          priority: 0, matches: [DevdBlock.Match(variable: "a", pattern: "b#{")], action: "c d")
      ])
  }

  @Test(
    "a malformed block is refused, with its line",
    arguments: [
      ("no priority", "notify {\naction \"a\";\n};", 1, "{"),
      ("no action", "notify 1 {\nmatch \"a\" \"b\";\n};", 3, "}"),
      ("a match without pattern", "notify 1 {\nmatch \"a\";\n};", 2, ";"),
      (
        "no semicolon after a match", "notify 1 {\nmatch \"a\" \"b\"\naction \"c\";\n};", 3,
        "action"
      ),
      ("no semicolon at the end", "notify 1 { action \"a\"; }\nnotify", 2, "notify"),
      ("not closed", "notify 1 { action \"a\";", 0, "end of file"),
      ("an open quote", "notify 1 {\naction \"a;\n};", 2, "\"a;"),
      ("an action without quotes", "notify 1 {\naction reboot;\n};", 2, "reboot"),
      ("another kind of block", "attach 1 { action \"a\"; };", 1, "attach"),
    ])
  func malformed(situation: String, text: String, line: Int, found: String) {
    #expect(throws: DevdSyntaxError(line: line, found: found)) { try DevdParser.blocks(text) }
  }
}
