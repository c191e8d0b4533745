import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("Linux: DHCP clients")
struct LinuxDHCPClientTests {
  struct Row: CustomTestStringConvertible {
    var situation: String
    var pidFile: String
    var commandLine: String
    var program: DHCPClient.Program?
    var leaseFile: String?
    var arguments: [String] = []
    var testDescription: String { situation }
  }

  @Test(
    "a client is known by a pid file whose process is that client on that interface",
    arguments: [
      Row(
        situation: "ifupdown's dhclient", pidFile: "/run/dhclient.eth0.pid",
        commandLine: "/sbin/dhclient -4 -v -i -pf /run/dhclient.eth0.pid -lf /x -I -df /y eth0",
        program: .isc, leaseFile: "/x", arguments: ["-i", "-I", "-df", "/y"]),
      Row(
        situation: "dhclient of an old RHEL", pidFile: "/var/run/dhclient-eth0.pid",
        commandLine: "/sbin/dhclient -1 -q -lf /x -pf /var/run/dhclient-eth0.pid -H vm eth0",
        program: .isc, leaseFile: "/x", arguments: ["-H", "vm"]),
      Row(
        situation: "dhclient of eth01", pidFile: "/run/dhclient.eth0.pid",
        commandLine: "/sbin/dhclient -4 eth01"),
      Row(
        situation: "dhclient for DHCPv6 under the name of the other",
        pidFile: "/run/dhclient.eth0.pid",
        commandLine: "/sbin/dhclient -6 -nw -pf /run/dhclient.eth0.pid eth0", program: .isc6),
      Row(
        situation: "dhclient for DHCPv6", pidFile: "/run/dhclient6.eth0.pid",
        commandLine: "/sbin/dhclient -6 -pf /run/dhclient6.eth0.pid -lf /z eth0", program: .isc6,
        leaseFile: "/z"),
      Row(
        situation: "dhcpcd for DHCPv6", pidFile: "/run/dhcpcd/eth0-6.pid",
        commandLine: "dhcpcd: eth0 [ip6]", program: .dhcpcd6),
      Row(
        situation: "the pid is another program's now", pidFile: "/run/dhclient.eth0.pid",
        commandLine: "/usr/bin/vi eth0"),
      Row(
        situation: "the process has ended", pidFile: "/run/dhclient.eth0.pid", commandLine: ""),
      Row(
        situation: "dhcpcd 9, which titles itself", pidFile: "/run/dhcpcd/eth0-4.pid",
        commandLine: "dhcpcd: eth0 [ip4]", program: .dhcpcd),
      Row(
        situation: "dhcpcd 8", pidFile: "/run/dhcpcd-eth0.pid",
        commandLine: "/sbin/dhcpcd -4 -b eth0",
        program: .dhcpcd),
      Row(
        situation: "dhcpcd of all interfaces", pidFile: "/run/dhcpcd/eth0.pid",
        commandLine: "dhcpcd: [manager] [ip4] [ip6]"),
      Row(
        situation: "udhcpc", pidFile: "/run/udhcpc.eth0.pid",
        commandLine: "udhcpc -n -p /run/udhcpc.eth0.pid -i eth0", program: .udhcpc),
      Row(
        situation: "udhcpc as an applet", pidFile: "/var/run/udhcpc.eth0.pid",
        commandLine: "/bin/busybox udhcpc -b -i eth0", program: .udhcpc),
    ])
  func finds(_ row: Row) throws {
    let guest = ScriptedView()
    guest.files[row.pidFile] = "731\n"
    guest.files["/proc/731/cmdline"] = String(row.commandLine.map { $0 == " " ? "\0" : $0 }) + "\0"
    var expected = row.program.map {
      DHCPClient(of: interface("eth0"), program: $0, process: 731, pidFile: row.pidFile)
    }
    expected?.leaseFile = row.leaseFile
    expected?.arguments = row.arguments
    #expect(try linuxClients(of: interface("eth0"), asking: guest) == [expected].compactMap(\.self))
  }

