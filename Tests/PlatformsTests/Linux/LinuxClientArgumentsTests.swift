import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("Linux: the arguments of DHCP clients")
struct LinuxClientArgumentsTests {
  private static let eth0 = interface("eth0")
  private static let bond0 = interface("bond0")

  /// Returns the first client of eth0 on a guest where this command line runs. Its words are
  /// separated by `|`.
  private static func client(
    _ commandLine: String, pidFile: String, owner: UInt32 = 0, _ files: [String: String] = [:],
    lease: [UInt8]? = nil
  ) throws -> DHCPClient? {
    let guest = ScriptedView()
    guest.binaryFiles["/var/lib/dhcpcd/eth0.lease"] = lease
    guest.files = files
    guest.files[pidFile] = "731\n"
    guest.files["/proc/731/cmdline"] = commandLine.replacing("|", with: "\0") + "\0"
    guest.ownerships["/proc/731/cmdline"] = FileOwnership(
      owner: owner, group: 0, permissions: 0o444)
    return try linuxClients(of: eth0, asking: guest).first
  }

  @Test(
    "dhclient's own are kept, and not how it runs, its files and its interface",
    arguments: [
      ("-4|-v|-i|-pf|/run/x|-lf|/y|-I|-df|/z|eth0", "-i|-I|-df|/z"),
      ("-1|-q|-nw|-d|-e|IF_METRIC=200|-cf|/etc/my conf|eth0", "-e|IF_METRIC=200|-cf|/etc/my conf"),
      ("-e|A=1|-e|B=2|-H|vm|-B|--timeout|5|eth0", "-e|A=1|-e|B=2|-H|vm|-B|--timeout|5"),
      ("-C|eth0|-V||eth0", "-C|eth0|-V|"), ("-x1|--unknown|eth0", ""), ("eth0", ""),
      ("eth0|-sf", ""),
    ])
  func dhclient(words: String, kept: String) throws {
    let found = try Self.client("/sbin/dhclient|\(words)", pidFile: "/run/dhclient.eth0.pid")
    #expect(found?.arguments.joined(separator: "|") == kept)
  }

  @Test(
    "udhcpc's, whose options may be in one word",
    arguments: [
      ("-b|-p|/run/x|-i|eth0|-s|/etc/s h|-x|hostname:vm", "-s|/etc/s h|-x|hostname:vm"),
      ("-nqRSBs/x|-Oroot|-t3|-i|eth0", "-S|-B|-s|/x|-O|root|-t|3"),
      ("--interface|eth0|--script=/x|--retries|3|--now", "--script=/x|--retries|3"),
      ("-ieth0|-C|eth0", "-C"),
    ])
  func udhcpc(words: String, kept: String) throws {
    let found = try Self.client("/sbin/udhcpc|\(words)", pidFile: "/run/udhcpc.eth0.pid")
    #expect(found?.arguments.joined(separator: "|") == kept)
  }

  /// Returns a DHCP server's message with these options.
  private static func message(_ options: [UInt8], cookie: [UInt8] = [99, 130, 83, 99]) -> [UInt8] {
    Array(repeating: 2, count: 236) + cookie + options
  }

  @Test(
    "a dhcpcd that hides its arguments has the identifier that its lease tells",
    arguments: [
      (
        situation: "at the end", lease: message([53, 1, 5, 61, 3, 0, 108, 255]), kept: "-I|00:6c:ff"
      ),
      ("behind padding", message([0, 0, 61, 2, 1, 2, 255]), "-I|01:02"),
      ("none", message([53, 1, 5, 255]), ""),
      ("behind the end", message([255, 61, 2, 1, 2]), ""),
      ("in another option", message([12, 4, 61, 2, 1, 2, 255]), ""),
      ("a type alone", message([61, 1, 0, 255]), ""),
      ("cut short", message([61, 9, 1, 2]), ""),
      ("cut at its length", message([61]), ""),
      ("no DHCP", message([61, 2, 1, 2, 255], cookie: [1, 2, 3, 4]), ""),
      ("short", [61, 2, 1, 2], ""),
      ("no file", nil, ""),
    ] as [(situation: String, lease: [UInt8]?, kept: String)])
  func hidden(situation: String, lease: [UInt8]?, kept: String) throws {
    let pidFile = "/run/dhcpcd/eth0-4.pid"
    let found = try Self.client("dhcpcd: eth0 [ip4]", pidFile: pidFile, owner: 104, lease: lease)
    #expect(found?.arguments.joined(separator: "|") == kept, "\(situation)")
    let shown = try Self.client("dhcpcd|-4|-m|200|eth0", pidFile: pidFile, lease: lease)
    #expect(shown?.arguments == ["-m", "200"])
  }

