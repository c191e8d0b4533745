import Failover
import Guest

extension Verb {
  /// The verb `status [--json] [--no-shell] [IF...]`: prints the state of all pairs, or of those of
  /// the interfaces IF. Does not need root. `words` are the words after `status`. Returns exit
  /// status 0. Throws if a query fails, or if an IF belongs to no pair.
  func status(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let survey = try StatusReport.live(of: given.operands, mayUseShell: !given.has("--no-shell")) {
      console.report(.warning, $0)
    }
    if given.has("--json") {
      console.write(survey.json(on: try Main.platform()).bytes)
    } else {
      console.print(survey.text(now: secondsSince1970(), inColor: console.hasColors))
    }
    return ExitCode.success
  }
}

extension StatusReport {
  /// The state of the pairs in lines of at most 80 columns, with an empty line between two pairs.
  /// With `inColor` the verdict is green or red. `now` is the present time in seconds since 1970.
  func text(now: Int, inColor: Bool = false) -> String {
    let jailed = state.jailed.map { "\($0.name): is in the jail \($0.jail) (vnet)\n" }.joined()
    guard !state.pairs.isEmpty else {
      return jailed.isEmpty ? "this guest has no synthetic NIC\n" : jailed
    }
    let pairs = state.pairs.map { pair in
      let rows = rows(of: pair, now: now, inColor: inColor)
      return "\(pair.headline)\n" + rows.map(Self.lines).joined()
    }
    let others = jailed + state.used.map { "\($0.text)\n" }.joined()
    return (pairs + (others.isEmpty ? [] : [others])).joined(separator: "\n")
  }

  private typealias Row = (label: String, words: [String])

  private func rows(of pair: PairState, now: Int, inColor: Bool) -> [Row] {
    return [
      ("pair", pair.members)
    ] + Self.usedRow(pair) + [
      ("mode", [pair.modeText]), ("addresses", pair.addressWords), ("DHCP", pair.clientWords),
      ("since", [sinceText(of: pair, now: now)]), ("VF changes", [changesText(of: pair, now: now)]),
    ] + Self.retryRow(pair, now: now) + [
      ("verdict", [Self.verdictText(on: pair, inColor: inColor)])
    ]
  }

  private static func verdictText(on pair: PairState, inColor: Bool) -> String {
    let findings = verdict(on: pair)
    guard !findings.isEmpty else { return Color.good.text("all is well", isWanted: inColor) }
    let count = findings.count == 1 ? "1 finding" : "\(findings.count) findings"
    return Color.bad.text(count, isWanted: inColor) + ": hyperv_vfctl verify \(pair.synthetic.name)"
  }

  /// Returns a row about the VF of the pair if it is present, but a jail or a program such as DPDK
  /// has it; else empty.
  private static func usedRow(_ pair: PairState) -> [Row] {
    pair.used.isEmpty ? [] : [("VF", [pair.used.map { $0.text }.joined(separator: ", or ")])]
  }

  /// Returns a row about the pending retry of a failed takeover; empty if there is none. `now` is
  /// in seconds since 1970.
  private static func retryRow(_ pair: PairState, now: Int) -> [Row] {
    guard let due = pair.retryDue else { return [] }
    return [("retry", ["the failed takeover is tried again in \(max(0, due - now)) s"])]
  }

  /// Returns the row as lines: its label and its words, wrapped at 80 columns.
  private static func lines(_ row: Row) -> String {
    let indent = String(repeating: " ", count: 14)
    var lines: [String] = []
    var line = "  \(row.label)" + String(repeating: " ", count: 12 - row.label.count)
    for (index, word) in row.words.enumerated() {
      if line.count + word.count + 1 > 80, index > 0 {
        lines.append(line)
        line = indent + word
      } else {
        line += (index == 0 ? "" : " ") + word
      }
    }
    return (lines + [line]).map { "\($0)\n" }.joined()
  }