  @Test(
    "a process of a user's is no client, whatever it calls itself; dhcpcd's own is",
    arguments: [
      ("dhclient", "dhclient -lf /etc/shadow eth0", 0, true),
      ("dhclient", "dhclient -lf /etc/shadow eth0", 1000, false),
      ("udhcpc", "udhcpc -i eth0", 1000, false),
      ("dhcpcd/", "dhcpcd: eth0 [ip4]", 104, true),
    ] as [(String, String, UInt32, Bool)])
  func trusts(pidFile: String, arguments: String, owner: UInt32, isClient: Bool) throws {
    let guest = ScriptedView()
    let separator = pidFile.hasSuffix("/") ? "" : "."
    guest.files["/run/\(pidFile)\(separator)eth0.pid"] = "731\n"
    guest.files["/proc/731/cmdline"] = arguments
    guest.ownerships["/proc/731/cmdline"] = FileOwnership(
      owner: owner, group: 0, permissions: 0o444)
    #expect(try linuxClients(of: interface("eth0"), asking: guest).isEmpty != isClient)
  }

  @Test(
    "one of a container, whose eth0 is another, is no client of ours, with or without a pid file",
    arguments: ["dhclient -4 eth0", "dhcpcd: eth0 [ip4]", "udhcpc -i eth0"], [true, false])
  func leavesContainersAlone(arguments: String, hasFile: Bool) throws {
    let guest = ScriptedView()
    for name in ["dhclient.eth0", "dhcpcd/eth0", "udhcpc.eth0"] where hasFile {
      guest.files["/run/\(name).pid"] = "731\n"
    }
    guest.files["/proc/731/cmdline"] = arguments
    guest.links["/proc/self/ns/net"] = "net:[4026531840]"
    guest.links["/proc/731/ns/net"] = "net:[4026532281]"
    #expect(try linuxClients(of: interface("eth0"), asking: guest) == [])
    guest.links["/proc/731/ns/net"] = "net:[4026531840]"
    #expect(try linuxClients(of: interface("eth0"), asking: guest).map(\.process) == [731])
  }

  @Test(
    "/run and /var/run name the same process once; a pid of 1 or none is none's",
    arguments: [
      (text: "731\n", count: 1), (text: "1\n", count: 0), (text: "", count: 0),
      (text: "x", count: 0),
    ])
  func countsOnce(text: String, count: Int) throws {
    let guest = ScriptedView()
    guest.files["/run/dhclient.eth0.pid"] = text
    guest.files["/var/run/dhclient.eth0.pid"] = text
    for pid in ["1", "731"].prefix(count + 1) {
      guest.files["/proc/\(pid)/cmdline"] = "dhclient\0eth0\0"
    }
    #expect(try linuxClients(of: interface("eth0"), asking: guest).count == count)
  }

  @Test(
    "one without a pid file, as before its first lease, is found by its process",
    arguments: [
      ("dhclient -4 -pf /run/own.pid -lf /x eth0", DHCPClient.Program.isc, "/run/own.pid"),
      ("udhcpc -i eth0", .udhcpc, "/run/udhcpc.eth0.pid"),
    ])
  func findsWithoutFile(arguments: String, program: DHCPClient.Program, pidFile: String) throws {
    let guest = ScriptedView()
    guest.files["/proc/731/cmdline"] = arguments
    guest.files["/proc/732/cmdline"] = "dhclient eth1"
    let found = try linuxClients(of: interface("eth0"), asking: guest)
    #expect(found.map(\.process) == [731])
    #expect(found.map(\.program) == [program])
    #expect(found.map(\.pidFile) == [pidFile])
  }

  @Test("a command line of megabytes, which anybody may have, is not read to its end")
  func readsBeginning() throws {
    let guest = ScriptedView()
    guest.files["/proc/731/cmdline"] = String(repeating: "x", count: 2 << 20) + "\0eth0\0"
    let words = try arguments(of: 731, asking: guest)
    #expect(words.map(\.utf8.count) == [4096])
  }

