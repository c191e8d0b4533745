import Failover
import RCConf

/// FreeBSD: hn(4), lagg(4), ifconfig(8), sysctl(8).
package struct FreeBSD: Platform {
  /// FreeBSD.
  package init() {}

  /// A port may be up and configured when it joins.
  package var order: Takeover.Order { .membersFirst }

  /// What rc.subr reads without the defaults.
  package var configFiles: [String] { ["/etc/rc.conf"] }
  /// hier(7).
  package var runFolder: String { "/var/run/hyperv_vf" }

  /// As they are: ifconfig(8) itself refuses what it does not know.
  package func prepared(
    _ settings: Settings, of synthetic: InterfaceName, scope: Takeover.Scope,
    in variables: Variables
  ) throws(ConfigError) -> Settings {
    settings
  }

  /// `lagg` and the digits of the NIC's name, as the scripts have it.
  package func bondName(
    for synthetic: InterfaceName, settings: Settings, asking guest: some GuestView
  ) throws(ObservationError) -> InterfaceName {
    if let chosen = settings.bondName { return chosen }
    let text = "lagg\(synthetic.unit)"
    guard let name = InterfaceName(text) else { throw .refused(.bondNameTooLong(text)) }
    return name
  }

  /// What is to be known before `planUp`.
  package func observe(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings, scope: Takeover.Scope,
    resuming: Bool, asking guest: some GuestView
  ) throws(GuestError) -> NetworkState {
    var network = NetworkState()
    let isItself = settings.general.compatibility == .none
    if isItself {
      network.transparency = try transparency(asking: guest)
      if network.transparency != .no { return network }
    }
    network.vf = try vf(of: synthetic, asking: guest)
    guard network.vf != nil || resuming else { return network }

    let found = try listing(of: bond, asking: guest)
    if let found {
      network.interfaces.append(found)
      guard isItself, resuming || mayBeIncomplete(found, synthetic) else { return network }
      network.clients = try clients(of: bond, inEvery: isItself, asking: guest)
    }
    try observeConfiguration(of: synthetic, settings, into: &network, asking: guest)
    return network
  }

  /// The VF of a synthetic NIC; nil where it has none, or is none.
  func vf(
    of synthetic: InterfaceName, asking guest: some GuestView
  ) throws(GuestError) -> InterfaceName? {
    guard let text = try sysctl("dev.hn.\(synthetic.unit).vf", asking: guest), !text.isEmpty else {
      return nil
    }
    guard let name = InterfaceName(text) else { throw .notUnderstood(by: Self.sysctl, line: text) }
    return name
  }

  /// What an unfinished takeover needs beyond the bond itself.
  func observeConfiguration(
    of synthetic: InterfaceName, _ settings: Settings, into network: inout NetworkState,
    asking guest: some GuestView
  ) throws(GuestError) {
    network.hasIPv6 = try sysctl("kern.features.inet6", asking: guest) != nil
    let isItself = settings.general.compatibility == .none
    if isItself {
      try observeVLANs(of: synthetic, into: &network, asking: guest)
    } else if let nic = try listing(of: synthetic, asking: guest) {
      network.interfaces.append(nic)
    }
    network.clients += try clients(of: synthetic, inEvery: isItself, asking: guest)
    if guest.isExecutable(Self.rtsol) { network.routerSolicitor = Self.rtsol }
    guard isItself else { return }
    network.routes = try netstatRoutes(guest.output(of: Command(Self.netstat, ["-rnW"])))
  }

  /// The NIC itself, and the VLANs that are on it or have gone to its lagg already: one listing has
  /// all.
  private func observeVLANs(
    of synthetic: InterfaceName, into network: inout NetworkState, asking guest: some GuestView
  ) throws(GuestError) {
    let text = try guest.output(of: Command(Self.ifconfig, ["-a"]))
    guard let own = listings(in: text).first(where: { $0.name == synthetic.text }) else { return }
    network.interfaces.append(try interface(fromIfconfig: own.text, named: synthetic))
    network.vlans = try Platforms.vlans(fromIfconfig: text, on: synthetic)
  }

  /// A lagg that holds the NIC and has an address was finished.
  private func mayBeIncomplete(_ lagg: Interface, _ synthetic: InterfaceName) -> Bool {
    lagg.bond?.mode == .failover
      && !(lagg.bond?.members.contains(synthetic) == true && !lagg.addresses.isEmpty)
  }

  /// Whether the kernel does it all: before anything else, as in the script.
  package func glance(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: some GuestView
  ) throws(GuestError) -> Glance {
    let transparency = try transparency(asking: guest)
    let attachment = Attachment(of: interface, stage: stage, transparency: transparency)
    // The second stage has been decided on already, and must not fail over a file edited since.
    if case .first = stage {
      return transparency == .no ? .open(attachment) : .decided(attachment)
    }
    return .decided(attachment)
  }

  /// Whether the NIC is a VF, and whether somebody switched its synthetic NIC off.
  package func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: some GuestView
  ) throws(GuestError) -> Attachment {
    var attachment = attachment
    guard let list = try sysctl("hw.hn.vflist", asking: guest) else { return attachment }
    let vfs = list.split(whereSeparator: \.isWhitespace)
    attachment.isVF = vfs.contains { $0 == attachment.interface.text }
    guard attachment.isVF == true else { return attachment }
    attachment.offSwitch = try offSwitch(of: attachment.interface, in: variables, asking: guest)
    return attachment
  }

  /// Not at all: the kernel itself tells devd(8).
  package func announcements(
    starting program: String, asking guest: some GuestView
  ) throws(GuestError) -> [Attachment.Announcement] { [] }

  /// The variable that switches a VF's synthetic NIC off. Which NIC that is has to be asked for
  /// one by one: only those are that have a variable of their own.
  private func offSwitch(
    of vf: InterfaceName, in variables: Variables, asking guest: some GuestView
  ) throws(GuestError) -> String? {
    let prefix = "hyperv_vf_enable_"
    for variable in variables.named(prefix: prefix) {
      let part = String(variable.name.dropFirst(prefix.count))
      guard let name = InterfaceName(part) else { continue }
      guard try sysctl("dev.hn.\(name.unit).vf", asking: guest) == vf.text else { continue }
      return variables.offSwitch(for: part, warn: { _ in })
    }
    return variables.offSwitch(for: "", warn: { _ in })
  }

  /// What `sysctl -n` prints for an oid; nil where the kernel does not know it.
  func sysctl(_ oid: String, asking guest: some GuestView) throws(GuestError) -> String? {
    guard let text = try answer(to: Command(Self.sysctl, ["-n", oid]), asking: guest) else {
      return nil
    }
    return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  /// What a query prints; nil where it exits with another status than 0, since what it asks for is
  /// not there. One that had to be ended has said nothing.
  func answer(
    to query: Command, asking guest: some GuestView
  ) throws(GuestError) -> String? {
    let result = try guest.run(query)
    guard case .exit(let status) = result.termination else { throw .queryFailed(query, result) }
    return status == 0 ? result.output : nil
  }

  /// What the kernel says of transparent mode; an unknown oid is an old kernel's and means no.
  func transparency(
    asking guest: some GuestView
  ) throws(GuestError) -> NetworkState.Transparency {
    let oid = "hw.hn.vf_transparent"
    guard let text = try sysctl(oid, asking: guest) else { return .no }
    guard let value = Int(text) else { throw .notUnderstood(by: Self.sysctl, line: text) }
    return value == 0 ? .no : .yes("sysctl \(oid)=\(value)")
  }

  /// What ifconfig(8) lists of an interface; nil where there is none of that name.
  func listing(of name: InterfaceName, asking guest: some GuestView) throws(GuestError)
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
    of name: InterfaceName, inEvery isEvery: Bool, asking guest: some GuestView
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

  /// Whether the process is a dhclient of that interface. It titles itself `dhclient: IF`, or
  /// still has the command line that it was started with.
  func isClient(
    _ pid: Int32, of name: InterfaceName, asking guest: some GuestView
  ) throws(GuestError) -> Bool {
    let query = Command(Self.ps, ["-ww", "-o", "command=", "-p", String(pid)])
    let text = try answer(to: query, asking: guest) ?? ""
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let program = words.first?.split(separator: "/").last else { return false }
    if program == "dhclient:" { return words.dropFirst().first == name.text }
    return program == "dhclient" && words.count > 1 && words.last == name.text
  }

  static let ifconfig = "/sbin/ifconfig"
  static let sysctl = "/sbin/sysctl"
  static let route = "/sbin/route"
  static let netstat = "/usr/bin/netstat"
  static let dhclient = "/sbin/dhclient"
  static let daemon = "/usr/sbin/daemon"
  static let rtsol = "/sbin/rtsol"
  static let ps = "/bin/ps"
}
