import Failover

/// A network on which plans are carried out, without a platform and without commands.
///
/// It refuses what a kernel would refuse, and loses what a kernel would lose. A plan in the wrong
/// order has a wrong result.
package struct SimulatedNetwork: Hashable, Sendable {
  /// The kernel whose rules apply.
  package enum Kernel: Hashable, Sendable, CaseIterable {
    /// lagg(4). A port may be up and configured. It loses its IPv6 addresses when it joins, if IPv6
    /// is enabled and it has a link-local address. A lagg that comes up brings its ports up; one
    /// that is destroyed sets them down.
    case lagg
    /// bonding. A member that is up is refused. An interface that is down has no routes and no
    /// IPv6.
    case bonding
  }

  /// The error for an action that was refused.
  package struct Refused: Error, Hashable, Sendable {
    /// The action.
    package var action: Action
    /// The reason.
    package var reason: String

    /// The error for `action`.
    package init(_ action: Action, because reason: String) {
      self.action = action
      self.reason = reason
    }
  }

  /// The present state.
  package var state: NetworkState
  /// The kernel whose rules apply.
  package let kernel: Kernel
  /// The lease of a client that the plan waits for; nil if there is none.
  package var lease: Lease?
  /// The NIC to which the host sends while its VF is down; nil if the host sends to both.
  package var synthetic: InterfaceName? { didSet { settleDataPath() } }
  /// The addresses in the order in which they were added. A network is reached by the interface
  /// that had an address in it first.
  var held: [Held] = []

  /// The members of each bridge.
  package var bridges: [InterfaceName: [InterfaceName]] = [:]

  /// An address of an interface.
  struct Held: Hashable {
    var name: InterfaceName
    var entry: InterfaceAddress
  }

  /// A lease of a DHCP server.
  package struct Lease: Hashable, Sendable {
    /// The address.
    package var address: InterfaceAddress
    /// The gateway of the default route.
    package var router: IPAddress

    /// A lease of `address` with a default route to `router`.
    package init(_ address: InterfaceAddress, router: IPAddress) {
      self.address = address
      self.router = router
    }
  }

  /// A network in this state.
  package init(_ state: NetworkState, kernel: Kernel, lease: Lease? = nil) {
    self.state = state
    self.kernel = kernel
    self.lease = lease
    settleDataPath()
  }

  /// Carries out the steps. Throws if a step is refused that must not fail.
  package mutating func run(_ steps: some Sequence<Step>) throws(Refused) {
    for step in steps {
      do throws(Refused) {
        try apply(step.action)
      } catch {
        guard step.failure == .goOn else { throw error }
      }
    }
  }

  /// Carries out the steps of a run that completes the work of another run. As the platforms do, it
  /// leaves out steps that are done already.
  package mutating func resume(_ steps: some Sequence<Step>) throws(Refused) {
    for step in steps where isNeeded(step.action) { try run([step]) }
  }

  /// Carries out actions that undo steps, and returns the ones that were refused. As the platforms
  /// do, it leaves out actions that are not needed.
  package mutating func takeBack(_ actions: [Action]) -> [Refused] {
    var refused: [Refused] = []
    for action in actions where isNeeded(action) {
      do throws(Refused) { try apply(action) } catch { refused.append(error) }
    }
    return refused
  }

  private func isNeeded(_ action: Action) -> Bool {
    switch action {
    case .createBond(let bond, _, _): state.interface(bond) == nil
    case .addMember(let member, let bond, let words):
      state.interface(bond)?.bond?.members.contains(member) != true || !hasAddresses(words, bond)
    case .destroyBond(let bond): state.interface(bond) != nil
    case .removeMember(let member, let bond):
      state.interface(bond)?.bond?.members.contains(member) == true
    case .startClient(_, let name, _, _, _): state.client(of: name) == nil
    case .setUp(let name, let isUp): state.interface(name)?.isUp != isUp
    case .formBond(let bond, let members, let words):
      !hasAddresses(words, bond) || state.interface(bond)?.isUp != true
        || !members.allSatisfy { state.interface(bond)?.bond?.members.contains($0) == true }
    case .addAlias(let name, let words), .configure(let name, let words):
      IfconfigArguments(words).addresses.isEmpty || !hasAddresses(words, name)
    case .removeAddresses(let addresses, let name):
      addresses.contains { state.interface(name)?.addresses.contains($0) == true }
    case .joinGroup(let name, let place): bridges[place.group]?.contains(name) != true
    case .leaveGroup(let name, let place): bridges[place.group]?.contains(name) == true
    case .returnRoutes, .redirectRoutes: false
    default: true
    }
  }

  private func hasAddresses(_ words: [String], _ name: InterfaceName) -> Bool {
    let present = state.interface(name)?.addresses.map(\.address.withoutZone) ?? []
    return IfconfigArguments(words).addresses.allSatisfy { present.contains($0.address) }
  }

  /// The state in a form that can be compared: without the order of addresses and routes, process
  /// numbers, and values from router advertisements, which return by themselves. A VF that was set
  /// down, so that the host sends to the synthetic NIC, equals one that is up.
  package var settled: NetworkState {
    var copy = state
    for index in copy.interfaces.indices {
      copy.interfaces[index].addresses.removeAll(where: \.isAutoconfigured)
      copy.interfaces[index].addresses.sort { "\($0)" < "\($1)" }
      copy.interfaces[index].hasCarrier = nil
      if kernel == .lagg { copy.interfaces[index].bond?.members.sort { $0.text < $1.text } }
      if kernel == .lagg, copy.interfaces[index].name == copy.vf {
        copy.interfaces[index].isUp = false
      }
    }
    copy.interfaces.sort { $0.name.text < $1.name.text }
    copy.routes.sort { ($0.family.rawValue, $0.destination) < ($1.family.rawValue, $1.destination) }
    for index in copy.clients.indices {
      copy.clients[index].process = 0
      copy.clients[index].pidFile = ""
    }
    copy.rules.sort { $0.priority < $1.priority }
    for name in copy.linkSettings.keys where copy.linkSettings[name]?.isEmpty == true {
      copy.linkSettings[name] = nil
    }
    copy.clients.sort { $0.interface.text < $1.interface.text }
    return copy
  }
}
