import Failover

extension Linux {
  /// Returns the effects, such as commands and writes to files, that carry out `action`, in order.
  /// Empty if Linux needs none for it.
  package func effects(of action: Action) -> [Effect] {
    switch action {
    case .createBond(let bond, let address, let interval): [create(bond, address, interval)]
    case .destroyBond(let bond): [ip("link", "delete", "dev", bond.text)]
    case .formBond(let bond, let members, _): members.flatMap { join($0, bond) }
    case .addMember(let member, let bond, _): join(member, bond)
    case .removeMember(let member, _): [ip("link", "set", "dev", member.text, "nomaster")]
    // The file `primary` in sysfs accepts the name of a member that does not exist yet, and keeps
    // it when the member has left.
    case .setPrimary(let member, let bond):
      [.write(member.text, to: "\(Self.net)/\(bond)/bonding/primary")]
    case .awaitActive(let member, let bond):
      [
        .waitUntil(
          path: "\(Self.net)/\(bond)/bonding/active_slave", reads: member.text, atMost: .seconds(5))
      ]
    case .receiveOnAllMembers(let bond, let isOn):
      [.write(isOn ? "1" : "0", to: "\(Self.net)/\(bond)/bonding/all_slaves_active")]
    case .announceAddress(let name): [.broadcast(from: name)]
    case .awaitCarrier(let bond):
      [.waitUntil(path: "\(Self.net)/\(bond)/carrier", reads: "1", atMost: .seconds(5))]

    case .joinGroup(let name, let place):
      [ip("link", "set", "dev", name.text, "master", place.group.text)]
    case .leaveGroup(let name, _): [ip("link", "set", "dev", name.text, "nomaster")]

    case .setUp(let name, let isUp): [up(name, isUp)]
    case .disableDuplicateAddressDetection(let name): [ipv6("accept_dad", "0", of: name)]
    case .enableDuplicateAddressDetection(let name): [ipv6("accept_dad", "1", of: name)]
    case .setRouterAdvertisements(let name, let accepts, let bringUp):
      [ipv6("accept_ra", accepts ? Self.acceptAdvertisements : "0", of: name)]
        + (bringUp ? [up(name, true)] : [])
    case .setIPv6(let name, let isOn, let bringUp):
      [ipv6("disable_ipv6", isOn ? "0" : "1", of: name)] + (bringUp ? [up(name, true)] : [])
    case .solicitRouters(let name, let program, let options):
      [.run(Command(program, options + [name.text]))]
    case .setMTU(let name, let size): [.write(String(size), to: "\(Self.net)/\(name)/mtu")]
    case .setHardwareAddress(let name, let address):
      [ip("link", "set", "dev", name.text, "address", "\(address)")]
    case .moveResolver(let link, let name): move(link, to: name)
    case .applySettings(let settings, let name): giving(settings, to: name)
    case .addRules(let rules): changing(rules, "add")
    case .removeRules(let rules): changing(rules, "delete")
    case .moveTunnel(let tunnel, let name): moving(tunnel, to: name)
    // An empty write would change nothing.
    case .setNote(let name, let text):
      [.write(text.isEmpty ? "\n" : text, to: "\(Self.net)/\(name)/ifalias")]

    case .configure(let name, let words): translation(of: words, on: name)
    case .addAlias(let name, let words): translation(of: words + ["alias"], on: name)
    case .removeAlias(let name, let words): translation(of: words + ["-alias"], on: name)
    case .addAddresses(let addresses, let name): addresses.map { ip(adding($0, to: name)) }
    case .removeAddresses(let addresses, let name): addresses.map { ip(removing($0, from: name)) }
    case .removeEveryAddress(let family, let name, _):
      [ip(family == .inet ? "-4" : "-6", "address", "flush", "dev", name.text)]
    // Needed for lagg(4) only: on Linux, addresses and routes move in one command.
    case .returnRoutes, .redirectRoutes, .settleRoutes, .removeOutdated: []
    case .addRoutes(let routes): inOrder(routes).map { ip(replacing($0)) }
    case .removeRoutes(let routes): routes.map { ip(removing($0)) }
    // The preassigned routes become active at once, before the kernel reports the carrier.
    case .move(let transfer):
      (transfer.replacesPreassigned ? [setWaiting("0", of: transfer.to)] : []) + [
        .run(move(transfer))
      ]
    case .prepare(let transfer): [.prepare(move(transfer))]
    case .preassign(let transfer):
      [setWaiting("1", of: transfer.to), .run(preassign(transfer))]

    // Each client keeps its lease at SIGTERM, which `dhcpcd -x` sends too.
    case .stopClient(let client):
      [.terminate(client)]
        + (client.program.isSlowToEnd ? [.awaitExit(of: client, atMost: .seconds(2))] : [])
    case .endClient: []
    case .copyLease(let client, let name):
      [client.program.copyLease(of: client, to: name)].compactMap { $0 }
    case .configureClient(let copy): [.makeFile(copy.path, text: copy.text)]
    case .startClient(let program, let name, let waits, let path, let arguments):
      [.run(program.start(on: name, waits: waits, at: path, with: arguments))]

    case .command(let command): [.run(command)]
    case .wait(let duration): [.wait(duration)]
    case .schedule(let program, let vf, let delay, let ticket):
      [.detach(Command(program, [vf.text, delay]).retrying(ticket))]
    case .takeOver(let name, let program): [.detach(Command(program, [name.text]))]
    // A master with the hardware address of the VF can only be its synthetic NIC.
    case .awaitMaster(let vf, let address):
      [
        .waitUntil(
          path: "\(Self.net)/\(vf)/master/address", reads: "\(address)", atMost: .seconds(10))
      ]
    case .announce(let name): [.write(Self.announcement, to: "\(Self.net)/\(name)/uevent")]
    }
  }

