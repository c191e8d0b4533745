import Failover

extension FreeBSD {
  /// The effects, mostly commands of ifconfig(8) and route(8), that carry out `action`, in order.
  /// Empty if FreeBSD needs none.
  package func effects(of action: Action) -> [Effect] {
    switch action {
    case .createBond(let bond, _, _): [ifconfig(bond, "create")]
    case .destroyBond(let bond): [ifconfig(bond, "destroy")]
    case .formBond(_, let members, let words) where members.isEmpty && words.isEmpty: []
    // The family must be the first word. Addresses are set after the ports.
    case .formBond(let bond, let members, let words):
      [
        ifconfig(
          bond, words + ["laggproto", "failover"] + members.flatMap { ["laggport", $0.text] })
      ]
    case .addMember(let member, let bond, let words):
      [ifconfig(bond, words + ["laggport", member.text])]
    case .removeMember(let member, let bond): [ifconfig(bond, "-laggport", member.text)]
    // The first port is the primary. A lagg works as soon as one port does, and adding an address
    // announces it on the link (arp_ifinit).
    case .setPrimary, .receiveOnAllMembers, .awaitActive, .awaitCarrier, .announceAddress: []

    case .joinGroup(let name, let place):
      [
        ifconfig(
          place.group, ["addm", name.text] + place.options.flatMap { [$0, name.text] })
      ]
    case .leaveGroup(let name, let place): [ifconfig(place.group, "deletem", name.text)]

    case .setUp(let name, let isUp): [ifconfig(name, isUp ? "up" : "down")]
    case .disableDuplicateAddressDetection(let name): [ifconfig(name, "inet6", "no_dad")]
    case .enableDuplicateAddressDetection(let name): [ifconfig(name, "inet6", "-no_dad")]
    case .setRouterAdvertisements(let name, let accepts, let bringUp):
      [ifconfig(name, ["inet6", accepts ? "accept_rtadv" : "-accept_rtadv"] + up(bringUp))]
    case .setIPv6(let name, let isOn, let bringUp):
      [ifconfig(name, ["inet6", isOn ? "-ifdisabled" : "ifdisabled"] + up(bringUp))]
    case .solicitRouters(let name, let program, let options):
      [.run(Command(program, options + [name.text]))]
    case .setMTU(let name, let size): [ifconfig(name, "mtu", String(size))]
    case .setHardwareAddress(let name, let address):
      [ifconfig(name, "lladdr", "\(address)")]
    case .setNote(let name, let text): [ifconfig(name, "description", text)]

    case .configure(let name, let words): [ifconfig(name, words)]
    case .addAlias(let name, let words): [ifconfig(name, words + ["alias"])]
    case .removeAlias(let name, let words): [ifconfig(name, words + ["-alias"])]
    case .addAddresses(let addresses, let name):
      addresses.map { ifconfig(name, words(for: $0, on: name) + ["alias"]) }
    case .removeAddresses(let addresses, let name), .removeEveryAddress(_, let name, let addresses),
      .removeOutdated(_, let name, _, let addresses):
      addresses.map { ifconfig(name, removal(of: $0)) }
    case .addRoutes(let routes), .returnRoutes(let routes): routes.map { route($0, "add") }
    case .redirectRoutes(let routes):
      routes.map { route($0, "change", ["-ifp", $0.interface.text]) }
    case .settleRoutes(let settlement):
      settlement.stale.map { route($0, "delete") } + settlement.missing.map { route($0, "add") }
    case .removeRoutes(let routes): routes.map { route($0, "delete") }
    case .move(let transfer):
      effects(of: .removeAddresses(transfer.removed, from: transfer.from))
        + effects(of: .addAddresses(transfer.added, to: transfer.to))
        + transfer.vlans.flatMap { move($0, to: transfer.to) }
        + effects(of: .addRoutes(transfer.routes))

    // FreeBSD has one resolver configuration for all interfaces.
    case .copyLease(let client, let new):
      client.program.copyLease(of: client, to: new).map { [$0] } ?? []
    // Only on Linux.
    case .applySettings, .addRules, .removeRules, .moveTunnel: []
    case .prepare, .preassign, .moveResolver: []
    case .stopClient(let client): [.terminate(client)]
    case .endClient: []
    case .configureClient(let copy): [.makeFile(copy.path, text: copy.text)]
    case .startClient(_, let name, let waits, _, let arguments):
      [
        .run(
          Command(
            Self.dhclient, (waits ? [] : ["-b"]) + arguments + [name.text],
            patience: waits ? .lease : .standard))
      ]

    case .command(let command): [.run(command)]
    case .wait(let duration): [.wait(duration)]
    case .schedule(let program, let vf, let delay, let ticket):
      [.run(Command(Self.daemon, ["-f", program, vf.text, delay]).retrying(ticket))]
    // The kernel sends HYPERV_NIC_VF/VF_UP itself once the VF is up.
    case .announce, .awaitMaster, .takeOver: []
    }
  }

