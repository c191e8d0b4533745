import Failover
import TestSupport
import Testing

@Suite("The DHCP client on the bond is the one that the NIC had")
struct TakeoverClientTests {
  private static let dynamic = Situation("DHCP").with {
    $0.rcConf = "ifconfig_hn0=DHCP\ndhclient_flags_hn0='-q -c /etc/x.conf'"
    $0.addresses = ["192.0.2.50/24"]
    $0.hasClient = true
  }

  private static func copy(of name: InterfaceName) -> ClientConfiguration {
    ClientConfiguration(
      of: .freebsd, from: "/etc/x.conf", to: "/run/x", naming: .lagg0, insteadOf: name, text: [])
  }

  private static func start(
    on name: InterfaceName, waits: Bool = false, _ arguments: [String]
  ) -> Action {
    .startClient(.freebsd, on: name, waits: waits, with: arguments)
  }

  private static func clientSteps(_ takeover: Takeover) throws -> [Step] {
    try planUp(takeover).steps.filter { step in
      switch step.action {
      case .configureClient, .startClient: true
      default: false
      }
    }
  }

  @Test("rc.conf's flags are those of the lagg's client, and of the NIC's after an undo")
  func flags() throws {
    let takeover = try Self.dynamic.takeover()
    let flags = ["-q", "-c", "/etc/x.conf"]
    let steps = try Self.clientSteps(takeover)
    #expect(steps.map(\.action) == [Self.start(on: .lagg0, flags)])
    #expect(steps.map(\.deviation) == [.sameClient])
    #expect(planUndo(of: try planUp(takeover).steps).contains(Self.start(on: .hn0, flags)))
  }

  @Test("the copy of its configuration is made first, and is the one that the lagg's client reads")
  func configuration() throws {
    var takeover = try Self.dynamic.takeover()
    takeover.network.clientConfigurations = [Self.copy(of: .vf), Self.copy(of: .hn0)]
    let steps = try Self.clientSteps(takeover)
    #expect(
      steps.map(\.action) == [
        .configureClient(Self.copy(of: .hn0)), Self.start(on: .lagg0, ["-q", "-c", "/run/x"]),
      ])
    #expect(steps.map(\.deviation) == [.sameClient, .sameClient])
    let undo = planUndo(of: try planUp(takeover).steps)
    #expect(undo.contains(Self.start(on: .hn0, ["-q", "-c", "/etc/x.conf"])))
  }

  @Test("where the VF alone was configured, what is said of the VF is said of the lagg")
  func onlyVF() throws {
    let situation = Situation("the VF alone").with {
      $0.rcConf = "ifconfig_mlxen0=DHCP"
      $0.vfAddresses = ["192.0.2.50/24"]
      $0.vfHasClient = true
    }
    var takeover = try situation.takeover()
    takeover.network.clientConfigurations = [Self.copy(of: .hn0), Self.copy(of: .vf)]
    let steps = try Self.clientSteps(takeover)
    #expect(steps.first?.action == .configureClient(Self.copy(of: .vf)))
  }

  @Test("an undo gives the NIC's client its flags; taken back, the lagg's has the copy again")
  func release() throws {
    var takeover = try Self.dynamic.takeover()
    var lagg = Interface(.lagg0)
    lagg.isUp = true
    lagg.addresses = addresses("192.0.2.50/24")
    lagg.bond = Bond(.failover, members: [.hn0, .vf])
    takeover.network.interfaces.append(lagg)
    takeover.network.clients = [
      DHCPClient(of: .lagg0, program: .freebsd, process: 77, pidFile: "")
    ]
    takeover.network.clientConfigurations = [Self.copy(of: .hn0)]
    let steps = try planRelease(Release(of: takeover, after: nil)).steps
    let flags = ["-q", "-c", "/etc/x.conf"]
    #expect(steps.contains { $0.action == Self.start(on: .hn0, flags) })
    let again = [
      Action.configureClient(Self.copy(of: .hn0)), Self.start(on: .lagg0, ["-q", "-c", "/run/x"]),
    ]
    #expect(steps.contains { $0.undo == again })
  }

  @Test("the scripts start a client without anything")
  func compat() throws {
    var takeover = try Self.dynamic.takeover(compat: "current")
    takeover.network.clientConfigurations = [Self.copy(of: .hn0)]
    #expect(try Self.clientSteps(takeover).map(\.action) == [Self.start(on: .lagg0, [])])
  }
}
