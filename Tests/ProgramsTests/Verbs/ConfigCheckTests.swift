import Failover
import Platforms
import RCConf
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl check")
struct ConfigCheckTests {
  private static let transparency = Command("/sbin/sysctl", ["-n", "hw.hn.vf_transparent"])

  /// Returns a FreeBSD guest with hn0, whose VF is mce0, and these files.
  private func freebsd(_ files: [String: String], transparent: Bool = false) -> ScriptedView {
    let guest = ScriptedView()
    guest.files = files
    guest.answers = [
      Command("/sbin/ifconfig", ["-l"]): CommandResult(.exit(0), output: "hn0 mce0 lo0\n"),
      Command("/sbin/sysctl", ["-n", "hw.hn.vfmap"]): CommandResult(.exit(0), output: "mce0:hn0\n"),
      Self.transparency: CommandResult(.exit(0), output: transparent ? "1\n" : "0\n"),
    ]
    return guest
  }

  /// Returns a Linux guest with eth0, on a kernel that leaves failover to a bond.
  private func linux(_ files: [String: String]) -> ScriptedView {
    let guest = ScriptedView()
    guest.files = files
    guest.files["/proc/sys/kernel/osrelease"] = "4.9.0\n"
    guest.files["/sys/class/net/eth0/type"] = "1\n"
    guest.files["/sys/class/net/eth0/address"] = "00:15:5d:4a:0b:01\n"
    guest.links["/sys/class/net/eth0/device/driver"] = "../../../bus/vmbus/drivers/hv_netvsc"
    guest.links["/sys/class/net/eth0/device/subsystem"] = "../../../bus/vmbus"
    return guest
  }

  private func found(
    on platform: any Platform, _ guest: ScriptedView
  ) throws -> [String] {
    let files = guest.files
    let access = FileAccess(
      read: { path in files[path].map { .bytes(Array($0.utf8)) } ?? .missing },
      attributes: { files[$0] == nil ? nil : FileAttributes() },
      list: { folder in
        let names = files.keys.filter { $0.hasPrefix(folder + "/") }
        return names.isEmpty ? nil : names.map { String($0.dropFirst(folder.count + 1)) }
      })
    let config = ConfigFiles(access, withoutDefaults: platform.configFiles) { _ throws(Failure) in
      throw .shellFailed(.exit(99))
    }
    let check = ConfigCheck(
      platform: platform, guest: guest, config: config,
      installation: Installation(program: "/usr/libexec/hyperv/hyperv_vfctl"))
    return try check.findings(mayUseShell: false).map(\.text)
  }

  @Test("a sound configuration has no findings")
  func sound() throws {
    let text = "ifconfig_hn0=\"DHCP\"\nhyperv_vf_delay=3\nhyperv_vf_enable_hn0=yes\n"
    #expect(try found(on: FreeBSD(), freebsd(["/etc/rc.conf": text])) == [])
    #expect(try found(on: Linux(), linux(["/etc/rc.conf": "ifconfig_eth0=\"DHCP\"\n"])) == [])
  }

