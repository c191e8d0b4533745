import TestSupport
import Testing

/// A recorded machine with a change that makes the programs deviate from the script in one way.
struct Deviant: CustomTestStringConvertible, Sendable {
  /// The name of the change.
  var testDescription: String
  /// The name of the recorded machine.
  var origin: String
  /// The number of the deviation in the table of freebsd.md.
  var number: String
  /// The numbers of other deviations that show because of the change.
  var others: Set<String> = []
  /// The change.
  var change: @Sendable (inout SimulatedMachine) -> Void

  /// Runs the program of the case on the changed machine.
  func run(as mode: ParityMode, options: [String] = []) throws -> ParityRun {
    var parity = try ParityCase.named(origin)
    change(&parity.machine)
    return try ParityRun(parity, as: mode, options: options)
  }

  private static func rcConf(_ text: String) -> @Sendable (inout SimulatedMachine) -> Void {
    { $0.files["/etc/rc.conf"]?.text += text }
  }

  private static func lagg(
    of ports: [String], up: Bool = true
  ) -> @Sendable (inout SimulatedMachine) -> Void {
    { machine in
      var lagg = SimulatedNIC()
      lagg.up = up
      lagg.laggproto = "failover"
      lagg.laggport = ports
      machine.nics["lagg0"] = lagg
    }
  }

  /// The kernel knows the VF of hn0, which is present and down.
  private static let arrival: @Sendable (inout SimulatedMachine) -> Void = { machine in
    machine.sysctl["hw.hn.vfmap"] = "mlxen0:hn0"
    machine.nics["mlxen0"]?.up = false
  }

  static let all = [
    Deviant(
      testDescription: "the VF was brought up by something else", origin: "up-static",
      number: "D20", change: { _ in }),
    Deviant(
      testDescription: "the VF is down when the takeover is made", origin: "attach-delayed-up",
      number: "D8", change: arrival),
    Deviant(
      testDescription: "a VF returns", origin: "attach-delayed-up", number: "D21",
      change: {
        arrival(&$0)
        lagg(of: ["hn0"])(&$0)
        let addresses = $0.nics["hn0"]?.inet ?? []
        $0.nics["lagg0"]?.inet = addresses
        $0.nics["hn0"]?.inet = []
      }),
    Deviant(
      testDescription: "a route leads through a port", origin: "up-lagg-has-vf", number: "D22",
      change: {
        $0.routes = [
          SimulatedMachine.Route(dest: "default", gateway: "2001:db8::1", netif: "hn0")
        ]
        $0.nics["lagg0"]?.inet6 = [SimulatedNIC.Address("2001:db8::50", 64)]
        $0.nics["hn0"]?.inet6 = [SimulatedNIC.Address("2001:db8::51", 64)]
      }),
    Deviant(
      testDescription: "dhclient may fail", origin: "up-dhcp", number: "D3", change: { _ in }),
    Deviant(
      testDescription: "an empty lagg was there", origin: "up-static", number: "D5",
      change: lagg(of: [])),
    Deviant(
      testDescription: "a run ended before the VF was in", origin: "up-static", number: "D5",
      change: lagg(of: ["mlxen0"])),
    Deviant(
      testDescription: "a description", origin: "up-static", number: "D6",
      change: rcConf("ifconfig_hn0_descr=\"to the lab\"\n")),
    Deviant(
      testDescription: "an IPv4 range in ipv4_addrs", origin: "up-static", number: "D6",
      change: rcConf("ipv4_addrs_hn0=\"192.0.2.61-62/24\"\n")),
    Deviant(
      testDescription: "a VLAN on hn0", origin: "up-static", number: "D6",
      change: { machine in
        var vlan = SimulatedNIC()
        vlan.up = true
        vlan.vlan = SimulatedVLAN("5", on: "hn0")
        machine.nics["hn0.5"] = vlan
      }),
    Deviant(
      testDescription: "a route through hn0", origin: "up-static", number: "D7",
      change: {
        $0.routes = [
          SimulatedMachine.Route(dest: "198.51.100.0/24", gateway: "192.0.2.9", netif: "hn0")
        ]
      }),
    Deviant(
      testDescription: "rc.conf says only mtu", origin: "up-no-config", number: "D8",
      change: rcConf("ifconfig_hn0=\"mtu 9000\"\n")),
    Deviant(
      testDescription: "the lagg holds mlxen00", origin: "up-lagg-has-vf", number: "D9",
      change: { $0.nics["lagg0"]?.laggport = ["hn0", "mlxen00"] }),
    Deviant(
      testDescription: "the delay is in rc.conf.local", origin: "attach-delay-120", number: "D14",
      change: { $0.files["/etc/rc.conf.local"] = SimulatedFile("hyperv_vf_delay=9\n") }),
    Deviant(
      testDescription: "the pid file is where releases put it", origin: "up-static", number: "D15",
      others: ["D3", "D24"],
      change: {
        $0.clients = [SimulatedMachine.Client(interface: "hn0", process: 4100)]
        $0.files["/var/run/dhclient/dhclient.hn0.pid"] = SimulatedFile("4100\n")
      }),
    Deviant(
      testDescription: "transparent mode", origin: "up-transparent", number: "D17",
      change: { _ in }),
    Deviant(
      testDescription: "switched off for hn0", origin: "up-static", number: "D18",
      change: rcConf("hyperv_vf_enable_hn0=\"NO\"\n")),
    Deviant(
      testDescription: "switched off before the VF is up", origin: "attach-delay-120",
      number: "D18", change: rcConf("hyperv_vf_enable=\"NO\"\n")),
  ]
}
