import Failover
import Platforms
import RCConf
import TestSupport
import Testing

@Suite("Observing FreeBSD")
struct FreeBSDObserveTests {
  private static let hn0 = FreeBSDGuest.hn0
  private static let lagg0 = FreeBSDGuest.lagg0
  private static let transparent = FreeBSDGuest.sysctl("hw.hn.vf_transparent")
  private static let map = FreeBSDGuest.sysctl("hw.hn.vfmap")
  private static let vf = FreeBSDGuest.sysctl("dev.hn.0.vf")
  private static let fibs = FreeBSDGuest.sysctl("net.fibs")
  private static let inet6 = FreeBSDGuest.sysctl("kern.features.inet6")
  private static let ofScripts = FreeBSDGuest.sysctl("dev.hn.0.vf", "kern.features.inet6")
  private static let kernel = FreeBSDGuest.sysctl(
    "hw.hn.vf_transparent", "hw.hn.vfmap", "kern.features.inet6", "net.fibs")
  private static let oldFile = "/var/run/dhclient.hn0.pid"

  /// Returns a guest in which hn0 has an address, a client and a default route. Its VF is mlxen0.
  /// There is a lagg0 only if `lagg` is given.
  private static func guest(lagg: String? = nil) -> FreeBSDGuest {
    let guest = FreeBSDGuest()
    guest.answers = [
      transparent: "0\n", map: "mlxen0:hn0\n", vf: "mlxen0\n", inet6: "1\n", fibs: "1\n",
      "/sbin/ifconfig hn0": FreeBSDGuest.listing("hn0", "inet 192.0.2.50/24"),
      "/sbin/ifconfig -a": FreeBSDGuest.listing("lo0", "inet ::damaged")
        + FreeBSDGuest.listing("hn0", "inet 192.0.2.50/24") + (lagg ?? ""),
      FreeBSDGuest.ps(77): "dhclient: hn0 (dhclient)\n",
      FreeBSDGuest.netstat:
        "Internet:\nDestination Gateway Flags Netif Expire\ndefault 192.0.2.1 UGS hn0\n",
    ]
    guest.files[oldFile] = "77"
    guest.executables = ["/sbin/rtsol"]
    return guest
  }

  private static func settings(_ change: (inout GeneralSettings) -> Void = { _ in }) -> Settings {
    var general = GeneralSettings()
    change(&general)
    return Settings(general: general)
  }

  private static func observe(
    _ guest: FreeBSDGuest, _ settings: Settings = settings(), scope: Takeover.Scope = .whole
  ) throws -> NetworkState {
    try FreeBSD().observe(
      hn0, bond: lagg0, settings: settings, scope: scope, resuming: false, asking: guest)
  }

  private static let nic: Interface = {
    var nic = Interface(hn0)
    nic.isUp = true
    nic.addresses = [FreeBSDGuest.address("192.0.2.50/24")]
    return nic
  }()

  private static let clientFiles = [
    "read \(oldFile)", FreeBSDGuest.ps(77), "read /var/run/dhclient/dhclient.hn0.pid",
  ]

