/// The takeover in compatibility mode: the commands of FreeBSD's scripts, in the same order. Like
/// the scripts, it undoes nothing if a command fails.
///
/// Both NICs join the lagg, then the addresses of the synthetic NIC are removed, then the lagg gets
/// the configuration of rc.conf.
struct ScriptTakeover {
  let takeover: Takeover
  let vf: InterfaceName

  init(_ takeover: Takeover, vf: InterfaceName) {
    self.takeover = takeover
    self.vf = vf
  }

  var steps: [Step] {
    create + rejectAdvertisements + form + disableIPv6 + silenceDAD + stopClient + removeAddresses
      + takeover.afterJoining(ScriptConfiguration(takeover, rules).steps)
  }

  /// For each kind of command, what FreeBSD's scripts do if the command fails: stop, or continue.
  private var rules: ScriptFailures { ScriptFailures(takeover) }
  private var bond: InterfaceName { takeover.bond }
  private var synthetic: InterfaceName { takeover.synthetic }
  private var nic: Interface { takeover.nic }

  /// True if the takeover has steps for IPv6: the kernel supports IPv6, and the imitated scripts
  /// are today's. Those of 2017 did not know IPv6.
  private var movesIPv6: Bool {
    takeover.network.hasIPv6 && takeover.compatibility != .scripts2017
  }

  private var create: [Step] {
    guard takeover.network.interface(bond) == nil else { return [] }
    return [
      Step(
        .createBond(
          bond, nic.hardwareAddress, monitoring: takeover.settings.general.monitoring),
        because: bond + " is missing", onFailure: .stop(1, saying: "\(bond) creation failed"))
    ]
  }

  private var rejectAdvertisements: [Step] {
    guard movesIPv6 else { return [] }
    return [
      Step(
        .setRouterAdvertisements(synthetic, false, bringUp: false),
        because: "only " + bond + " is to accept router advertisements", onFailure: rules.atIPv6)
    ]
  }

  private var form: [Step] {
    let present = takeover.network.interface(bond)?.bond?.members ?? []
    let missing = [synthetic, vf].filter { !present.contains($0) }
    guard !missing.isEmpty else { return [] }
    return [
      Step(
        .formBond(bond, members: missing),
        because: synthetic + " and " + vf + " become members of " + bond, onFailure: rules.atMembers
      )
    ]
  }

  private var disableIPv6: [Step] {
    guard movesIPv6 else { return [] }
    return [
      Step(
        .setIPv6(synthetic, false, bringUp: false),
        because: "a member of " + bond + " needs no IPv6 of its own", onFailure: rules.atIPv6),
      Step(
        .removeEveryAddress(
          .inet6, from: synthetic,
          expected: nic.addresses(.inet6).filter { !nic.addressesLostByJoining.contains($0) }),
        because: synthetic + " and " + bond + " must not have the same addresses",
        onFailure: rules.atIPv6),
    ]
  }

  private var silenceDAD: [Step] {
    guard takeover.network.hasIPv6 || takeover.compatibility == .scripts2017 else { return [] }
    return [
      Step(
        .disableDuplicateAddressDetection(bond),
        because: "this guest had the addresses of " + bond + " before", onFailure: .goOn)
    ]
  }

  private var stopClient: [Step] {
    takeover.network.clients.filter { $0.interface == synthetic }.map { client in
      Step(
        .stopClient(client), because: "two DHCP clients would change the same address",
        onFailure: rules.ignored)
    }
  }

  /// The steps that remove the IPv4 addresses of the synthetic NIC: first each alias in rc.conf,
  /// which may fail if the NIC does not have it; then all other addresses. The scripts themselves
  /// remove addresses until a removal fails, and so may never end since FreeBSD 14.
  private var removeAddresses: [Step] {
    var left = nic.addresses(.inet)
    var steps: [Step] = takeover.settings.aliasesToRemove.map { words in
      left.removeAll {
        $0.address == words.dropFirst().first.flatMap(InterfaceAddress.init(_:))?.address
      }
      return Step(
        .removeAlias(synthetic, words: words), because: bond + " gets the aliases of " + synthetic,
        onFailure: .goOn)
    }
    steps.append(
      Step(
        .removeEveryAddress(.inet, from: synthetic, expected: left),
        because: bond + " gets the addresses of " + synthetic, deviation: .endlessLoop,
        onFailure: rules.ignored))
    return steps
  }
}

extension Interface {
  /// The IPv6 addresses that this interface loses when it joins a lagg. If IPv6 is enabled and one
  /// of them is link-local, FreeBSD removes all (in6_ifdetach in lagg_port_create); else none.
  var addressesLostByJoining: [InterfaceAddress] {
    let addresses = addresses(.inet6)
    guard !isIPv6Disabled, addresses.contains(where: { $0.address.isLinkLocal }) else { return [] }
    return addresses
  }
}

/// What FreeBSD's scripts do if a command fails. They stop at a few commands and ignore the failure
/// of others. Each property is for one kind of command.
struct ScriptFailures {
  private let compatibility: Compatibility
  private let hasIPv6: Bool

  init(_ takeover: Takeover) {
    compatibility = takeover.compatibility
    hasIPv6 = takeover.network.hasIPv6
  }

  /// For commands that only today's scripts have, those for IPv6: if one fails, the script stops
  /// with exit status 1 and prints nothing.
  var atIPv6: Step.Failure { .stop(1, saying: nil) }

  /// For the command that adds the ports: if it fails, today's scripts stop. Those of 2017 continue
  /// and remove the addresses of the synthetic NIC.
  var atMembers: Step.Failure { compatibility == .scripts2017 ? .goOn : atIPv6 }

  /// For commands whose failure the scripts ignore, such as removing an address: the script
  /// continues.
  var ignored: Step.Failure { .goOn }

  /// For the command that configures IPv4 on the lagg, ifconfig(8) or dhclient(8). If it fails, its
  /// exit status becomes that of the script. But if commands for IPv6 follow, the failure is
  /// ignored.
  var atConfiguration: Step.Failure {
    compatibility == .scriptsCurrent && hasIPv6 ? .goOn : .report
  }
}
