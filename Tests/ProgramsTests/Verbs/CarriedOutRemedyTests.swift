import Failover
import Platforms
import RCConf
import TestSupport
import Testing

@testable import Programs

/// An error on a FreeBSD machine, and its code in `verify`.
struct FaultRow: Sendable, CustomTestStringConvertible {
  let code: String
  let happens: @Sendable (inout SimulatedMachine) -> Void
  /// True if a takeover was made before.
  var hasLagg = true
  var testDescription: String { code + (hasLagg ? "" : ", without a takeover") }

  init(
    _ code: String, hasLagg: Bool = true,
    _ happens: @escaping @Sendable (inout SimulatedMachine) -> Void
  ) {
    self.code = code
    self.hasLagg = hasLagg
    self.happens = happens
  }
}

extension SimulatedMachine {
  /// Starts a dhclient, which gets an address, as devd's own rule does when a link comes up.
  fileprivate mutating func startClient(on name: String) {
    clients.append(Client(interface: name, process: 4099))
    files["/var/run/dhclient.\(name).pid"] = SimulatedFile("4099\n")
    nics[name]?.inet.append(SimulatedNIC.Address("192.0.2.77", 24))
  }
}

@Suite("The remedies of verify, carried out on FreeBSD")
struct CarriedOutRemedyTests {
  static let rows = [
    FaultRow("client-of-member") { $0.startClient(on: "hn0") },
    FaultRow("own-dhcp-client") { $0.startClient(on: "mlxen0") },
    FaultRow("configured-beside") { $0.nics["hn0"]?.inet.append(.init("198.51.100.9", 24)) },
    FaultRow("own-address") { $0.nics["mlxen0"]?.inet.append(.init("198.51.100.9", 24)) },
    FaultRow("route-of-member") {
      $0.nics["mlxen0"]?.inet.append(.init("192.0.2.77", 24))
      $0.routes = [SimulatedMachine.Route(dest: "default", gateway: "192.0.2.1", netif: "mlxen0")]
    },
    FaultRow("member-missing") { $0.nics["lagg0"]?.laggport = ["hn0"] },
    FaultRow("foreign-address") { $0.nics["lagg0"]?.ether = "02:00:00:00:00:99" },
    FaultRow("mtu") { $0.nics["mlxen0"]?.mtu = 1400 },
    FaultRow("leftover-bond") { $0.sysctl["hw.hn.vf_transparent"] = "1" },
    FaultRow("leftover-bond", hasLagg: false) {
      $0.sysctl["hw.hn.vf_transparent"] = "1"
      $0.nics["lagg0"] = SimulatedNIC()
      $0.nics["lagg0"]?.laggproto = "failover"
      $0.nics["lagg0"]?.laggport = []
    },
    FaultRow("carries-nothing", hasLagg: false) {
      $0.sysctl["hw.hn.vf_transparent"] = "1"
      $0.nics["mlxen0"]?.up = false
    },
    FaultRow("no-bond", hasLagg: false) { _ in },
  ]

  // The recorded machines do not know that a lagg sets the MTU of its ports.
  @Test(
    "each finding is found, and gone after its remedy",
    arguments: rows.filter { $0.code != "mtu" })
  func remedies(row: FaultRow) throws {
    try carryOut(row, on: ParityCase.named("up-dhcp").machine)
  }

  @Test("the same on a machine with what the kernel of 15.1 refuses", arguments: rows)
  func remediesOfRelease(row: FaultRow) throws {
    try carryOut(row, on: ReleaseCase.named("up-dhcp").machine)
  }

  private func carryOut(_ row: FaultRow, on machine: SimulatedMachine) throws {
    let guest = SimulatedFreeBSD(machine)
    guest.machine.nics["mlxen0"]?.up = true
    if row.hasLagg {
      #expect(try ParityRun(["hyperv_vfup", "hn0"], on: guest).exit == 0)
      #expect(try findings(guest) == [])
    }
    row.happens(&guest.machine)
    let found = try findings(guest)
    #expect(found.map(\.code).contains(row.code))
    // A client has added an address and perhaps a route, which are separate findings. A VF that
    // left a lagg is down.
    for _ in 0..<4 {
      let left = try findings(guest)
      guard let finding = left.first(where: { $0.code == row.code }) ?? left.first else { break }
      try follow(finding.remedy(on: FreeBSD()), on: guest)
    }
    let left = try findings(guest).map { $0.line(on: FreeBSD()) }
    #expect(left == [])
    #expect(guest.machine.clients.allSatisfy { $0.process != 4099 || $0.isEnded })
  }

  private func findings(_ guest: SimulatedFreeBSD) throws -> [Finding] {
    verdict(on: try StatusReport(FreeBSD(), guest, Variables([]), nil).state)
  }

  /// Carries out the lines of a remedy, as a shell would.
  private func follow(_ remedy: String, on guest: SimulatedFreeBSD) throws {
    for line in remedy.split(separator: "; ") {
      let words = line.split(separator: " ").map(String.init)
      let name = words[0].split(separator: "/").last.map(String.init) ?? words[0]
      switch name {
      case "kill":
        let process = try #require(words.last.flatMap { Int32($0) })
        for index in guest.machine.clients.indices
        where guest.machine.clients[index].process == process {
          guest.machine.clients[index].isEnded = true
        }
      case "hyperv_vfup", "hyperv_vfctl":
        #expect(try ParityRun([name] + words.dropFirst(), on: guest).exit == 0, "\(line)")
      default:
        let result = try guest.run(Command(words[0], Array(words.dropFirst())))
        #expect(result.termination.isSuccess, "\(line): \(result.errorOutput)")
      }
    }
  }
}