  @Test(
    "dhcpcd's, where it still shows them and nobody but root can have chosen them",
    arguments: [
      ("dhcpcd|-4|-p|-m|200|-LI|id|-z|eth0|-t|30|eth0", 0, "-m|200|-L|-I|id"),
      ("dhcpcd|--metric=5|--config|/x|--timeout=3|-b|eth0", 0, "--metric=5|--config|/x"),
      ("dhcpcd|-4|-m|200|eth0", 104, ""), ("dhcpcd: eth0 [ip4]", 104, ""),
    ] as [(String, UInt32, String)])
  func dhcpcd(line: String, owner: UInt32, kept: String) throws {
    let found = try Self.client(line, pidFile: "/run/dhcpcd/eth0-4.pid", owner: owner)
    #expect(found?.arguments.joined(separator: "|") == kept)
  }

  private static let ownStanza = "auto eth0\niface eth0 inet dhcp\n"
  private static let allOptions = """
      metric 200
      client vm-7
      leasetime 600
      vendor v
      hostname h

    """

  @Test(
    "a dhcpcd that hides its arguments has those that ifup gave it",
    arguments: [
      (
        situation: "all in ifup's order", state: "lo=lo\neth0=eth0\n",
        text: ownStanza + allOptions, kept: "-h|h|-i|v|-I|vm-7|-l|600|-m|200"
      ),
      ("the identifier is the lease's", "eth0=eth0\n", ownStanza + "metric 5\n", "-m|5|-I|00:6c"),
      ("none", "eth0=eth0\n", ownStanza, "-I|00:6c"),
      ("another stanza by its name", "eth0=home\n", ownStanza + allOptions, "-I|00:6c"),
      (
        "the stanza of that name", "eth0=home\n", "iface home inet dhcp\n  client x\n", "-I|x"
      ),
      ("another family", "eth0=eth0\n", "iface eth0 inet6 dhcp\n" + allOptions, "-I|00:6c"),
      ("another method", "eth0=eth0\n", "iface eth0 inet static\n" + allOptions, "-I|00:6c"),
      (
        "behind the stanza", "eth0=eth0\n", ownStanza + "allow-hotplug eth1\n" + allOptions,
        "-I|00:6c"
      ),
      (
        "a remark, and a value of two words", "eth0=eth0\n", ownStanza + "#client x\nclient a b\n",
        "-I|00:6c"
      ),
      ("ifup did not start it", "lo=lo\n", ownStanza + allOptions, "-I|00:6c"),
      ("no ifupdown", nil, ownStanza + allOptions, "-I|00:6c"),
    ] as [(situation: String, state: String?, text: String, kept: String)])
  func ofIfupdown(situation: String, state: String?, text: String, kept: String) throws {
    var files = ["/etc/network/interfaces": text]
    files["/run/network/ifstate"] = state
    let found = try Self.client(
      "dhcpcd: eth0 [ip4]", pidFile: "/run/dhcpcd/eth0.pid", owner: 104, files,
      lease: Self.message([61, 2, 0, 108]))
    #expect(found?.arguments.joined(separator: "|") == kept, "\(situation)")
  }

  @Test("a bond's dhcpcd has the arguments of its member's, so that an undo gives them back")
  func ofMember() throws {
    let found = try Self.client(
      "dhcpcd: eth0 [ip4]", pidFile: "/run/dhcpcd/eth0.pid", owner: 104,
      [
        "/etc/network/interfaces": "iface wan0 inet dhcp\n client x\n metric 5\n",
        "/run/network/ifstate": "wan0=wan0\n", "/sys/class/net/eth0/bonding/slaves": "vf0 wan0\n",
      ])
    #expect(found?.arguments == ["-I", "x", "-m", "5"])
  }

