import TestSupport
import Testing

/// Commands, the last of which is tested, with the state after it.
struct KernelFact: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var origin = "attach-static"
  var commands: [String]
  /// The exit status of the last command.
  var exit: Int32 = 0
  var expected: String
  /// Returns the tested part of the state.
  var seen: @Sendable (SimulatedMachine) -> String
}

extension KernelFact {
  private static func addresses(_ name: String) -> @Sendable (SimulatedMachine) -> String {
    { ($0.nics[name].map { $0.inet + $0.inet6 } ?? []).map(\.addr).joined(separator: " ") }
  }

  private static let ups: @Sendable (SimulatedMachine) -> String = { machine in
    machine.names.filter { machine.nics[$0]?.up == true && $0 != "lo0" }.joined(separator: " ")
  }

  private static let routes: @Sendable (SimulatedMachine) -> String = { machine in
    machine.routes.map { "\($0.dest) \($0.netif)" }.joined(separator: ", ")
  }

  private static let silent: @Sendable (SimulatedMachine) -> String = { machine in
    let outage = machine.outage(of: machine)
    return (outage.silent + outage.stuck.map { "\($0)" }).joined(separator: " ")
  }

  static let all = laggs + addresses + paths

  private static let laggs = [
    KernelFact(
      testDescription: "a lagg that comes up by an address brings its ports up",
      commands: ["ifconfig lagg0 create laggproto failover laggport mlxen0 10.9.0.10/24"],
      expected: "hn0 lagg0 mlxen0", seen: ups),
    KernelFact(
      testDescription: "by a word in front of its ports it does not",
      commands: ["ifconfig lagg0 create laggproto failover up laggport mlxen0"],
      expected: "hn0 lagg0", seen: ups),
    KernelFact(
      testDescription: "a port that joins one that is up stays as it is",
      commands: ["ifconfig lagg0 create 10.9.0.10/24", "ifconfig lagg0 laggport mlxen0"],
      expected: "hn0 lagg0", seen: ups),
    KernelFact(
      testDescription: "down sets the ports down", origin: "undo-static",
      commands: ["ifconfig lagg0 down"], expected: "", seen: ups),
    KernelFact(
      testDescription: "destroy too", origin: "undo-static", commands: ["ifconfig lagg0 destroy"],
      expected: "", seen: ups),
    KernelFact(
      testDescription: "a port that leaves stays as it is", origin: "undo-static",
      commands: ["ifconfig lagg0 -laggport hn0"], expected: "hn0 lagg0 mlxen0", seen: ups),
    KernelFact(
      testDescription: "a port of another lagg is busy", origin: "undo-static",
      commands: ["ifconfig lagg1 create", "ifconfig lagg1 laggport hn0"], exit: 1,
      expected: "hn0 lagg0 mlxen0", seen: ups),
    KernelFact(
      testDescription: "joining takes a port's IPv6 addresses", origin: "up-ipv6",
      commands: ["ifconfig lagg0 create up laggport hn0"], expected: "192.0.2.50",
      seen: addresses("hn0")),
  ]

  private static let addresses = [
    KernelFact(
      testDescription: "-alias without an address exits 0 when none is left",
      commands: ["ifconfig mlxen0 -alias"], expected: "", seen: addresses("mlxen0")),
    KernelFact(
      testDescription: "an address that is not there cannot be removed",
      commands: ["ifconfig hn0 inet 192.0.2.9 delete"], exit: 1, expected: "192.0.2.50",
      seen: addresses("hn0")),
    KernelFact(
      testDescription: "the keyword of a family counts only in front",
      commands: ["ifconfig lagg0 create", "ifconfig lagg0 laggport hn0 inet 10.9.0.10/24"], exit: 1,
      expected: "", seen: addresses("lagg0")),
    KernelFact(
      testDescription: "what is in front of a refused word is done",
      commands: ["ifconfig lagg0 create up laggport mlxen0 inet 10.9.0.10/24"], exit: 1,
      expected: "mlxen0", seen: { $0.nics["lagg0"]?.laggport?.joined() ?? "" }),
    KernelFact(
      testDescription: "an IPv6 address needs its keyword",
      commands: ["ifconfig hn0 2001:db8::1/64"], exit: 1, expected: "192.0.2.50",
      seen: addresses("hn0")),
    KernelFact(
      testDescription: "an IPv6 address is on one interface only", origin: "up-ipv6",
      commands: ["ifconfig mlxen0 inet6 2001:db8::50/64"], exit: 1, expected: "",
      seen: addresses("mlxen0")),
    KernelFact(
      testDescription: "a VLAN without its parent stays up with its addresses", origin: "up-vlan",
      commands: ["ifconfig hn0.5 -vlandev"], expected: "10.5.0.1", seen: addresses("hn0.5")),
    KernelFact(
      testDescription: "a VLAN has one parent", origin: "up-vlan",
      commands: ["ifconfig hn0.5 vlan 5 vlandev mlxen0"], exit: 1, expected: "hn0",
      seen: { $0.nics["hn0.5"]?.vlandev ?? "" }),
    KernelFact(
      testDescription: "without frames from outside there is no lease", origin: "up-static",
      commands: ["dhclient hn0"], exit: 1, expected: "",
      seen: {
        $0.runningClients.joined(separator: " ")
      }),
    KernelFact(
      testDescription: "a client runs once", origin: "attach-dhcp", commands: ["dhclient -b hn0"],
      exit: 1, expected: "4001\n",
      seen: { $0.files["/var/run/dhclient/dhclient.hn0.pid"]?.text ?? "" }),
  ]

