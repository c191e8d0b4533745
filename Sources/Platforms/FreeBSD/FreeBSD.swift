import Failover
import RCConf

/// FreeBSD: hn(4), lagg(4), ifconfig(8), sysctl(8).
package final class FreeBSD: Platform {
  /// FreeBSD.
  package init() {}

  /// A port may be up and configured when it joins.
  package var order: Takeover.Order { .lagg }

  /// The files of rc.subr without the defaults.
  package var configFiles: [String] { ["/etc/rc.conf"] }
  /// The same command as in /etc/defaults/rc.conf.
  package var localbaseQuestion: Command? { Self.sysctls(["user.localbase"]) }
  /// hier(7).
  package var runFolder: String { "/var/run/hyperv_vf" }

  /// Unchanged: ifconfig(8) itself refuses unknown words.
  package func prepared(
    _ settings: Settings, of synthetic: InterfaceName, scope: Takeover.Scope,
    in variables: Variables
  ) throws(ConfigError) -> Settings {
    settings
  }

  /// `lagg` with the digits of the NIC's name, as in the scripts. For a name without digits: the
  /// lagg that contains the NIC, or that a killed run used, or else the first free one.
  package func bondName(
    for synthetic: InterfaceName, settings: Settings, asking guest: any GuestView
  ) throws(ObservationError) -> InterfaceName {
    if let chosen = settings.bondName { return chosen }
    let hasNumber = !synthetic.unit.isEmpty || settings.general.compatibility != .none
    let text = hasNumber ? "lagg\(synthetic.unit)" : try firstLagg(for: synthetic, guest)
    guard let name = InterfaceName(text) else { throw .refused(.bondNameTooLong(text)) }
    return name
  }

  private func firstLagg(
    for synthetic: InterfaceName, _ guest: any GuestView
  ) throws(ObservationError) -> String {
    do throws(GuestError) {
      let text = try guest.output(of: Self.everyListing)
      if let lagg = lagg(of: synthetic, inListings: text) { return lagg.text }
      if let begun = try bondOfRun(cutShort: synthetic, guest) { return begun }
      let taken = listings(in: text).map { $0.name }
      return (0...taken.count).map { "lagg\($0)" }.first { !taken.contains($0) } ?? ""
    } catch {
      throw .guest(error)
    }
  }

  /// The bond of a killed run, from its saved state (`SavedState`).
  private func bondOfRun(
    cutShort synthetic: InterfaceName, _ guest: any GuestView
  ) throws(GuestError) -> String? {
    let lines = try guest.line(of: "\(runFolder)/\(synthetic).state")?.lines ?? []
    let line = lines.first { $0.hasPrefix("bond='") && $0.hasSuffix("'") }
    return line.map { String($0.dropFirst("bond='".count).dropLast()) }
  }

  /// Properties of the kernel, and all interfaces.
  package func firstQueries(of synthetic: InterfaceName) -> [Command] {
    [
      Self.sysctls(Self.firstOIDs), Self.everyListing,
    ]
  }

  /// Observes the input of `planUp`.
  package func observe(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings, scope: Takeover.Scope,
    resuming: Bool, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState {
    guard settings.general.compatibility == .none else {
      return try observeAsScripts(synthetic, bond, settings, asking: guest)
    }
    var network = NetworkState()
    guest.prefetch(firstQueries(of: synthetic))
    let known = try sysctls(Self.firstOIDs, asking: guest)
    network.transparency = try transparency(known[Self.transparentOID])
    if network.transparency != .no { return network }
    network.hasIPv6 = known[Self.inet6OID] != nil
    let text = try guest.output(of: Self.everyListing)
    network.vf = try vf(of: synthetic, map: known[Self.mapOID], in: text, asking: guest)
    guard network.vf != nil || resuming else {
      network.lacksSynthetic = try listing(of: synthetic, in: text, asking: guest) == nil
      return network
    }

    if let vf = network.vf { try observeVF(vf, in: text, into: &network, asking: guest) }
    if let found = try listing(of: bond, in: text, asking: guest) {
      network.interfaces.append(found)
      guard resuming || mayBeIncomplete(found, synthetic, scope) else {
        try observeComplete(found, synthetic, scope, known, into: &network, asking: guest)
        return network
      }
      network.clients += try clients(of: bond, inEvery: true, asking: guest)
      if found.addresses(.inet).isEmpty { try askAges(of: &network.clients, on: guest) }
    }
    try observeConfiguration(of: synthetic, in: text, into: &network, asking: guest)
    network.clientConfigurations = try clientConfigurations(
      for: bond, of: [synthetic] + [network.vf].compactMap { $0 }, settings, asking: guest)
    try observeHolders(of: synthetic, bond, settings, in: text, into: &network, asking: guest)
    network.routes = try routes(ofFIBs: known[Self.fibsOID], asking: guest)
    return network
  }

  /// Observes what the scripts observe.
  private func observeAsScripts(
    _ synthetic: InterfaceName, _ bond: InterfaceName, _ settings: Settings,
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState {
    var network = NetworkState()
    let known = try sysctls([Self.vfOID(of: synthetic), Self.inet6OID], asking: guest)
    network.vf = try vf(known[Self.vfOID(of: synthetic)])
    guard network.vf != nil else { return network }
    network.hasIPv6 = known[Self.inet6OID] != nil
    if let found = try listing(of: bond, in: nil, asking: guest) {
      network.interfaces.append(found)
      return network
    }
    try observeConfiguration(of: synthetic, in: nil, into: &network, asking: guest)
    return network
  }

  /// Observes what can be wrong after a completed takeover: routes through a port.
  private func observeComplete(
    _ lagg: Interface, _ synthetic: InterfaceName, _ scope: Takeover.Scope, _ known: KnownOIDs,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    guard scope == .whole, lagg.bond?.mode == .failover,
      lagg.bond?.members.contains(synthetic) == true
    else { return }
    network.routes = try routes(ofFIBs: known[Self.fibsOID], asking: guest)
  }

  /// The sysctls that are always read first.
  private static let firstOIDs = [transparentOID, mapOID, inet6OID, fibsOID]

  /// Observes what a takeover needs in addition to bond and routes. `all` is the listing of all
  /// interfaces, which shows the VLANs on the NIC and on its lagg; nil in compatibility mode.
  func observeConfiguration(
    of synthetic: InterfaceName, in all: String?, into network: inout NetworkState,
    asking guest: any GuestView
  ) throws(GuestError) {
    if var nic = try listing(of: synthetic, in: all, asking: guest) {
      if let all {
        nic.master = master(of: synthetic, inListings: all)
        network.vlans = try Platforms.vlans(fromIfconfig: all, on: synthetic)
      }
      network.interfaces.append(nic)
    }
    network.clients += try clients(of: synthetic, inEvery: all != nil, asking: guest)
    if guest.isExecutable(Self.rtsol) { network.routerSolicitor = Self.rtsol }
  }

  /// Observes the VF in the listing `all`, and the lagg or bridge that contains it.
  private func observeVF(
    _ vf: InterfaceName, in all: String, into network: inout NetworkState,
    asking guest: any GuestView
  ) throws(GuestError) {
    guard var found = try listing(of: vf, in: all, asking: guest) else { return }
    found.master = master(of: vf, inListings: all)
    network.interfaces.append(found)
    network.clients += try clients(of: vf, inEvery: true, asking: guest)
  }

  /// The listing of an interface in `all`, or from a query if `all` is nil; nil if there is no such
  /// interface.
  func listing(
    of name: InterfaceName, in all: String?, asking guest: any GuestView
  ) throws(GuestError) -> Interface? {
    guard let all else { return try listing(of: name, asking: guest) }
    guard let own = listings(in: all).first(where: { $0.name == name.text }) else { return nil }
    return try interface(fromIfconfig: String(own.text), named: name)
  }

  /// True if the takeover may be incomplete. A lagg that contains the NIC and has an address is
  /// complete. For `joinOnly` the address does not matter.
  private func mayBeIncomplete(
    _ lagg: Interface, _ synthetic: InterfaceName, _ scope: Takeover.Scope
  ) -> Bool {
    let isJoined = lagg.bond?.members.contains(synthetic) == true
    return lagg.bond?.mode == .failover
      && !(isJoined && (scope == .joinOnly(then: []) || !lagg.addresses.isEmpty))
  }

  /// Finds out whether the kernel is in transparent mode and whether the NIC is a VF.
  package func inspect(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: any GuestView
  ) throws(GuestError) -> Inspection {
    var attachment = Attachment(of: interface, stage: stage)
    // The second stage is already decided. A file that was edited since must not make it fail.
    guard case .first = stage else {
      let known = try sysctls([Self.transparentOID, Self.mapOID], asking: guest)
      attachment.transparency = try transparency(known[Self.transparentOID])
      attachment.takesOver = synthetic(of: interface, inMap: known[Self.mapOID])
      return .decided(attachment)
    }
    let list = "hw.hn.vflist"
    let known = try sysctls([Self.transparentOID, list], asking: guest)
    attachment.transparency = try transparency(known[Self.transparentOID])
    guard attachment.transparency == .no else { return .decided(attachment) }
    attachment.isVF = known[list].map { names in
      names.words.contains { $0 == interface.text }
    }
    return attachment.isVF == true ? .open(attachment) : .decidedIfRead(attachment)
  }

  /// Finds out whether the VF's synthetic NIC is switched off, and its name for the record.
  package func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> Attachment {
    var attachment = attachment
    attachment.offSwitch = try offSwitch(of: attachment.interface, in: variables, asking: guest)
    guard case .first = attachment.stage, settings.compatibility == .none else { return attachment }
    // The record may lack the name; the arrival must not fail because of it.
    let map = (try? sysctl(Self.mapOID, asking: guest)) ?? nil
    attachment.synthetic = synthetic(of: attachment.interface, inMap: map)
    return attachment
  }

  /// None: the kernel sends the event to devd(8).
  package func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement] { [] }

  /// The variable that switches the synthetic NIC of a VF off. Queries the VFs only of NICs that
  /// have such a variable.
  private func offSwitch(
    of vf: InterfaceName, in variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> String? {
    let prefix = "hyperv_vf_enable_"
    for variable in variables.named(prefix: prefix) {
      let part = String(variable.name.dropFirst(prefix.count))
      guard let name = InterfaceName(part) else { continue }
      guard try self.vf(of: name, asking: guest) == vf else { continue }
      return variables.offSwitch(for: part, warn: { _ in })
    }
    return variables.offSwitch(for: "", warn: { _ in })
  }

  /// The output of a query; nil if it exits with a status other than 0, which means that the
  /// subject does not exist. A query that timed out is an error.
  func answer(
    to query: Command, asking guest: any GuestView
  ) throws(GuestError) -> String? {
    let result = try guest.run(query)
    guard case .exit(let status) = result.termination else { throw .queryFailed(query, result) }
    return status == 0 ? result.output : nil
  }

  /// The listing of an interface by ifconfig(8); nil if it does not exist.
  func listing(of name: InterfaceName, asking guest: any GuestView) throws(GuestError)
    -> Interface?
  {
    guard let text = try answer(to: Command(Self.ifconfig, [name.text]), asking: guest) else {
      return nil
    }
    return try interface(fromIfconfig: text, named: name)
  }

  /// The running clients of an interface, by the pid files of dhclient(8).
  ///
  /// Current releases have the file in a folder of its own, which the scripts do not know.
  func clients(
    of name: InterfaceName, inEvery isEvery: Bool, asking guest: any GuestView
  ) throws(GuestError) -> [DHCPClient] {
    let folders = isEvery ? ["", "dhclient/"] : [""]
    var found: [DHCPClient] = []
    for folder in folders {
      let path = "/var/run/\(folder)dhclient.\(name).pid"
      guard let text = try guest.line(of: path), let pid = Int32(text), pid > 1,
        !found.contains(where: { $0.process == pid }),
        try isClient(pid, of: name, asking: guest)
      else { continue }
      var client = DHCPClient(of: name, program: .freebsd, process: pid, pidFile: path)
      client.isKnownToScripts = folder.isEmpty
      found.append(client)
    }
    return found
  }

  /// Sets their ages (ps(1)).
  private func askAges(
    of clients: inout [DHCPClient], on guest: any GuestView
  ) throws(GuestError) {
    for index in clients.indices {
      let query = Command(Self.ps, ["-o", "etimes=", "-p", String(clients[index].process)])
      clients[index].age = Int(try answer(to: query, asking: guest)?.words.first ?? "")
    }
  }

  /// True if the process is a dhclient for that interface. Its title is `dhclient: IF`, or still
  /// its command line.
  func isClient(
    _ pid: Int32, of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    let query = Command(Self.ps, ["-ww", "-o", "command=", "-p", String(pid)])
    let text = try answer(to: query, asking: guest) ?? ""
    let words = text.words
    guard let program = words.first?.lastPathComponent else { return false }
    if program == "dhclient:" { return words.dropFirst().first == name.text }
    return program == "dhclient" && words.count > 1 && words.last == name.text
  }

  static var everyListing: Command { Command(ifconfig, ["-a"]) }

  static let ifconfig = "/sbin/ifconfig"
  static let sysctl = "/sbin/sysctl"
  static let route = "/sbin/route"
  static let netstat = "/usr/bin/netstat"
  static let dhclient = "/sbin/dhclient"
  static let daemon = "/usr/sbin/daemon"
  static let rtsol = "/sbin/rtsol"
  static let ps = "/bin/ps"
}