  private func sinceText(of pair: PairState, now: Int) -> String {
    guard let history else { return "only root may see it" }
    guard let event = history.current(of: pair) else { return "not recorded" }
    return "\(event.kind.text), \(TimeText(event.time).text), \(TimeText(event.time).ago(now))"
  }

  private func changesText(of pair: PairState, now: Int) -> String {
    guard history != nil else { return "only root may see them" }
    let events = events(of: pair)
    let count = events.last?.changes ?? 0
    guard let last = events.last(where: { $0.isChange }) else { return "none recorded since boot" }
    return "\(count) recorded since boot, the last \(TimeText(last.time).ago(now))"
  }
}

extension History {
  /// The last recorded event of the pair, if it explains the present state. Nil if it does not, for
  /// example because the VF has left since: no program runs then that could record this.
  func current(of pair: PairState) -> Event? {
    guard let last = events(of: pair.synthetic.name).last else { return nil }
    if last.kind == .left { return pair.vf == nil ? last : nil }
    return last.vf == pair.vf?.name ? last : nil
  }
}

extension History.Kind {
  /// The event in words: `the VF arrived`.
  var text: String {
    switch self {
    case .arrived: "the VF arrived"
    case .left: "the VF left"
    case .joined: "the VF joined"
    case .failed: "a takeover failed"
    case .undone: "undone"
    case .standby: "standby"
    case .resumed: "resumed"
    }
  }
}

extension PairState {
  /// The first line about the pair: which NIC carries its traffic. For example
  /// `eth0: its VF enP1s1 carries the traffic`.
  var headline: String {
    let name = synthetic.name
    switch (active, vf) {
    case (nil, _): return "\(name): nothing carries traffic"
    case (_, nil):
      let what = used.isEmpty ? "no VF" : "its VF is used otherwise"
      return "\(name): \(what); \(name) carries the traffic"
    case (let active?, let vf?) where active == vf.name:
      return "\(name): its VF \(vf.name) carries the traffic"
    case (let active?, let vf?):
      return "\(name): \(active) carries the traffic, not its VF \(vf.name)"
    }
  }

  fileprivate var members: [String] {
    [text(of: synthetic)] + (vf.map { ["and", text(of: $0)] } ?? [])
      + (hardwareAddress.map { ["\($0)"] } ?? [])
  }

  private func text(of member: Member) -> String {
    "\(member.name)" + (member.driver.map { " (\($0))" } ?? "")
      + (member.interface.isUp ? "," : " down,")
  }

  fileprivate var modeText: String {
    switch mode {
    case .transparent: return "transparent: the kernel holds them together"
    case .bond: return "bond: \(configuredInterface.name) holds " + memberNames
    case .none: return vf == nil ? "none: there is no VF to be held" : "none: nothing holds them"
    }
  }

  private var memberNames: String {
    (configuredInterface.bond?.members ?? []).map { $0.text }.joined(separator: " and ")
  }

  /// The words of the row about addresses: the addresses of an interface, then `on` and its name.
  /// `none` if there are no addresses.
  fileprivate var addressWords: [String] {
    let all = interfaces.filter { !$0.addresses.isEmpty }
    guard !all.isEmpty else { return ["none"] }
    return all.flatMap { interface in
      interface.addresses.map { $0.description } + ["on", "\(interface.name)"]
    }
  }

  fileprivate var clientWords: [String] {
    guard !clients.isEmpty else { return ["no client"] }
    return clients.map { "\($0.program.name) on \($0.interface), process \($0.process)" }
  }
}

extension DHCPClient.Program {
  /// The name of the program, with its option for DHCPv6: `dhclient -6`.
  var name: String {
    switch self {
    case .freebsd, .isc: "dhclient"
    case .isc6: "dhclient -6"
    case .dhcpcd: "dhcpcd"
    case .dhcpcd6: "dhcpcd -6"
    case .udhcpc: "udhcpc"
    }
  }
}