  /// Returns the effect that creates the bond with the given hardware address, if any, and brings
  /// it up. The interval is that of `miimon`. The bond has no carrier before a member joins.
  ///
  /// Without an address of its own, the bond would get a new one from systemd (MACAddressPolicy).
  /// Bonding would give that address to both members, and no switch would know it.
  private func create(
    _ bond: InterfaceName, _ address: HardwareAddress?, _ interval: Duration
  ) -> Effect {
    ip(
      ["link", "add", bond.text, "up"] + (address.map { ["address", "\($0)"] } ?? [])
        + ["type", "bond", "mode", "active-backup", "miimon", String(interval.milliseconds)])
  }

  /// Returns the effects that set `member` down and add it to `bond`. Bonding refuses a member that
  /// is up, and brings the new member up itself.
  ///
  /// The effects write files of sysfs: starting ip(8) would take time in which the host may already
  /// send to the VF.
  private func join(_ member: InterfaceName, _ bond: InterfaceName) -> [Effect] {
    [
      .write(Self.downFlags, to: "\(Self.net)/\(member)/flags"),
      .write("+\(member)", to: "\(Self.net)/\(bond)/bonding/slaves"),
    ]
  }

  /// The text that sets an Ethernet NIC down when written to its file `flags` in sysfs:
  /// IFF_BROADCAST and IFF_MULTICAST without IFF_UP (include/uapi/linux/if.h). The kernel keeps the
  /// flags that an administrator cannot set.
  private static let downFlags = "0x1002"

  private func up(_ name: InterfaceName, _ isUp: Bool) -> Effect {
    ip("link", "set", "dev", name.text, isUp ? "up" : "down")
  }

  private func ipv6(_ setting: String, _ value: String, of name: InterfaceName) -> Effect {
    .write(value, to: Self.ipv6(setting, of: name))
  }

  private func setWaiting(_ value: String, of name: InterfaceName) -> Effect {
    .write(value, to: Self.ignoreLinkdownPath(of: name.text))
  }

  private func ip(_ words: String...) -> Effect { ip(words) }

  private func ip(_ words: [String]) -> Effect { .run(Command(Self.ip, words)) }

  /// Returns the effects that give the name servers and domains of `link` in systemd-resolved to
  /// the interface `name`, by resolvectl(1). Empty if `link` has neither.
  private func move(_ link: ResolverLink, to name: InterfaceName) -> [Effect] {
    [("dns", link.servers), ("domain", link.domains)].filter { !$0.1.isEmpty }
      .map { .run(Command(Self.resolvectl, [$0.0, name.text] + $0.1)) }
  }

  /// Returns the effects that do on the interface `name` what `words` of ifconfig(8) say.
  ///
  /// The words were checked before the first step. If one of them has no equivalent on Linux
  /// nevertheless, the result is an effect that fails: ip(8) with `ifconfig` as its object.
  private func translation(of words: [String], on name: InterfaceName) -> [Effect] {
    do throws(UntranslatableWord) {
      let translated = try IfconfigWords(words, on: name)
      return translated.effects + translated.offloads.map { .run($0) }
    } catch {
      return [ip(["ifconfig", name.text] + words)]
    }
  }

  /// The text that makes the kernel send a synthetic event for an interface, when written to the
  /// file `uevent` of the interface. In udev rules the event has
  /// `ENV{SYNTH_ARG_HYPERVNICVF}=="VFUP"`.
  ///
  /// The kernel requires a UUID and passes it on (Documentation/ABI/testing/sysfs-uevent). This
  /// UUID only identifies the sender: version 5, made of the DNS name `hyperv_vfup`.
  static let announcement = "change b95f96d5-9da6-5153-887e-455ef443d75e HYPERVNICVF=VFUP"
}
