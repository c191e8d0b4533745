import Failover
import RCConf
import TestSupport
import Testing

/// A machine before a takeover, and the required state of its bond afterwards.
struct Situation: Sendable, CustomTestStringConvertible {
  var name: String
  /// The text of /etc/rc.conf.
  var rcConf = ""
  /// The addresses of the synthetic NIC.
  var addresses: [String] = []
  /// The routes through the synthetic NIC, each as `DESTINATION GATEWAY`.
  var routes: [String] = []
  /// True if IPv6 is enabled, with a link-local address from the hardware address.
  var isIPv6On = false
  var acceptsRouterAdvertisements = false
  var hasIPv6 = true
  /// True if the VF is up before. On FreeBSD, the synthetic NIC is cut off then.
  var isVFUp = true
  /// True if a client runs for the synthetic NIC.
  var hasClient = false
  /// The same for the VF: its addresses, its routes and its client.
  var vfAddresses: [String] = []
  var vfRoutes: [String] = []
  var vfHasClient = false
  /// True if the synthetic NIC is in a bridge, where the bond must replace it.
  var isBridged = false
  /// True if the synthetic NIC has routing rules, permanent neighbours, a kernel setting and a
  /// tunnel.
  var hasSettings = false
  /// The members of a bond that exists before; nil if there is no bond.
  var members: [InterfaceName]?
  /// The kind of takeover for which the situation is meant; nil for both.
  var order: Takeover.Order? = .lagg

  /// The addresses of the bond afterwards, without link-local ones.
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

  /// Returns the routing rules that name `name`.
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

  /// Returns the VF. On FreeBSD, a program may have brought it up; on Linux, joining the bond does.
  private func virtualFunction(_ kernel: SimulatedNetwork.Kernel) -> Interface {
    var vf = Interface(.vf)
    vf.isUp = isVFUp && (kernel == .lagg || !vfAddresses.isEmpty)
    vf.hardwareAddress = HardwareAddress("00:15:5d:4a:0b:01")
    vf.isIPv6Disabled = !vfAddresses.contains { $0.contains(":") }
    let linkLocal = vf.isIPv6Disabled ? [] : ["fe80::215:5dff:fe4a:b01%mlxen0/64"]
    vf.addresses = (vfAddresses + linkLocal).map { sure(InterfaceAddress($0)) }
    return vf
  }

  /// Returns the state after an undo. It equals the start, except that a VF which had only what the
  /// synthetic NIC has is down and has no configuration.
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
