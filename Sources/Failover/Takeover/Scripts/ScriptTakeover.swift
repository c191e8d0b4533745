/// The takeover in compatibility mode, in the order of the scripts. Nothing is undone, as in the
/// scripts.
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

  /// What a failed command means in the version of the scripts that is imitated.
  private var rules: ScriptFailures { ScriptFailures(takeover) }
  private var bond: InterfaceName { takeover.bond }
  private var synthetic: InterfaceName { takeover.synthetic }
  private var nic: Interface { takeover.nic }

  /// True if the IPv6 steps apply: the scripts support IPv6, and the kernel does.
  private var movesIPv6: Bool {
    takeover.network.hasIPv6 && takeover.compatibility != .scripts2017
  }

  private var create: [Step] {
    guard takeover.network.interface(bond) == nil else { return [] }
    return [
      Step(
        .createBond(
          bond, nic.hardwareAddress, monitoring: takeover.settings.general.monitoring),
        because: "\(bond) is missing", onFailure: .stop(1, saying: "\(bond) creation failed"))
    ]
  }

  private var rejectAdvertisements: [Step] {
    guard movesIPv6 else { return [] }
    return [
      Step(
        .setRouterAdvertisements(synthetic, false, bringUp: false),
        because: "\(bond) answers to the routers from now on", onFailure: rules.beforeMembers)
    ]
  }

  private var form: [Step] {
    let present = takeover.network.interface(bond)?.bond?.members ?? []
    let missing = [synthetic, vf].filter { !present.contains($0) }
    guard !missing.isEmpty else { return [] }
    return [
      Step(
        .formBond(bond, members: missing), because: "\(synthetic) and \(vf) are one NIC",
        onFailure: rules.atMembers)
    ]
  }

  private var disableIPv6: [Step] {
    guard movesIPv6 else { return [] }
    return [
      Step(
        .setIPv6(synthetic, false, bringUp: false), because: "a port has no IPv6 of its own",
        onFailure: rules.beforeMembers),
      Step(
        .removeEveryAddress(
          .inet6, from: synthetic,
          expected: nic.addresses(.inet6).filter { !nic.addressesLostByJoining.contains($0) }),
        because: "it would answer beside \(bond)", onFailure: rules.beforeMembers),
    ]
  }

  private var silenceDAD: [Step] {
    guard takeover.network.hasIPv6 || takeover.compatibility == .scripts2017 else { return [] }
    return [
      Step(
        .disableDuplicateAddressDetection(bond),
        because: "its addresses were this guest's already", onFailure: .goOn)
    ]
  }

  private var stopClient: [Step] {
    takeover.network.clients.filter { $0.interface == synthetic }.map { client in
      Step(
        .stopClient(client), because: "it would fight the one of \(bond)",
        onFailure: rules.atAddresses)
    }
  }

  /// The steps that remove addresses: first the aliases of rc.conf, which may fail if they do not
  /// exist, then the others. The scripts loop until a removal fails, which never happens on current
  /// releases.
  private var removeAddresses: [Step] {
    var left = nic.addresses(.inet)
    var steps: [Step] = takeover.settings.aliasesToRemove.map { words in
      left.removeAll {
        $0.address == words.dropFirst().first.flatMap(InterfaceAddress.init(_:))?.address
      }
      return Step(
        .removeAlias(synthetic, words: words), because: "aliases go first", onFailure: .goOn)
    }
    steps.append(
      Step(
        .removeEveryAddress(.inet, from: synthetic, expected: left),
        because: "\(bond) takes the addresses over", deviation: .endlessLoop,
        onFailure: rules.atAddresses))
    return steps
  }
}

extension Interface {
  /// The IPv6 addresses that lagg(4) removes from a port that joins: all of them, if IPv6 is
  /// enabled and there is a link-local one (in6_ifdetach in lagg_port_create).
  var addressesLostByJoining: [InterfaceAddress] {
    let addresses = addresses(.inet6)
    guard !isIPv6Disabled, addresses.contains(where: { $0.address.isLinkLocal }) else { return [] }
    return addresses
  }
}

/// What a failed command means in the scripts. They stop at a few commands and ignore the failure
/// of others.
struct ScriptFailures {
  private let compatibility: Compatibility
  private let hasIPv6: Bool

  init(_ takeover: Takeover) {
    compatibility = takeover.compatibility
    hasIPv6 = takeover.network.hasIPv6
  }

  /// After a failed command that only today's scripts have, such as those before the ports are
  /// added: the scripts stop with status 1.
  var beforeMembers: Step.Failure { .stop(1, saying: nil) }

  /// After a failure to add the ports: today's scripts stop. Those of 2017 continue and remove the
  /// addresses of the synthetic NIC.
  var atMembers: Step.Failure { compatibility == .scripts2017 ? .goOn : beforeMembers }

  /// After a failure to remove an address: the scripts continue.
  var atAddresses: Step.Failure { .goOn }

  /// After a failure of the last command for IPv4: its status becomes the status of the script,
  /// unless commands for IPv6 come after it.
  var atConfiguration: Step.Failure {
    compatibility == .scriptsCurrent && hasIPv6 ? .goOn : .report
  }
}