  @Test(
    "each client starts, waits and ends in its own words",
    arguments: [
      (
        DHCPClient.Program.isc,
        "/sbin/dhclient -4 -nw -pf /run/dhclient.bond0.pid -lf /var/lib/dhcp/dhclient.bond0.leases bond0",
        "/sbin/dhclient -4 -1 -pf /run/dhclient.bond0.pid -lf /var/lib/dhcp/dhclient.bond0.leases bond0"
      ),
      (.dhcpcd, "/sbin/dhcpcd -4 -p -b bond0", "/sbin/dhcpcd -4 -p -w -t 30 bond0"),
      (
        .udhcpc, "/sbin/udhcpc -b -p /run/udhcpc.bond0.pid -i bond0",
        "/sbin/udhcpc -n -p /run/udhcpc.bond0.pid -i bond0"
      ),
      (
        .isc6,
        "/sbin/dhclient -6 -nw -pf /run/dhclient6.bond0.pid -lf /var/lib/dhcp/dhclient6.bond0.leases bond0",
        "/sbin/dhclient -6 -1 -pf /run/dhclient6.bond0.pid -lf /var/lib/dhcp/dhclient6.bond0.leases bond0"
      ),
      (.dhcpcd6, "/sbin/dhcpcd -6 -p -b bond0", "/sbin/dhcpcd -6 -p -w -t 30 bond0"),
      (.freebsd, "/sbin/dhclient -b bond0", "/sbin/dhclient bond0"),
    ])
  func starts(program: DHCPClient.Program, background: String, waiting: String) {
    for (waits, line) in [(false, background), (true, waiting)] {
      let command = program.start(on: interface("bond0"), waits: waits)
      #expect(([command.executable] + command.arguments).joined(separator: " ") == line)
      #expect(command.patience == (waits || program == .udhcpc ? .lease : .standard))
    }
    let client = DHCPClient(of: interface("eth0"), program: program, process: 7, pidFile: "/run/x")
    let wait: [Effect] =
      [.dhcpcd, .dhcpcd6].contains(program) ? [.awaitExit(of: client, atMost: .seconds(2))] : []
    #expect(Linux().effects(of: .stopClient(client)) == [.terminate(client)] + wait)
  }

  struct Choice: CustomTestStringConvertible {
    var situation: String
    var named: DHCPClient.Installed?
    var running: [DHCPClient.Program] = []
    var installed: Set<String>
    var choice: DHCPClient.Installed?
    var testDescription: String { situation }
  }

  @Test(
    "rc.conf chooses the client, else it is the one that runs, else the first that is installed",
    arguments: [
      Choice(
        situation: "rc.conf", named: .init(.udhcpc, at: "/opt/udhcpc"), running: [.dhcpcd],
        installed: ["/opt/udhcpc", "/sbin/dhcpcd", "/sbin/dhclient"],
        choice: .init(.udhcpc, at: "/opt/udhcpc")),
      Choice(
        situation: "the one that runs", running: [.isc6, .dhcpcd],
        installed: ["/usr/sbin/dhcpcd", "/sbin/dhclient"],
        choice: .init(.dhcpcd, at: "/usr/sbin/dhcpcd")),
      Choice(
        situation: "the first", installed: ["/sbin/udhcpc", "/sbin/dhcpcd"],
        choice: .init(.dhcpcd, at: "/sbin/dhcpcd")),
      Choice(
        situation: "udhcpc, by what keeps its script from taking the address away",
        installed: ["/sbin/udhcpc", "/usr/libexec/hyperv/hyperv_vf_udhcpc"],
        choice: .init(.udhcpc, at: "/usr/libexec/hyperv/hyperv_vf_udhcpc")),
      Choice(
        situation: "the same, named by rc.conf", named: .init(.udhcpc, at: "/sbin/udhcpc"),
        installed: ["/sbin/udhcpc", "/usr/libexec/hyperv/hyperv_vf_udhcpc"],
        choice: .init(.udhcpc, at: "/usr/libexec/hyperv/hyperv_vf_udhcpc")),
      Choice(
        situation: "a caller of what is not there",
        installed: ["/usr/libexec/hyperv/hyperv_vf_udhcpc"]),
      Choice(situation: "none", installed: []),
    ])
  func chooses(_ row: Choice) throws {
    let guest = ScriptedView()
    guest.executables = row.installed
    let running = row.running.map {
      DHCPClient(of: interface("eth0"), program: $0, process: 7, pidFile: "/run/x")
    }
    #expect(try linuxClient(named: row.named, running: running, asking: guest) == row.choice)
  }

  @Test("the client of rc.conf must be there")
  func missesNamed() {
    #expect(throws: GuestError.toolMissing("/opt/dhclient")) {
      try linuxClient(
        named: .init(.isc, at: "/opt/dhclient"), running: [], asking: ScriptedView())
    }
  }
}
