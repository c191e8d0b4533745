/// The steps of a takeover in compatibility mode that configure the lagg from rc.conf, as FreeBSD's
/// scripts do: first IPv4, by DHCP or by words of ifconfig(8), then IPv6.
struct ScriptConfiguration {
  private let takeover: Takeover
  private let rules: ScriptFailures

  init(_ takeover: Takeover, _ rules: ScriptFailures) {
    self.takeover = takeover
    self.rules = rules
  }

  var steps: [Step] { (settings.usesDHCP ? lease : arguments) + ipv6 }

  private var settings: Settings { takeover.settings }
  private var bond: InterfaceName { takeover.bond }

  private var lease: [Step] {
    [
      Step(
        .setUp(bond, true), because: "the DHCP client needs " + bond + " up",
        onFailure: rules.ignored),
      Step(
        .startClient(.freebsd, on: bond, waits: settings.waitsForLease),
        because: "rc.conf asks for DHCP", onFailure: rules.atConfiguration),
    ]
  }

  private var arguments: [Step] {
    let words = settings.arguments.withoutPseudoWords
    guard !words.isEmpty else { return [] }
    return [
      Step(
        .configure(bond, words: words), because: "rc.conf sets it",
        onFailure: rules.atConfiguration)
    ]
  }

  private var ipv6: [Step] {
    guard takeover.network.hasIPv6, takeover.compatibility == .scriptsCurrent,
      settings.ipv6.isWanted
    else { return [] }
    let ipv6 = settings.ipv6
    let words: [Action] = ipv6.arguments.map { .configure(bond, words: $0) }
    return ([.setIPv6(bond, true, bringUp: true)] + words).map {
      Step($0, because: "rc.conf sets it", onFailure: rules.atIPv6)
    }
      + ipv6.aliases.map {
        Step(
          .addAlias(bond, words: $0), because: "rc.conf sets this alias", onFailure: rules.ignored)
      } + autoconfigure
  }

  private var autoconfigure: [Step] {
    guard settings.ipv6.autoconfigures else { return [] }
    let accept = Step(
      .setRouterAdvertisements(bond, true, bringUp: true), because: "rc.conf asks for SLAAC",
      onFailure: rules.ignored)
    guard let program = takeover.network.routerSolicitor else { return [accept] }
    return [
      accept,
      // No router needs to answer, so this status says nothing about the takeover.
      Step(
        .solicitRouters(bond, program: program, options: settings.ipv6.solicitorOptions),
        because: bond + " need not wait for the next router advertisement", onFailure: .goOn),
    ]
  }
}
