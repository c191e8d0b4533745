import Failover
import Foundation
import Guest
import Testing

@Suite("etc/devd/hyperv_vf_start.conf")
struct DevdStartTests {
  /// FreeBSD's own rule for a NIC that appears: sbin/devd/devd.conf of FreeBSD 14.0 to 15.1.
  private static let stock = """
    notify 0 {
      match "system"		"IFNET";
      match "subsystem"	"!(usbus|wlan)[0-9]+";
      match "type"		"ATTACH";
      action "/etc/pccard_ether $subsystem start";
    };
    """
  private static let program = "/usr/libexec/hyperv/hyperv_vfctl"

  private static func block() throws -> DevdBlock {
    let blocks = try DevdParser.blocks(Repository.text("etc/devd/hyperv_vf_start.conf"))
    try #require(blocks.count == 1)
    return blocks[0]
  }

  @Test("it has the events of the stock rule, a higher priority, and that rule's action as the end")
  func agrees() throws {
    let stock = try DevdParser.blocks(Self.stock)[0]
    var ours = try Self.block()
    #expect(ours.priority > stock.priority)
    #expect(ours.action.hasSuffix(" || \(stock.action)"))
    #expect(ours.action.contains(" \(Self.program) probe --quiet $subsystem "))
    // devd expands a dollar that is followed by a letter. Its string ends at a double quote.
    #expect(ours.action.split(separator: "$").dropFirst().allSatisfy { $0.hasPrefix("subsystem ") })
    (ours.priority, ours.action) = (stock.priority, stock.action)
    #expect(ours == stock)
  }

  @Test(
    "the stock action runs once, in all cases but that of a VF",
    arguments: [
      (situation: "a VF", program: "exit 0", starts: false),
      ("another NIC", "exit 1", true),
      ("wrong arguments", "exit 64", true),
      ("an rc.conf that cannot be read", "exit 78", true),
      ("killed", "kill -9 $$", true),
      ("not a program of this machine", nil, true),
      ("hangs", "sleep 50", true),
      ("hangs, and heeds no signal", "trap '' TERM; while :; do sleep 0.1; done", true),
      ("sees a NIC of another name", "[ \"$*\" = 'probe --quiet mce0' ]", false),
    ] as [(String, String?, Bool)])
  func runs(situation: String, program: String?, starts: Bool) throws {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory() + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func place(_ name: String, _ text: String) throws -> String {
      let path = folder.appendingPathComponent(name).path
      try "#!/bin/sh\n\(text)\n".write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      return path
    }
    let ours = try program.map { try place("hyperv_vfctl", $0) } ?? folder.path + "/missing"
    let stock = try place("pccard_ether", "echo \"$*\"")
    // A shorter deadline for a program that would use it up, so that the test is fast.
    let deadline = program?.contains("sleep") == true ? "timeout -k 0.2 0.3 " : "timeout -k 2 10 "
    let action = try Self.block().action
      .replacingOccurrences(of: "timeout -k 2 10 ", with: deadline)
      .replacingOccurrences(of: Self.program, with: ours)
      .replacingOccurrences(of: "/etc/pccard_ether", with: stock)
      .replacingOccurrences(of: "$subsystem", with: "mce0")
    #expect(action.hasPrefix(deadline))
    let result = try Guest.Process.run(
      "/bin/sh", ["-c", action], environment: ["PATH": "/bin:/usr/bin"])
    #expect(result.outputText == (starts ? "mce0 start\n" : ""), "\(situation)")
  }
}
