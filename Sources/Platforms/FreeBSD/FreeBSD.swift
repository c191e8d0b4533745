import Failover
import RCConf

/// FreeBSD: hn(4), lagg(4), ifconfig(8), sysctl(8).
package final class FreeBSD: Platform {
  /// FreeBSD.
  package init() {}

  /// A port may be up and configured when it joins.
  package var order: Takeover.Order { .lagg }

  /// What rc.subr reads without the defaults.
  package var configFiles: [String] { ["/etc/rc.conf"] }
  /// As /etc/defaults/rc.conf asks.
  package var localbaseQuestion: Command? { Self.sysctls(["user.localbase"]) }
  /// hier(7).
  package var runFolder: String { "/var/run/hyperv_vf" }
  /// hier(7).
  package var lastingFolder: String { "/var/db/hyperv_vf" }

  /// As they are: ifconfig(8) itself refuses what it does not know.
  package func prepared(
    _ settings: Settings, of synthetic: InterfaceName, scope: Takeover.Scope,
    in variables: Variables
  ) throws(ConfigError) -> Settings {
    settings
  }

  /// `lagg` and the digits of the NIC's name, as the scripts have it; for a name without any the lagg that
  /// has the NIC, or had it when a run was cut short, or else the first number that is free.
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

  /// The bond of a run that was cut short, by what it left (`SavedState`).
  private func bondOfRun(
    cutShort synthetic: InterfaceName, _ guest: any GuestView
  ) throws(GuestError) -> String? {
    let lines = try guest.line(of: "\(runFolder)/\(synthetic).state")?.lines ?? []
    let line = lines.first { $0.hasPrefix("bond='") && $0.hasSuffix("'") }
    return line.map { String($0.dropFirst("bond='".count).dropLast()) }
  }

  /// What the kernel tells, and every interface.
  package func firstQueries(of synthetic: InterfaceName) -> [Command] {
    [
      Self.sysctls(Self.firstOIDs), Self.everyListing,
    ]
  }

  /// What is to be known before `planUp`.
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

  /// What the scripts ask.
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

  /// What may be wrong with a takeover that was finished: routes that lead through a port.
  private func observeComplete(
    _ lagg: Interface, _ synthetic: InterfaceName, _ scope: Takeover.Scope, _ known: KnownOIDs,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    guard scope == .whole, lagg.bond?.mode == .failover,
      lagg.bond?.members.contains(synthetic) == true
    else { return }
    network.routes = try routes(ofFIBs: known[Self.fibsOID], asking: guest)
  }

  /// What is asked first of the kernel.
  private static let firstOIDs = [transparentOID, mapOID, inet6OID, fibsOID]

  /// What an unfinished takeover needs beyond the bond itself and the routes. The VLANs that are on the
  /// NIC, or have gone to its lagg already, are found in `all` that is listed; nil: as the scripts.
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

  /// The VF in `all` that is listed, and the lagg or bridge that it is in.
  private func observeVF(
    _ vf: InterfaceName, in all: String, into network: inout NetworkState,
    asking guest: any GuestView
  ) throws(GuestError) {
    guard var found = try listing(of: vf, in: all, asking: guest) else { return }
    found.master = master(of: vf, inListings: all)
    network.interfaces.append(found)
    network.clients += try clients(of: vf, inEvery: true, asking: guest)
  }

  /// What `all` that is listed says of an interface; nil where it lists none of that name. Without
  /// `all` it is asked for.
  func listing(
    of name: InterfaceName, in all: String?, asking guest: any GuestView
  ) throws(GuestError) -> Interface? {
    guard let all else { return try listing(of: name, asking: guest) }
    guard let own = listings(in: all).first(where: { $0.name == name.text }) else { return nil }
    return try interface(fromIfconfig: String(own.text), named: name)
  }

  /// A lagg that holds the NIC and has an address was finished; its address does not matter to who
  /// asks for no more than the two in one lagg.
  private func mayBeIncomplete(
    _ lagg: Interface, _ synthetic: InterfaceName, _ scope: Takeover.Scope
  ) -> Bool {
    let isJoined = lagg.bond?.members.contains(synthetic) == true
    return lagg.bond?.mode == .failover
      && !(isJoined && (scope == .joinOnly(then: []) || !lagg.addresses.isEmpty))
  }

  /// Whether the kernel does it all, and whether the NIC is a VF.
  package func inspect(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: any GuestView
  ) throws(GuestError) -> Inspection {
    var attachment = Attachment(of: interface, stage: stage)
    // The second stage has been decided on already, and must not fail over a file edited since.
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

  /// Whether somebody switched the VF's synthetic NIC off, and which that is, for the record.
  package func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> Attachment {
    var attachment = attachment
    attachment.offSwitch = try offSwitch(of: attachment.interface, in: variables, asking: guest)
    guard case .first = attachment.stage, settings.compatibility == .none else { return attachment }
    // The record may lack it; the arrival must not fail for that.
    let map = (try? sysctl(Self.mapOID, asking: guest)) ?? nil
    attachment.synthetic = synthetic(of: attachment.interface, inMap: map)
    return attachment
  }

  /// Not at all: the kernel itself tells devd(8).
  package func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement] { [] }

  /// The variable that switches a VF's synthetic NIC off. Which NIC that is has to be asked for
  /// one by one: only those are that have a variable of their own.
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

  /// What a query prints; nil where it exits with another status than 0, since what it asks for is
  /// not there. One that had to be ended has said nothing.
  func answer(
    to query: Command, asking guest: any GuestView
  ) throws(GuestError) -> String? {
    let result = try guest.run(query)
    guard case .exit(let status) = result.termination else { throw .queryFailed(query, result) }
    return status == 0 ? result.output : nil
  }

  /// What ifconfig(8) lists of an interface; nil where there is none of that name.
  func listing(of name: InterfaceName, asking guest: any GuestView) throws(GuestError)
    -> Interface?
  {
    guard let text = try answer(to: Command(Self.ifconfig, [name.text]), asking: guest) else {
      return nil
    }
    return try interface(fromIfconfig: text, named: name)
  }

  /// The clients that run for an interface, by the pid files of dhclient(8) that name one.
  ///
  /// Current releases put the file into a folder of its own, which the scripts never learnt.
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

  /// For how long they have run (ps(1)).
  private func askAges(
    of clients: inout [DHCPClient], on guest: any GuestView
  ) throws(GuestError) {
    for index in clients.indices {
      let query = Command(Self.ps, ["-o", "etimes=", "-p", String(clients[index].process)])
      clients[index].age = Int(try answer(to: query, asking: guest)?.words.first ?? "")
    }
  }

  /// Whether the process is a dhclient of that interface. It titles itself `dhclient: IF`, or
  /// still has the command line that it was started with.
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
