import Failover
import RCConf

/// Linux: sysfs, ip(8), bonding, and one of three DHCP clients.
package final class Linux: Platform {
  /// Linux.
  package init() {}

  /// A member must be down when it joins.
  package var order: Takeover.Order { .bonding }

  /// There is no /etc/defaults/rc.conf, so both files are read.
  package var configFiles: [String] { ["/etc/rc.conf", "/etc/rc.conf.local"] }
  /// Nil: sysctl(8) has no user.localbase.
  package var localbaseQuestion: Command? { nil }
  /// hier(7).
  package var runFolder: String { "/run/hyperv_vf" }

  /// `bond` and the number of a name such as `eth0`, letters and one number. For other names `vfb`
  /// and the last six digits of the hardware address, since enp1s12 and enp11s2 would both give
  /// 112.
  package func bondName(
    for synthetic: InterfaceName, settings: Settings, asking guest: any GuestView
  ) throws(ObservationError) -> InterfaceName {
    if let chosen = settings.bondName { return chosen }
    let text =
      if let number = synthetic.plainNumber {
        "bond\(number)"
      } else {
        try hashedName(of: synthetic, guest)
      }
    guard let name = InterfaceName(text) else { throw .refused(.bondNameTooLong(text)) }
    return name
  }

  private func hashedName(
    of synthetic: InterfaceName, _ guest: any GuestView
  ) throws(ObservationError) -> String {
    let address: HardwareAddress?
    do throws(GuestError) {
      address = try Sysfs(guest).permanentAddress(of: synthetic)
    } catch {
      throw .guest(error)
    }
    guard let address else { throw .refused(try withoutAddress(synthetic, guest)) }
    return "vfb" + address.description.filter { $0 != ":" }.suffix(6)
  }

  private func withoutAddress(
    _ name: InterfaceName, _ guest: any GuestView
  ) throws(ObservationError) -> Refusal {
    do throws(GuestError) {
      return try Sysfs(guest).interface(name) == nil ? .noInterface(name) : .noEthernet(name)
    } catch {
      throw .guest(error)
    }
  }

  /// None: nearly everything is in sysfs, which needs no command.
  package func firstQueries(of synthetic: InterfaceName) -> [Command] { [] }

  /// Observes the input of `planUp`.
  ///
  /// With one child process, or none if there is nothing to do.
  package func observe(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings, scope: Takeover.Scope,
    resuming: Bool, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState {
    var network = NetworkState()
    let pairing = Pairing(guest, drivers: settings.general.syntheticDrivers)
    if try pairing.synthetic(of: synthetic) != nil {
      // The given interface is a VF, which `planUp` refuses.
      network.vf = synthetic
      return network
    }
    let vf = try pairing.vf(of: synthetic)
    network.transparency = try pairing.transparency(
      of: synthetic, vf: vf, said: settings.general.transparent)
    // A pair that the kernel combines is not observed further.
    guard vf != nil || resuming, network.transparency == .no else {
      if vf == nil { network.lacksSynthetic = try !Sysfs(guest).names().contains(synthetic) }
      return network
    }
    network.vf = vf
    network.hasIPv6 = try guest.names(in: "/proc/sys/net/ipv6") != nil
    for name in [synthetic, bond] + (vf.map { [$0] } ?? []) {
      guard var interface = try Sysfs(guest).interface(name) else { continue }
      if name == synthetic { interface.hasCarrier = carrier(of: interface, asking: guest) }
      network.interfaces.append(interface)
    }
    network.clients = try linuxClients(of: network.interfaces.map { $0.name }, asking: guest)
    // A configuration that has moved is not observed again, unless the bond would get no address.
    let hasMoved = network.interface(bond)?.bond?.members.contains(synthetic) == true
    if resuming || !hasMoved || (scope == .whole && network.client(of: bond) == nil) {
      try observeConfiguration(of: synthetic, bond, settings, into: &network, asking: guest)
    }
    return network
  }

  private func observeConfiguration(
    of synthetic: InterfaceName, _ bond: InterfaceName, _ settings: Settings,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    try checkBatch([synthetic, bond] + (network.vf.map { [$0] } ?? []))
    network.vlans = try vlans(on: synthetic, asking: guest)
    let answer = try observeAddresses(into: &network, asking: guest)
    let givers = [synthetic] + (network.vf.map { [$0] } ?? [])
    let canWait = try guest.line(of: Self.waiting("default")) == "0"
    // Linux 6.1 refuses to delete a route with a next-hop object in the words in which it lists it
    // (EINVAL). With a copy in front of it, it would stay.
    network.canGiveBeforehand = canWait && !answer.hasNextHopObjects
    if network.canGiveBeforehand {
      network.neighbors = try neighbors(of: givers, asking: guest)
    }
    try observeSettings(of: givers, to: bond, answer, into: &network, asking: guest)
    let found = network.interface(bond)
    if found?.bond?.members.contains(synthetic) != true {
      network.resolver = try resolverLink(of: synthetic, asking: guest)
    }
    try observeSurroundings(of: synthetic, found, bond, into: &network, asking: guest)
    let running = network.clients.filter { $0.interface != bond }
    network.installedClient = try linuxClient(
      named: settings.client, running: running, asking: guest)
    network.clientConfigurations = try clientConfigurations(
      for: bond, of: synthetic, in: network, asking: guest)
  }

  /// Observes the addresses of all interfaces found so far, and the routes. Returns the whole
  /// answer.
  @discardableResult
  func observeAddresses(
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) -> IPRouteAnswer {
    let names = network.interfaces.map { $0.name } + network.vlans.map { $0.interface.name }
    let answer = try answer(about: names, asking: guest)
    network.routes = answer.routes
    for index in network.interfaces.indices {
      network.interfaces[index].addresses = answer.addresses[network.interfaces[index].name] ?? []
    }
    for index in network.vlans.indices {
      let name = network.vlans[index].interface.name
      network.vlans[index].interface.addresses = (answer.addresses[name] ?? []).filter {
        !$0.isAutoconfigured && !($0.family == .inet6 && $0.address.isLinkLocal)
      }
    }
    return answer
  }

  /// The answer of ip(8) about these interfaces; without rules and tokens if the kernel has no
  /// support for them (EOPNOTSUPP, EAFNOSUPPORT). Throws for any other failure, since settings
  /// could be lost.
  func answer(
    about names: [InterfaceName], asking guest: any GuestView
  ) throws(GuestError) -> IPRouteAnswer {
    let query = IPRouteQuery(about: names)
    let result = try guest.run(query.command)
    let said = result.errorOutput.words
    if !result.termination.isSuccess,
      zip(said, said.dropFirst()).contains(where: { $0 == ("not", "supported") })
    {
      let query = IPRouteQuery(about: names, withSettings: false)
      return try query.answer(from: guest.output(of: query.command))
    }
    guard result.termination.isSuccess else { throw .queryFailed(query.command, result) }
    return try query.answer(from: result.output)
  }

  private func observeSurroundings(
    of synthetic: InterfaceName, _ bond: Interface?, _ name: InterfaceName,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    let vf = network.vfInterface
    guard bond?.bond?.members.contains(synthetic) != true else {
      network.hasManagedBond = try manager(of: name, asking: guest) != nil
      return
    }
    guard let nic = network.interface(synthetic) else { return }
    let surroundings = Prerequisites(guest)
    network.obstacle = try surroundings.obstacle(synthetic: nic, vf: vf, bond: name)
    network.membership = try surroundings.vrf(of: nic)
    if let bond, network.membership == nil { network.membership = try surroundings.vrf(of: bond) }
    network.preparation = try surroundings.preparation(for: bond)
    if let bond, bond.isLeftOver {
      network.interfaces.removeAll { $0.name == bond.name }
    }
  }

  /// Finds out what does not depend on rc.conf: whether it is a PCI Ethernet NIC, and whether the
  /// kernel has combined the pair.
  package func inspect(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: any GuestView
  ) throws(GuestError) -> Inspection {
    var attachment = Attachment(of: interface, stage: stage)
    guard try Sysfs(guest).isPCIEthernet(interface) else {
      attachment.isVF = false
      return .decided(attachment)
    }
    guard let known = try paired(attachment, GeneralSettings(), asking: guest) else {
      return .open(attachment)
    }
    if case .yes = known.transparency { return .decided(known) }
    return .open(known)
  }

  /// Finds out whether the NIC is a VF, its synthetic NIC, and whether that is switched off.
  package func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> Attachment {
    guard var attachment = try known(attachment, settings, asking: guest),
      let synthetic = attachment.synthetic
    else {
      var attachment = attachment
      attachment.isVF = false
      return attachment
    }
    attachment.offSwitch = variables.offSwitch(for: synthetic.variablePart, warn: { _ in })
    return attachment
  }

  /// The attachment of `inspection` if rc.conf does not matter.
  private func known(
    _ attachment: Attachment, _ settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> Attachment? {
    let isSeen =
      attachment.isVF == true && settings.syntheticDrivers.isEmpty && settings.transparent == nil
    return isSeen ? attachment : try paired(attachment, settings, asking: guest)
  }

  /// `attachment` with its synthetic NIC; nil if it has none.
  private func paired(
    _ attachment: Attachment, _ settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> Attachment? {
    let pairing = Pairing(guest, drivers: settings.syntheticDrivers)
    let vf = attachment.interface
    guard let synthetic = try pairing.synthetic(of: vf) else { return nil }
    var attachment = attachment
    attachment.isVF = true
    attachment.synthetic = synthetic
    attachment.transparency = try pairing.transparency(
      of: synthetic, vf: vf, said: settings.transparent)
    // Transparent mode may be backported to an older kernel, which does not show it.
    if settings.transparent == nil, try pairing.isNetvsc(synthetic) {
      attachment.mayBeJoined = try Sysfs(guest).currentAddress(of: synthetic)
    }
    return attachment
  }

  /// By an event, if udev runs and the kernel passes arguments on: since 4.13 (f36776fafbaa,
  /// "kobject: support passing in variables for synthetic uevents"). Our rule has systemd start the
  /// program. Without systemd the program is started here, since udev limits the time of what it
  /// starts.
  package func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement] {
    let hasUdev = try guest.names(in: "/run/udev")?.contains("control") == true
    let isNew = try isKernel(atLeast: (4, 13), guest)
    let hasSystemd = try guest.names(in: "/run/systemd/system") != nil
    let isHeard = hasUdev && isNew
    let isAnswered = isHeard && hasSystemd
    return (isHeard ? [.event] : []) + (isAnswered ? [] : [.program(program)])
  }

  static let net = "/sys/class/net"
  /// The path of ip(8) on every distribution; /sbin may be a link.
  ///
  /// It must be that of iproute2. The ip of busybox ignores the mode of a bond. It also lacks
  /// `-batch`, so it fails at the first query, before anything is changed.
  static let ip = "/sbin/ip"
  static let modprobe = "/sbin/modprobe"
  static let resolvectl = "/usr/bin/resolvectl"
  /// accept_ra 2 also works if the guest forwards packets; otherwise the same as 1.
  static let acceptAdvertisements = "2"

  /// The path of an IPv6 setting of an interface (Documentation/networking/ip-sysctl.rst).
  static func ipv6(_ setting: String, of name: InterfaceName) -> String {
    "/proc/sys/net/ipv6/conf/\(name)/\(setting)"
  }
}

extension InterfaceName {
  /// The number in a name of letters and one number: 0 in `eth0`; nil for other names.
  fileprivate var plainNumber: String? {
    let letters = text.prefix { $0.isASCII && $0.isLetter }
    let digits = text.dropFirst(letters.count)
    let isPlain = !letters.isEmpty && !digits.isEmpty && digits.hasOnlyDigits
    return isPlain ? String(digits) : nil
  }
}