  private static let paths = [
    KernelFact(
      testDescription: "while the VF is up hn0 is cut off", commands: ["ifconfig mlxen0 up"],
      expected: "192.0.2.50 inet", seen: silent),
    KernelFact(
      testDescription: "a network stays with the interface that had it first",
      commands: ["ifconfig lagg0 create 192.0.2.50/24", "ifconfig lagg0 laggport hn0"],
      expected: "192.0.2.50 inet", seen: silent),
    KernelFact(
      testDescription: "until that loses the address; its IPv4 routes go with it",
      commands: [
        "ifconfig lagg0 create 192.0.2.50/24", "ifconfig lagg0 laggport hn0",
        "ifconfig hn0 inet 192.0.2.50 delete",
      ], expected: "", seen: routes),
    KernelFact(
      testDescription: "an IPv6 route stays with its interface", origin: "up-ipv6",
      commands: ["ifconfig hn0 inet6 2001:db8::50 delete"],
      expected: "default hn0, default hn0", seen: routes),
    KernelFact(
      testDescription: "the gateway decides, whatever -ifp says", origin: "attach-static",
      commands: [
        "ifconfig lagg0 create 192.0.2.50/24",
        "route -n change default 192.0.2.1 -ifp lagg0",
      ], expected: "default hn0", seen: routes),
    KernelFact(
      testDescription: "an IPv6 route by another interface is a second one",
      origin: "up-stale-ipv6-default",
      commands: ["route -n add -inet6 default 2001:db8::1"],
      expected: "default lagg0, default hn0, default lagg0", seen: routes),
    KernelFact(
      testDescription: "change replaces it", origin: "up-stale-ipv6-default",
      commands: ["route -n change -inet6 default 2001:db8::1"],
      expected: "default lagg0, default lagg0", seen: routes),
    KernelFact(
      testDescription: "each routing table has its own default route",
      commands: [
        "sysctl net.fibs=2", "route -n add -fib 1 default 192.0.2.9",
        "route -n delete default",
      ], expected: "default hn0", seen: routes),
    KernelFact(
      testDescription: "a routing table that the kernel does not have is refused",
      commands: ["route -n add -fib 1 default 192.0.2.9"], exit: 1, expected: "default hn0",
      seen: routes),
    KernelFact(
      testDescription: "a bridge takes no port of a lagg", origin: "undo-static",
      commands: ["ifconfig bridge0 create", "ifconfig bridge0 addm hn0"], exit: 1, expected: "",
      seen: { ($0.nics["bridge0"]?.members ?? []).joined(separator: " ") }),
    KernelFact(
      testDescription: "a member of a bridge may join a lagg",
      commands: [
        "ifconfig bridge0 create addm hn0 up", "ifconfig lagg0 create laggport hn0",
      ], expected: "hn0", seen: { ($0.nics["lagg0"]?.laggport ?? []).joined(separator: " ") }),
    KernelFact(
      testDescription: "the same route is there once",
      commands: ["route -n add default 192.0.2.1"], exit: 1, expected: "default hn0", seen: routes),
  ]
}