  @Test("before a takeover, all that it depends on is asked, once")
  func takeover() throws {
    var wanted = NetworkState()
    wanted.vf = FreeBSDGuest.vf
    wanted.hasIPv6 = true
    wanted.interfaces = [Self.nic]
    wanted.clients = [
      DHCPClient(of: Self.hn0, program: .freebsd, process: 77, pidFile: Self.oldFile)
    ]
    wanted.routerSolicitor = "/sbin/rtsol"
    wanted.routes = [FreeBSDGuest.route("default", "192.0.2.1", Self.hn0)]
    let guest = Self.guest()
    #expect(try Self.observe(guest) == wanted)
    #expect(
      guest.asked == [Self.kernel, "/sbin/ifconfig -a"] + Self.clientFiles
        + [
          "executable /sbin/rtsol", "read /etc/dhclient.conf", "executable /sbin/kldstat",
          "read \(Self.leases)", FreeBSDGuest.netstat,
        ])
  }

  private static let leases = "/var/db/dhclient.leases.hn0"

  @Test(
    "the leased address is the last one of the lease file that the NIC has",
    arguments: [
      (nil, nil), ("", nil), ("fixed-address;", nil), ("  fixed-address 192.0.2.50;", "192.0.2.50"),
      ("  fixed-address 192.0.2.50;\n}\n  fixed-address 192.0.2.9;", "192.0.2.50"),
      ("  fixed-address 192.0.2.51;\n}\n  fixed-address 192.0.2.50;", "192.0.2.50"),
    ])
  func leased(file: String?, address: String?) throws {
    let guest = Self.guest()
    guest.files[Self.leases] = file
    let network = try Self.observe(guest)
    #expect(network.interface(Self.hn0)?.leasedAddress == address.flatMap { IPAddress($0) })
  }

  @Test("as the scripts, neither transparent mode, the new file nor routes are asked for")
  func scripts() throws {
    for compatibility in [Compatibility.scripts2017, .scriptsCurrent] {
      let guest = Self.guest()
      let network = try Self.observe(guest, Self.settings { $0.compatibility = compatibility })
      #expect(network.interfaces == [Self.nic])
      #expect(network.routes == [])
      #expect(
        guest.asked == [
          Self.ofScripts, "/sbin/ifconfig lagg0", "/sbin/ifconfig hn0", "read \(Self.oldFile)",
          FreeBSDGuest.ps(77), "executable /sbin/rtsol",
        ])
    }
  }

  @Test("in transparent mode nothing else is asked")
  func transparentMode() throws {
    let guest = Self.guest()
    guest.answers[Self.transparent] = "1\n"
    var wanted = NetworkState()
    wanted.transparency = .yes("sysctl hw.hn.vf_transparent=1")
    #expect(try Self.observe(guest) == wanted)
    #expect(guest.asked == [Self.kernel])
  }

  @Test("the kernel decides on transparent mode, not rc.conf", arguments: [true, false])
  func saidTransparent(said: Bool) throws {
    let guest = Self.guest()
    guest.answers[Self.transparent] = "1\n"
    let network = try Self.observe(guest, Self.settings { $0.transparent = said })
    #expect(network.transparency == .yes("sysctl hw.hn.vf_transparent=1"))
  }

  @Test("a kernel that does not know all is asked one by one", arguments: [nil, "", "\n"])
  func detached(answer: String?) throws {
    let guest = Self.guest()
    guest.answers[Self.transparent] = nil
    guest.answers[Self.map] = nil
    guest.answers[Self.vf] = answer
    var wanted = NetworkState()
    wanted.hasIPv6 = true
    #expect(try Self.observe(guest) == wanted)
    let oids = [Self.transparent, Self.map, Self.inet6, Self.fibs]
    #expect(guest.asked == [Self.kernel] + oids + ["/sbin/ifconfig -a", Self.vf])
  }

  @Test(
    "the VF left: the kernel's list of pairs does not name the NIC", arguments: ["", "mce0:hn1"])
  func left(answer: String) throws {
    let guest = Self.guest()
    guest.answers[Self.map] = answer + "\n"
    var wanted = NetworkState()
    wanted.hasIPv6 = true
    #expect(try Self.observe(guest) == wanted)
    #expect(guest.asked == [Self.kernel, "/sbin/ifconfig -a"])
  }

  @Test("without a VF it matters whether the NIC is there at all")
  func missing() throws {
    let guest = Self.guest()
    guest.answers[Self.map] = "\n"
    guest.answers["/sbin/ifconfig -a"] = FreeBSDGuest.listing("hn1")
    var wanted = NetworkState()
    wanted.hasIPv6 = true
    wanted.lacksSynthetic = true
    #expect(try Self.observe(guest) == wanted)
  }

  @Test(
    "a lagg that is finished, or somebody else's, ends the questions",
    arguments: [
      FreeBSDGuest.listing(
        "lagg0", "inet 192.0.2.50/24", "laggproto failover", "laggport: hn0 flags=0<>"),
      FreeBSDGuest.listing("lagg0", "laggproto lacp", "laggport: hn0 flags=0<>"),
      FreeBSDGuest.listing("lagg0"),
    ])
  func finished(lagg: String) throws {
    let guest = Self.guest(lagg: lagg)
    let network = try Self.observe(guest)
    #expect(network.interfaces.map(\.name) == [Self.lagg0])
    #expect(network.clients == [])
    let isOurs = lagg.contains("failover")
    #expect(
      guest.asked == [Self.kernel, "/sbin/ifconfig -a"] + (isOurs ? [FreeBSDGuest.netstat] : []))
  }

  @Test("whether a lagg of both has an address does not matter to who only joins them")
  func joined() throws {
    let guest = Self.guest(
      lagg: FreeBSDGuest.listing("lagg0", "laggproto failover", "laggport: hn0 flags=0<>"))
    let network = try Self.observe(guest, scope: .joinOnly(then: []))
    #expect(network.interfaces.map(\.name) == [Self.lagg0])
    #expect(guest.asked == [Self.kernel, "/sbin/ifconfig -a"])
  }

  private static let laggFiles = [
    "read /var/run/dhclient.lagg0.pid", "read /var/run/dhclient/dhclient.lagg0.pid",
  ]

  @Test(
    "a lagg that may be unfinished is looked at with its clients, and then hn0",
    arguments: [
      FreeBSDGuest.listing("lagg0", "laggproto failover"),
      FreeBSDGuest.listing("lagg0", "laggproto failover", "laggport: hn0 flags=0<>"),
      FreeBSDGuest.listing(
        "lagg0", "inet 192.0.2.9/24", "laggproto failover", "laggport: mlxen0 flags=0<>"),
    ])
  func unfinished(lagg: String) throws {
    let guest = Self.guest(lagg: lagg)
    let network = try Self.observe(guest)
    #expect(network.interfaces.map(\.name) == [Self.lagg0, Self.hn0])
    #expect(network.clients.map(\.interface) == [Self.hn0])
    #expect(
      guest.asked == [Self.kernel, "/sbin/ifconfig -a"] + Self.laggFiles + Self.clientFiles
        + [
          "executable /sbin/rtsol", "read /etc/dhclient.conf", "executable /sbin/kldstat",
          "read \(Self.leases)", FreeBSDGuest.netstat,
        ])
  }
}
