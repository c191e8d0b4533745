import Failover
import RCConf
import TestSupport
import Testing

/// A machine before a takeover, and what its bond must have afterwards.
struct Situation: Sendable, CustomTestStringConvertible {
  var name: String
  /// The text of /etc/rc.conf.
  var rcConf = ""
  /// Addresses of the synthetic NIC.
  var addresses: [String] = []
  /// `destination gateway`, through the synthetic NIC.
  var routes: [String] = []
  /// IPv6 is on, with the link-local address of the hardware address.
  var isIPv6On = false
  var acceptsRouterAdvertisements = false
  var hasIPv6 = true
  /// The VF is up before: on FreeBSD the synthetic NIC is cut off then.
  var isVFUp = true
  /// A client runs for the synthetic NIC.
  var hasClient = false
  /// The same of the VF: its addresses, routes and client.
  var vfAddresses: [String] = []
  var vfRoutes: [String] = []
  var vfHasClient = false
  /// The synthetic NIC is in a bridge, and its place is to be the bond's.
  var isBridged = false
  /// The synthetic NIC has rules, neighbours for good, a setting of the kernel and a tunnel.
  var hasSettings = false
  /// The bond that is there already, with these members.
  var members: [InterfaceName]?
  /// The order that it makes sense in; nil: both.
  var order: Takeover.Order? = .lagg

  /// What the bond has afterwards, link-local addresses aside.
  var wanted: [String] = []
  var wantedRoutes: [String] = []
  var wantsClient = false

  init(_ name: String) { self.name = name }

  var testDescription: String { name }

  func with(_ change: (inout Situation) -> Void) -> Situation {
    var copy = self
    change(&copy)
    return copy
  }

  static let linkLocal = "fe80::215:5dff:fe4a:b01%hn0/64"

  func start(_ kernel: SimulatedNetwork.Kernel) -> SimulatedNetwork {
    var state = NetworkState()
    state.vf = .vf
    state.hasIPv6 = hasIPv6
    state.routerSolicitor = "/sbin/rtsol"
    state.interfaces = [nic, virtualFunction(kernel)]
    state.routes =
      routes.map { Self.route($0, through: .hn0) } + vfRoutes.map { Self.route($0, through: .vf) }
    let clients = (hasClient ? [InterfaceName.hn0] : []) + (vfHasClient ? [.vf] : [])
    state.clients = clients.map {
      DHCPClient(of: $0, program: program(kernel), process: $0 == .hn0 ? 77 : 78, pidFile: "")
    }
    if isBridged { state.membership = Membership(of: .bridge0) }
    if hasSettings { addSettings(to: &state) }
    var network = SimulatedNetwork(
      state, kernel: kernel,
      lease: SimulatedNetwork.Lease(
        sure(InterfaceAddress("192.0.2.50/24")), router: sure(IPAddress("192.0.2.1"))))
    if isBridged { network.bridges = [.bridge0: [.hn0]] }
    addBond(to: &network)
    if kernel == .lagg { network.synthetic = .hn0 }
    return network
  }

  static let tunnel = sure(InterfaceName("vx0"))

  private func addSettings(to state: inout NetworkState) {
    state.rules =
      Self.rules(.hn0) + [PolicyRule(.inet, priority: 12, ["from", "all", "iif", "mlxen0"])]
    var settings = LinkSettings()
    let far = sure(HardwareAddress("02:00:00:00:00:09"))
    settings.neighbors = [Neighbor(sure(IPAddress("192.0.2.9")), at: far)]
    settings.proxied = [sure(IPAddress("192.0.2.77"))]
    settings.kernel = [KernelSetting("/proc/sys/net/ipv4/conf", "rp_filter", "2")]
    state.linkSettings = [.hn0: settings]
    state.tunnels = [Tunnel(Self.tunnel, kind: "vxlan", over: .hn0)]
  }

  /// The rules that are about `name`.
  static func rules(_ name: InterfaceName) -> [PolicyRule] {
    [(10, AddressFamily.inet, "iif"), (11, .inet6, "oif")].map {
      PolicyRule($0.1, priority: $0.0, ["from", "all", $0.2, name.text, "lookup", "200"])
    }
  }

  private var nic: Interface {
    var nic = Interface(.hn0)
    nic.isUp = true
    nic.hardwareAddress = HardwareAddress("00:15:5d:4a:0b:01")
    nic.isIPv6Disabled = !isIPv6On
    nic.acceptsRouterAdvertisements = acceptsRouterAdvertisements
    nic.addresses = (addresses + (isIPv6On ? [Self.linkLocal] : [])).map { text in
      var address = sure(InterfaceAddress(text.replacing(" autoconf", with: "")))
      address.isAutoconfigured = text.hasSuffix(" autoconf")
      return address
    }
    return nic
  }

  /// On FreeBSD something may have brought it up; on Linux joining does.
  private func virtualFunction(_ kernel: SimulatedNetwork.Kernel) -> Interface {
    var vf = Interface(.vf)
    vf.isUp = isVFUp && (kernel == .lagg || !vfAddresses.isEmpty)
    vf.hardwareAddress = HardwareAddress("00:15:5d:4a:0b:01")
    vf.isIPv6Disabled = !vfAddresses.contains { $0.contains(":") }
    let linkLocal = vf.isIPv6Disabled ? [] : ["fe80::215:5dff:fe4a:b01%mlxen0/64"]
    vf.addresses = (vfAddresses + linkLocal).map { sure(InterfaceAddress($0)) }
    return vf
  }

  /// The start as it is after an undo: a VF that had nothing but what the synthetic NIC has is set down,
  /// and has nothing.
  func undone(_ start: SimulatedNetwork) -> NetworkState {
    var state = start.settled
    let own = vfAddresses.filter { !addresses.contains($0) }
    guard !vfAddresses.isEmpty, own.isEmpty, hasClient || !vfHasClient else { return state }
    for index in state.interfaces.indices where state.interfaces[index].name == .vf {
      state.interfaces[index].addresses = []
    }
    state.clients.removeAll { $0.interface == .vf }
    return state
  }

  private func program(_ kernel: SimulatedNetwork.Kernel) -> DHCPClient.Program {
    kernel == .lagg ? .freebsd : .isc
  }

  private func addBond(to network: inout SimulatedNetwork) {
    guard let members else { return }
    let address = network.kernel == .bonding ? nic.hardwareAddress : nil
    let actions =
      [Action.createBond(.lagg0, address, monitoring: .milliseconds(100))]
      + members.map { Action.addMember($0, to: .lagg0) }
    for action in actions { #expect(throws: Never.self) { try network.apply(action) } }
  }

  static func route(_ text: String, through interface: InterfaceName) -> Route {
    let words = text.split(separator: " ").map(String.init)
    let gateway = sure(IPAddress(words[1]))
    return Route(to: words[0], family: gateway.family, via: gateway, through: interface)
  }

  func takeover(_ network: SimulatedNetwork) throws -> Takeover {
    let variables = variables(rcConf)
    let settings = try Settings(of: .hn0, in: variables)
    return Takeover(
      of: .hn0, by: .lagg0, settings: try settings.adopting(.vf, in: variables) ?? settings,
      network: network.state,
      order: network.kernel == .lagg ? .lagg : .bonding)
  }
}
