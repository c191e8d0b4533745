import Failover
import Platforms
import RCConf
import TestSupport

@testable import Programs

/// A model of rc(8), which configures the interfaces from rc.conf (network.subr) with the simulated
/// ifconfig(8).
struct BootedFreeBSD {
  /// The state after the boot, with the same name for the NIC and for its lagg.
  struct Outcome: Equatable {
    /// The addresses, VLANs and descriptions of each interface.
    var interfaces: [String: [String]] = [:]
    /// The interfaces for which a DHCP client is started.
    var clients: [String] = []
    /// The variables of rc.conf for routes, routers and daemons.
    var others: [String: String] = [:]
    /// The lines that ifconfig(8) refused.
    var refused: [String] = []
  }

  let guest: SimulatedFreeBSD
  private let variables: Variables
  private var outcome = Outcome()

  init(_ machine: SimulatedMachine, files: [String: SimulatedFile]) throws {
    var machine = machine
    machine.files = files
    machine.nics = machine.nics.filter { ["hn0", "lo0"].contains($0.key) }
    machine.nics["hn0"]?.inet = []
    machine.nics["hn0"]?.inet6 = []
    guest = SimulatedFreeBSD(machine)
    variables = try Pipeline.dryRun(on: guest).load()
  }

  private func text(_ name: String) -> String? {
    variables[name].map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  private func words(_ name: String) -> [String] { text(name)?.words ?? [] }

  /// Boots, and returns the state.
  mutating func boot(as nic: String) -> Outcome {
    for name in words("cloned_interfaces") {
      ifconfig([name, "create"] + words("create_args_\(part(name))"))
    }
    for name in ["hn0", "lo0"] + words("cloned_interfaces") { start(name) }
    read(as: nic)
    return outcome
  }

  private func part(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  private mutating func start(_ name: String) {
    let part = part(name)
    let arguments = IfconfigArguments(words(set("ifconfig_\(part)") ?? "ifconfig_DEFAULT"))
    if arguments.asksForDHCP, name != "lo0" { outcome.clients.append(name) }
    configure(name, arguments.withoutPseudoWords)
    let ipv6 = IfconfigArguments(words("ifconfig_\(part)_ipv6")).withoutPseudoWords
    configure(name, ipv6)
    for number in 0..<8 {
      let alias = words("ifconfig_\(part)_alias\(number)")
      if alias.isEmpty { break }
      configure(name, alias + ["alias"])
    }
    for address in words("ipv4_addrs_\(part)") { configure(name, ["inet", address, "alias"]) }
    if let description = text("ifconfig_\(part)_descr"), !description.isEmpty {
      ifconfig([name, "description", description])
    }
    for child in words("vlans_\(part)") {
      let isNumber = child.allSatisfy { $0.isNumber }
      let own = isNumber ? "\(name).\(child)" : "vlan\(child)"
      let making =
        isNumber ? ["vlan", child, "vlandev", name] : words("create_args_\(child)")
      ifconfig([own, "create"])
      ifconfig([own] + making)
      start(own)
    }
  }

  private func set(_ name: String) -> String? { variables[name] == nil ? nil : name }

  private mutating func configure(_ name: String, _ words: [String]) {
    // ifconfig takes the keyword of an address family for a host name if it follows the words of
    // the lagg.
    let lagg = words.firstIndex { $0.hasPrefix("lagg") && !$0.contains(".") && $0 != "lagg0" }
    if let lagg, words[lagg...].contains(where: { $0 == "inet" || $0 == "inet6" }) {
      outcome.refused.append("\(name) \(words.joined(separator: " ")): bad value")
    }
    if !words.isEmpty { ifconfig([name] + words) }
  }

  private mutating func ifconfig(_ words: [String]) {
    let result = try? guest.perform(.run(Command("/sbin/ifconfig", words)))
    guard result?.termination.isSuccess != true else { return }
    outcome.refused.append("\(words.joined(separator: " ")): \(result?.errorOutput ?? "")")
  }

  private mutating func read(as nic: String) {
    let name = { (text: String) in
      NICName.replaced(in: text, nic)
    }
    for (own, found) in guest.machine.nics where own != "lo0" && (own != "hn0" || nic == "hn0") {
      let addresses = (found.inet + found.inet6).map { "\($0.addr)/\($0.len)" }.sorted()
      let vlan = found.vlandev.map { ["on \(name($0))"] } ?? []
      let rest = [found.description, found.mtu.map { "\($0)" }].compactMap { $0 }
      outcome.interfaces[name(own)] = addresses + vlan + (own == nic ? [] : rest)
    }
    outcome.clients = outcome.clients.map(name).sorted()
    let own = ["ifconfig_", "vlans_", "create_args_", "cloned_", "ipv4_addrs_", "network_", "_"]
    for variable in variables.sorted
    where !variable.location.file.hasPrefix("/etc/defaults")
      && !own.contains(where: { variable.name.hasPrefix($0) })
    {
      let text = String(decoding: variable.bytes, as: UTF8.self)
      if !text.isEmpty { outcome.others[name(variable.name)] = name(text) }
    }
  }

  private enum NICName {
    /// Returns the text with NIC in the place of the name, also at the end of a variable's name.
    static func replaced(in text: String, _ nic: String) -> String {
      text.replacing(nic, with: "NIC")
    }
  }
}