  @Test("they stand where each client takes them")
  func starts() {
    let words = ["-V", "a b"]
    #expect(
      DHCPClient.Program.isc.start(on: Self.bond0, waits: false, with: words).arguments == [
        "-4", "-nw", "-pf", "/run/dhclient.bond0.pid", "-lf",
        "/var/lib/dhcp/dhclient.bond0.leases", "-V", "a b", "bond0",
      ])
    #expect(
      DHCPClient.Program.udhcpc.start(on: Self.bond0, waits: false, with: words).arguments
        == ["-V", "a b", "-b", "-p", "/run/udhcpc.bond0.pid", "-i", "bond0"])
    #expect(
      DHCPClient.Program.dhcpcd.start(on: Self.bond0, waits: false, with: words).arguments
        == ["-4", "-p", "-b", "-V", "a b", "bond0"])
  }

  @Test(
    "a client that reads a copy of ours is one of the file that the copy was made of",
    arguments: [
      ("# hyperv_vf made this of /etc/x.conf\n", "-cf|/etc/x.conf"),
      ("# hyperv_vf made this of /etc/dhcp/dhclient.conf\nx", ""),
      ("send x 1;\n", "-cf|/var/lib/dhcp/hyperv_vf.eth0.conf"),
    ])
  func ofCopy(text: String, arguments: String) throws {
    let copy = "/var/lib/dhcp/hyperv_vf.eth0.conf"
    let found = try Self.client(
      "dhclient|-cf|\(copy)|eth0", pidFile: "/run/dhclient.eth0.pid", [copy: text])
    #expect(found?.arguments.joined(separator: "|") == arguments)
  }
}

@Suite("Linux: the configuration of DHCP clients")
struct LinuxClientConfigurationTests {
  private static func copy(
    of program: DHCPClient.Program, _ files: [String: String], with arguments: [String] = []
  ) throws -> [String] {
    let guest = ScriptedView()
    guest.files = files
    let found = try program.configuration(
      for: interface("bond0"), of: interface("eth0"), arguments: arguments, asking: guest)
    return found.map { [$0.source, $0.path, String(decoding: $0.text, as: UTF8.self)] } ?? []
  }

  private static let path = "/var/lib/dhcp/hyperv_vf.bond0.conf"
  private static let block = "interface \"eth0\" { send x 1; }\n"
  private static let bondBlock = "interface \"bond0\" { send x 1; }\n"

  @Test("a block for the NIC is one for its bond, in the file that is read, in AppArmor's reach")
  func copies() throws {
    let usual = "/etc/dhcp/dhclient.conf"
    let mark = "# hyperv_vf made this of "
    #expect(
      try Self.copy(of: .isc, [usual: Self.block])
        == [usual, Self.path, "\(mark)\(usual)\n\(Self.bondBlock)"])
    #expect(
      try Self.copy(of: .isc, [usual: "", "/x": Self.block], with: ["-cf", "/x"])
        == ["/x", Self.path, "\(mark)/x\n\(Self.bondBlock)"])
    #expect(
      try Self.copy(of: .dhcpcd, ["/etc/dhcpcd.conf": "interface eth0\nmetric 5\n"]) == [
        "/etc/dhcpcd.conf", "/run/hyperv_vf/dhcpcd.bond0.conf",
        "\(mark)/etc/dhcpcd.conf\ninterface bond0\nmetric 5\n",
      ])
  }

  @Test("what a file includes is in the copy, however deep; a loop ends, and what is missing stays")
  func includes() throws {
    let usual = "/etc/dhcp/dhclient.conf"
    let files = [
      usual: "a;\ninclude \"/one\";\ninclude \"/none\";\n", "/one": "include \"/two\";",
      "/two": "b; interface \"eth0\" { }",
    ]
    #expect(
      try Self.copy(of: .isc, files).last == """
        # hyperv_vf made this of \(usual)
        a;
        b; interface "bond0" { }
        include "/none";

        """)
    #expect(try Self.copy(of: .isc, [usual: "include \"\(usual)\"; x;"]) == [])
  }

  @Test(
    "no copy is made where nothing is said of the NIC, or something of the bond",
    arguments: ["", "send x 1;", "interface \"eth1\" { }", block + bondBlock])
  func none(text: String) throws {
    #expect(try Self.copy(of: .isc, ["/etc/dhcp/dhclient.conf": text]) == [])
    #expect(try Self.copy(of: .udhcpc, ["/etc/dhcp/dhclient.conf": text]) == [])
    #expect(try Self.copy(of: .isc, [:]) == [])
  }
}