  private func ifconfig(_ name: InterfaceName, _ words: String...) -> Effect {
    ifconfig(name, words)
  }

  private func ifconfig(_ name: InterfaceName, _ words: [String]) -> Effect {
    .run(Command(Self.ifconfig, [name.text] + words))
  }

  /// The effects that move `vlan` to the interface `parent`, or create it there if it does not
  /// exist. vlan(4) accepts a new parent only after the old one is removed. The removal sets the
  /// VLAN down and changes its MTU, which is then set again; the addresses stay.
  private func move(_ vlan: VLAN, to parent: InterfaceName) -> [Effect] {
    let found = vlan.interface
    // Tag and protocol must be on the same command as the parent; the priority needs a parent.
    let attach = vlan.words.prefix { $0 != "vlanpcp" } + ["vlandev", parent.text]
    let end =
      vlan.words.drop { $0 != "vlanpcp" } + ["mtu", String(found.mtu)]
      + [found.isUp ? "up" : "down"]
    switch vlan.place {
    case .onOldParent:
      return [ifconfig(found.name, "-vlandev"), ifconfig(found.name, Array(attach + end))]
    case .onNewParent: return [ifconfig(found.name, Array(end))]
    case .detached:
      return [ifconfig(found.name, Array(["create"] + attach))]
        + effects(of: .addAddresses(found.addresses, to: found.name))
        + [ifconfig(found.name, Array(end))]
    }
  }

  private func up(_ bringUp: Bool) -> [String] { bringUp ? ["up"] : [] }

  /// The words of ifconfig(8) for the address `entry` on the interface `name`:
  /// `inet 192.0.2.50/24`. The broadcast address is added only if it is not the last address of the
  /// network. The zone of a link-local address becomes `name`: `fe80::1%lagg0`.
  private func words(for entry: InterfaceAddress, on name: InterfaceName) -> [String] {
    var address = entry.address
    if address.zone != nil { address.zone = name.text }
    switch entry.family {
    case .inet6: return ["inet6", "\(address)", "prefixlen", String(entry.prefixLength)]
    case .inet:
      let usual = entry.broadcast == nil || entry.broadcast == entry.lastOfNetwork
      let broadcast = usual ? [] : ["broadcast", entry.broadcast.map { "\($0)" } ?? ""]
      return ["inet", "\(entry)"] + broadcast
    }
  }

  /// The words of ifconfig(8) that remove the address `entry`, as network.subr writes them:
  /// `inet 192.0.2.50 delete`. An IPv6 address has no zone in them, since the kernel takes the zone
  /// from the interface.
  private func removal(of entry: InterfaceAddress) -> [String] {
    switch entry.family {
    case .inet: ["inet", "\(entry.address)", "delete"]
    case .inet6: ["inet6", "\(entry.address.withoutZone)", "-alias"]
    }
  }

  private func route(_ route: Route, _ verb: String, _ more: [String] = []) -> Effect {
    let kind: [String] =
      if route.destination == "default" {
        []
      } else {
        [route.destination.contains("/") ? "-net" : "-host"]
      }
    let hop = route.gateway.map { ["\($0)"] } ?? ["-iface", route.interface.text]
    return .run(
      Command(
        Self.route,
        ["-n", verb, route.family == .inet ? "-inet" : "-inet6"] + kind + [route.destination] + hop
          + more + route.attributes))
  }
}
