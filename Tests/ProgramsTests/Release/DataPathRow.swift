import Failover
import TestSupport
import Testing

/// A machine with further conditions, and the result of the run.
struct DataPathRow: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var origin = "up-static"
  var faults: [SimulatedFault] = []
  var change: @Sendable (inout SimulatedMachine) -> Void = { _ in }
  var exit: Int32
  var said: [String] = []
  /// True if the takeover is tried again (D31).
  var isTriedAgain = false

  /// All messages for the administrator.
  var messages: [String] {
    said
      + (isTriedAgain
        ? ["hn0: will be tried once more in 60 s; 'hyperv_vfctl undo hn0' cancels that"] : [])
  }

  func run(options: [String] = [], compat: ParityMode = .itself) throws -> ParityRun {
    var machine = try ReleaseCase.named(origin).machine
    change(&machine)
    if compat != .itself {
      machine.files["/etc/rc.conf"]?.text += "hyperv_vf_compat=\"\(compat.rawValue)\"\n"
    }
    let guest = SimulatedFreeBSD(machine, faults: faults)
    return try ParityRun(ReleaseCase.named(origin).argv, options: options, on: guest)
  }
}

extension DataPathRow {
  private static func fault(
    _ outcome: SimulatedFault.Outcome, _ line: String, nth: Int? = 1
  ) -> SimulatedFault {
    SimulatedFault(outcome, at: .line(line, nth: nth))
  }

  static let message = "hn0: mlxen0 was set down, so that the host sends to hn0"

  static let staysUp =
    "hn0: gets nothing from the host while mlxen0 is up; mlxen0 stays up, since it has its "
    + "own use: an address, a route, a DHCP client, a bridge, or an interface built on it"

  static let foreignLagg: @Sendable (inout SimulatedMachine) -> Void = { machine in
    var lagg = SimulatedNIC()
    (lagg.laggproto, lagg.laggport) = ("lacp", ["em0", "em1"])
    machine.nics["lagg0"] = lagg
    machine.boot()
  }

  static let lowering = [
    DataPathRow(
      testDescription: "refused: lagg0 is somebody else's", change: foreignLagg, exit: 75,
      said: [message]),
    DataPathRow(
      testDescription: "a question fails", faults: [fault(.fails(1), "^netstat")], exit: 75,
      said: [message], isTriedAgain: true),
    DataPathRow(
      testDescription: "a question is not answered", faults: [fault(.hangs, "^ifconfig -a")],
      exit: 75, said: [message], isTriedAgain: true),
    DataPathRow(
      testDescription: "somebody asks the program to stop before it has done anything",
      faults: [fault(.interrupts, "^netstat")], exit: 75, said: [message]),
    // The plan itself sets the VF down, before all other steps of the undo.
    DataPathRow(
      testDescription: "there is no lagg", faults: [fault(.fails(1), "^ifconfig lagg0 create")],
      exit: 1, said: ["hn0: /sbin/ifconfig lagg0 create: exit 1: ifconfig: injected fault"],
      isTriedAgain: true),
    DataPathRow(
      testDescription: "a takeover is taken back",
      faults: [fault(.fails(1), "^ifconfig lagg0 laggport hn0")], exit: 75, isTriedAgain: true),
    DataPathRow(
      testDescription: "somebody asks the program to stop in the middle",
      faults: [fault(.interrupts, "^ifconfig lagg0 laggport hn0")], exit: 75),
  ]

  static let keeping = [
    DataPathRow(
      testDescription: "the bond carries the traffic: only the client failed", origin: "up-dhcp",
      faults: [fault(.fails(1), "^dhclient", nth: nil)], exit: 1,
      said: [
        "hn0: /sbin/dhclient -b lagg0: exit 1: dhclient: injected fault",
        "hn0: /sbin/dhclient -b lagg0: exit 1: dhclient: injected fault",
      ]),
    DataPathRow(
      testDescription: "the VF has an address of its own",
      faults: [fault(.fails(1), "^netstat")],
      change: {
        $0.nics["mlxen0"]?.inet = [SimulatedNIC.Address("198.51.100.9", 24)]
        $0.settle()
      }, exit: 75, said: [staysUp], isTriedAgain: true),
    DataPathRow(
      testDescription: "a client runs for the VF", faults: [fault(.fails(1), "^netstat")],
      change: { $0.start(SimulatedMachine.Client(interface: "mlxen0", process: 4100)) }, exit: 75,
      said: [staysUp], isTriedAgain: true),
    DataPathRow(
      testDescription: "the kernel's own failover serves the synthetic NIC",
      change: {
        $0.sysctl["hw.hn.vf_transparent"] = "1"
        $0.release?.hasDataPath = false
      }, exit: 0,
      said: [
        "hn0: transparent mode (sysctl hw.hn.vf_transparent=1): the kernel combines synthetic NIC "
          + "and VF itself: nothing to do"
      ]),
  ]

  static let helpless = [
    DataPathRow(
      testDescription: "it cannot be set down",
      faults: [fault(.fails(1), "^netstat"), fault(.fails(1), "^ifconfig mlxen0 down", nth: nil)],
      exit: 75,
      said: ["hn0: is cut off as long as mlxen0 is up: /sbin/ifconfig mlxen0 down"],
      isTriedAgain: true),
    DataPathRow(
      testDescription: "nobody says whether it is needed",
      faults: [fault(.fails(1), "^ifconfig -a", nth: nil)], exit: 75,
      said: [
        "hn0: may be cut off by its VF: /sbin/ifconfig -a: exit 1: ifconfig: injected fault"
      ], isTriedAgain: true),
  ]
}