  @Test(
    "each variable of the programs' own that cannot be taken has a line",
    arguments: [
      (
        "hyperv_vf_dealy=3", "hyperv_vf_dealy: no such variable; did you mean hyperv_vf_delay?"
      ),
      (
        "hyperv_vf_bnd_hn0=x",
        "hyperv_vf_bnd_hn0: no such variable; did you mean hyperv_vf_bond_hn0?"
      ),
      ("hyperv_vf_bond=x", "hyperv_vf_bond: no such variable; did you mean hyperv_vf_bond_IF?"),
      (
        "hyperv_vf_frobnicate=1",
        "hyperv_vf_frobnicate: no such variable; hyperv_vf.conf(5) lists them"
      ),
      ("hyperv_vf_delay=1", "hyperv_vf_delay: not 2 or more seconds: '1'"),
      ("hyperv_vf_delay=soon", "hyperv_vf_delay: not 2 or more seconds: 'soon'"),
      ("hyperv_vf_miimon=0", "hyperv_vf_miimon: not 1...65535: '0'"),
      ("hyperv_vf_command_timeout=2s", "hyperv_vf_command_timeout: not a number of seconds: '2s'"),
      ("hyperv_vf_compat=2016", "hyperv_vf_compat: not NO, 2017, YES or current: '2016'"),
      ("hyperv_vf_strict=perhaps", "hyperv_vf_strict: not YES or NO: 'perhaps'"),
      ("hyperv_vf_enable_hn0=maybe", "hyperv_vf_enable_hn0: not YES or NO: 'maybe'"),
      ("hyperv_vf_bond_hn0=a/b", "hyperv_vf_bond_hn0: not an interface's name: 'a/b'"),
      ("synchronous_dhclient=hm", "synchronous_dhclient: not YES or NO: 'hm'"),
    ])
  func variable(line: String, finding: String) throws {
    let lines = "# one\n\(line)\n"
    #expect(
      try found(on: FreeBSD(), freebsd(["/etc/rc.conf": lines])) == ["/etc/rc.conf:2: \(finding)"])
  }

  @Test("all errors are told, not the first alone")
  func all() throws {
    let text = """
      hyperv_vf_miimon=x
      ifconfig_eth0="inet 192.0.2.5/24 laggproto failover"
      ifconfig_eth0_alias0="inet 192.0.2.6/32 vhid 1"
      defaultrouter="gate"
      """
    #expect(
      try found(on: Linux(), linux(["/etc/rc.conf": text])) == [
        "/etc/rc.conf:1: hyperv_vf_miimon: not 1...65535: 'x'",
        "/etc/rc.conf:2: ifconfig_eth0: not a word of ifconfig(8) that Linux can have: 'laggproto'",
        "/etc/rc.conf:3: ifconfig_eth0_alias0: not a word of ifconfig(8) that Linux can have: 'vhid'",
        "/etc/rc.conf:4: defaultrouter: not the address of a router: 'gate'",
      ])
  }

  @Test("an error of syntax is told for each file, even in a branch that is never taken")
  func syntax() throws {
    let files = [
      "/etc/rc.conf": "a=1\nif false; then\n  b=)\nfi\n",
      "/etc/rc.conf.local": "c='open\n",
    ]
    #expect(
      try found(on: Linux(), linux(files)) == [
        "/etc/rc.conf:3: syntax error: unexpected ')', expecting 'fi'",
        "/etc/rc.conf.local:1: syntax error: ''' is never closed",
      ])
  }

  @Test("files and overrides that others may write are told")
  func ownership() throws {
    let guest = freebsd(["/etc/rc.conf": "", "/usr/libexec/hyperv/hyperv_vfup.hn0": "#!/bin/sh\n"])
    guest.ownerships = [
      "/etc/rc.conf": FileOwnership(owner: 1001, group: 0, permissions: 0o666),
      "/usr/libexec/hyperv/hyperv_vfup.hn0": FileOwnership(owner: 0, group: 5, permissions: 0o775),
    ]
    guest.folders["/etc/rc.conf"] = [
      PassedFolder("/", FileOwnership(owner: 0, group: 0, permissions: 0o755)),
      PassedFolder("/etc", FileOwnership(owner: 0, group: 0, permissions: 0o777)),
    ]
    #expect(
      try found(on: FreeBSD(), guest) == [
        "/etc/rc.conf: belongs to user 1001, not to root; chown root /etc/rc.conf",
        "/etc/rc.conf: everybody may write it; chmod go-w /etc/rc.conf",
        "/etc: everybody may write it; chmod go-w /etc",
        "/usr/libexec/hyperv/hyperv_vfup.hn0: not run: group 5 may write it (chmod g-w)",
      ])
  }

  private static let naming = [
    "/etc/rc.conf": "natd_interface=hn0\nfirewall_script=/etc/ipfw.rules\n",
    "/etc/pf.conf": "ext = \"hn0\"\n",
    "/etc/ipfw.rules": "add allow ip from any to any via hn0\n",
  ]

  @Test("what names the synthetic NIC is told, with the bond that is to be named as well")
  func naming() throws {
    let remedy = "; after a takeover lagg0 has its traffic: name lagg0 as well"
    #expect(
      try found(on: FreeBSD(), freebsd(Self.naming)) == [
        "/etc/rc.conf:1: natd_interface: mentions hn0" + remedy,
        "/etc/pf.conf:1: 'ext = \"hn0\"' is about hn0" + remedy,
        "/etc/ipfw.rules:1: 'add allow ip from any to any via hn0' is about hn0" + remedy,
      ])
  }

  @Test(
    "rc.conf: variables of other programs, by whole words",
    arguments: [
      ("snort_interface=\"hn0\"", "snort_interface"),
      ("ntpd_flags=\"-g -I hn0,lo0\"", "ntpd_flags"),
      ("dhcpd_ifaces='hn1 hn0'", "dhcpd_ifaces"), ("suricata_interface=hn01", nil),
      ("snort_interface=\"hn0 lagg0\"", nil),
      ("vlans_hn0=5 ifconfig_hn0_alias0='inet 192.0.2.9/32'", nil),
      ("network_interfaces='lo0 hn0'", nil), ("motto='hn0'", nil),
    ])
  func variables(line: String, name: String?) throws {
    let remedy = "; after a takeover lagg0 has its traffic: name lagg0 as well"
    #expect(
      try found(on: FreeBSD(), freebsd(["/etc/rc.conf": line + "\n"]))
        == (name.map { ["/etc/rc.conf:1: \($0): mentions hn0" + remedy] } ?? []))
  }

  @Test("FreeBSD: the rules that the kernel has, and files of other programs with what to add")
  func loadedRules() throws {
    let guest = freebsd([
      "/etc/jail.conf": "a { interface = hn0; }\n",
      "/usr/local/etc/dnsmasq.conf": "interface=hn0\n",
    ])
    guest.executables = ["/sbin/pfctl", "/sbin/ipfw"]
    guest.answers[Command("/sbin/pfctl", ["-sr"])] = CommandResult(
      .exit(0), output: "block drop all\npass in on hn0 all flags S/SA\n")
    guest.answers[Command("/sbin/pfctl", ["-sn"])] = CommandResult(
      .exit(0), output: "nat on hn0 all -> (hn0) round-robin\n")
    guest.answers[Command("/sbin/ipfw", ["list"])] = CommandResult(.exit(71))
    let told = "; after a takeover lagg0 has its traffic: "
    #expect(
      try found(on: FreeBSD(), guest) == [
        "pfctl -sr:2: 'pass in on hn0 all flags S/SA' is about hn0" + told + "name lagg0 as well",
        "pfctl -sn:1: 'nat on hn0 all -> (hn0) round-robin' is about hn0" + told
          + "name lagg0 as well",
        "/etc/jail.conf:1: 'a { interface = hn0; }' is about hn0" + told
          + "write lagg0 in the place of hn0",
        "/usr/local/etc/dnsmasq.conf:1: 'interface=hn0' is about hn0" + told
          + "add lagg0 beside hn0",
      ])
  }

  @Test("Linux: without nft iptables is asked for the rules that the kernel has")
  func savedRules() throws {
    let guest = linux([:])
    guest.executables = ["/usr/sbin/iptables-save", "/usr/sbin/ip6tables-save"]
    guest.answers = [
      Command("/usr/sbin/iptables-save", []):
        CommandResult(.exit(0), output: "*filter\n-A INPUT -i eth0 -j ACCEPT\nCOMMIT\n"),
      Command("/usr/sbin/ip6tables-save", []): CommandResult(.exit(0)),
    ]
    #expect(
      try found(on: Linux(), guest) == [
        "iptables-save:2: '-A INPUT -i eth0 -j ACCEPT' is about eth0; after a takeover bond0 has its "
          + "traffic: name bond0 as well"
      ])
  }

  @Test("a block of the DHCP client's is told, and that a takeover sees to it")
  func clients() throws {
    let remedy = { (bond: String) in
      "; a takeover has the client on \(bond) read a copy in which that is \(bond)'s: "
        + "name \(bond) as well where it is made otherwise"
    }
    #expect(
      try found(
        on: FreeBSD(),
        freebsd([
          "/etc/rc.conf": "dhclient_flags_hn0='-c /etc/my.conf'\n",
          "/etc/dhclient.conf": "interface \"hn1\" {\n}\n",
          "/etc/my.conf": "send x 1;\ninterface \"hn0\" {\n}\n",
        ])) == ["/etc/my.conf:2: 'interface \"hn0\" {' is about hn0" + remedy("lagg0")])
    let guest = linux([
      "/etc/dhcp/dhclient.conf": "include \"/etc/dhcp/more\";\n",
      "/etc/dhcp/more": "interface \"eth0\" { }\n", "/etc/dhcpcd.conf": "interface eth0\n",
      "/run/dhclient.eth0.pid": "731\n", "/etc/x": "\ninterface \"eth0\" { }\n",
      "/proc/731/cmdline": "dhclient\0-cf\0/etc/x\0eth0\0",
    ])
    #expect(
      try found(on: Linux(), guest) == [
        "/etc/dhcpcd.conf:1: 'interface eth0' is about eth0" + remedy("bond0"),
        "/etc/x:2: 'interface \"eth0\" { }' is about eth0" + remedy("bond0"),
        "/etc/dhcp/more:1: 'interface \"eth0\" { }' is about eth0" + remedy("bond0"),
      ])
  }

  @Test("no takeover, no such finding: in transparent mode, and switched off")
  func notNaming() throws {
    #expect(try found(on: FreeBSD(), freebsd(Self.naming, transparent: true)) == [])
    var files = Self.naming
    files["/etc/rc.conf"]? += "hyperv_vf_enable_hn0=NO\n"
    #expect(try found(on: FreeBSD(), freebsd(files)) == [])
  }

  @Test("Linux: files of filters and sysctls, and the rules that the kernel has")
  func linuxRules() throws {
    let guest = linux([
      "/etc/sysctl.d/10-net.conf": "net.ipv4.conf.eth0.rp_filter=1\n",
      "/etc/iptables/rules.v4": "-A INPUT -i eth0 -j ACCEPT\n",
      "/proc/net/ip_tables_names": "filter\n",
    ])
    guest.executables = ["/usr/sbin/nft", "/usr/sbin/iptables-legacy-save"]
    guest.answers = [
      Command("/usr/sbin/nft", ["list", "ruleset"]):
        CommandResult(.exit(0), output: "table inet f {\n\tiifname \"eth0\" accept\n}\n"),
      Command("/usr/sbin/iptables-legacy-save", []): CommandResult(.exit(1)),
    ]
    let remedy = " is about eth0; after a takeover bond0 has its traffic: name bond0 as well"
    #expect(
      try found(on: Linux(), guest) == [
        "/etc/iptables/rules.v4:1: '-A INPUT -i eth0 -j ACCEPT'" + remedy,
        "/etc/sysctl.d/10-net.conf:1: 'net.ipv4.conf.eth0.rp_filter=1'" + remedy,
        "nft list ruleset:2: 'iifname \"eth0\" accept'" + remedy,
      ])
  }

  @Test("as JSON each finding has its place, problem and remedy")
  func json() {
    let findings = [
      ConfigFinding("/etc/a", line: 2, "it's \"odd\"", remedy: "mend it"), ConfigFinding("/b", "c"),
    ]
    #expect(
      String(decoding: ConfigFinding.json(findings), as: UTF8.self) == """
        {"findings": [
        {"file": "/etc/a", "line": 2, "text": "it's \\"odd\\"", "remedy": "mend it"},
        {"file": "/b", "text": "c", "remedy": ""}]}

        """)
    #expect(String(decoding: ConfigFinding.json([]), as: UTF8.self) == "{\"findings\": []}\n")
  }
}
