import Failover
import RCConf

/// Computes the changes of the files of interfaces(5) after which ifup(8) makes the bond at boot.
/// The added lines run ip(8), so that no package besides ifupdown is needed.
struct IfupdownFiles {
  let request: BondAtBoot
  let guest: any GuestView

  var synthetic: InterfaceName { request.synthetic }
  var bond: InterfaceName { request.bond }

  /// The changes of the interfaces(5) files and of the DHCP clients' configuration files: the bond
  /// takes the place of the NIC in them. If no `iface` stanza is for the NIC, the bond gets the
  /// present configuration of the NIC.
  ///
  /// Throws if a file cannot be read or is not UTF-8, or if the files have a form that `persist`
  /// cannot change, such as a `mapping` stanza for the NIC.
  var files: BootFiles {
    get throws(GuestError) {
      let all = try InterfacesSources(guest: guest, isStrict: true).files
      for file in all { try check(file) }
      let isDone = all.contains { hasBond($0.text) }
      if !isDone { for file in all { try checkName(file) } }
      let (sources, role) = try sorted(all, isDone: isDone)
      let (making, kept) = isDone ? ([], nil) : (try making, try kept(sources, role))
      var found = BootFiles([])
      var isWhole = (made: true, automatic: false)
      // Whether a line has ifup bring up the bond is known after all files.
      for addsAutomatic in [false, true] where !isWhole.automatic && isWhole.made {
        var lines = InterfacesLines(
          synthetic, in: bond, making: making, kept: kept, addsAutomatic: addsAutomatic)
        found.changes = changes(of: sources, with: role, &lines)
        isWhole = lines.isWhole
      }
      if !isDone, !isWhole.made {
        let added = try fromState(found.changes)
        found.changes = found.changes.filter { $0.path != added.path } + [added]
      }
      found.changes = found.changes.filter { $0.isChange } + (try clientConfigurations)
      found.bridge = bridge(in: sources)
      return found
    }
  }

  /// Returns the options for the NIC's hardware, which stay with the NIC; nil if nothing has to stay
  /// with it. `role` are the stanzas of files that are made anew at each boot.
  private func kept(
    _ sources: [(path: String, text: String)], _ role: String
  ) throws(GuestError) -> [String]? {
    var hardware = InterfacesLines.hardwareOptions(in: role, of: synthetic)
    for file in sources {
      hardware += InterfacesLines.hardwareOptions(in: file.text, of: synthetic)
    }
    let staysKnown = try hasHelper
    return hardware.isEmpty && !staysKnown ? nil : hardware
  }

  /// Returns the change of each file of `sources`, also if it stays as it is. What `lines` makes of
  /// `role` comes at the end of /etc/network/interfaces.
  private func changes(
    of sources: [(path: String, text: String)], with role: String, _ lines: inout InterfacesLines
  ) -> [FileChange] {
    var changes: [FileChange] = []
    for file in sources {
      changes.append(
        FileChange(path: file.path, before: file.text, after: lines.text(file.text)))
    }
    if !role.isEmpty, let index = changes.firstIndex(where: { $0.path == InterfacesSources.main }) {
      changes[index].after = changes[index].after.map { appended(lines.text(role), to: $0) }
    }
    return changes
  }

  /// Returns `text` with `stanzas` after an empty line at its end.
  private func appended(_ stanzas: String, to text: String) -> String {
    text + (text.isEmpty ? "" : text.hasSuffix("\n") ? "\n" : "\n\n") + stanzas
  }

  /// Returns true if `text`, a file of interfaces(5), makes the NIC a member of the bond: in an
  /// `iface` stanza of the bond, for example by `bond-slaves eth0`, or in one of the NIC, by
  /// `bond-master bond0`.
  private func hasBond(_ text: String) -> Bool {
    let nic = NameInValue(synthetic)
    var name = ""
    for words in InterfacesText.words(text) {
      guard let first = words.first else { continue }
      if first == "iface" { name = words.count > 1 ? words[1] : "" }
      if name == synthetic.text, first == "bond-master" || first == "bond_master",
        words.contains(bond.text)
      {
        return true
      }
      guard name == bond.text, words.contains(where: { nic.isIn($0) }) else { continue }
      if words.contains("master") || first.hasSuffix("slaves") || first == "bond-members" {
        return true
      }
    }
    return false
  }

  private func bridge(in sources: [(path: String, text: String)]) -> InterfaceName? {
    guard !request.takeover.settings.movesBridge else { return nil }
    for file in sources {
      var name = ""
      for words in InterfacesText.words(file.text) {
        if words.first == "iface", words.count > 1 { name = words[1] }
        if ["bridge_ports", "bridge-ports"].contains(words.first), words.contains(synthetic.text) {
          return InterfaceName(name)
        }
      }
    }
    return nil
  }

  /// The lines for the stanza of the bond that make the bond and add the NIC to it, such as
  /// `pre-up ip link add bond0 …`, without indentation.
  ///
  /// The module is loaded with `max_bonds=0`, because it would otherwise make a bond0 by itself.
  /// The NIC is set down before it joins: bonding accepts no member that is up. Throws if a lease
  /// file cannot be examined.
  private var making: [String] {
    get throws(GuestError) {
      let address = request.nic.hardwareAddress.map { "address \($0) " } ?? ""
      let size = request.mtu.map { ["pre-up ip link set dev \(bond) mtu \($0)"] } ?? []
      return try [
        "pre-up modprobe bonding max_bonds=0 || true",
        "pre-up ip link show dev \(bond) >/dev/null 2>&1 || ip link add \(bond) "
          + "\(address)type bond mode active-backup miimon \(request.monitoring)",
      ] + size + [
        "pre-up ip link set dev \(synthetic) down",
        "pre-up ip link set dev \(synthetic) master \(bond)",
      ] + leases + ["post-down ip link delete dev \(bond)"]
    }
  }

  /// The lines for the stanza of the bond that copy the NIC's lease files of dhclient(8) for the
  /// bond. dhclient keeps its client identifier in these files, one for each interface.
  ///
  /// Empty if the NIC has no lease file. Throws if a lease file cannot be examined.
  private var leases: [String] {
    get throws(GuestError) {
      var lines: [String] = []
      for name in ["dhclient", "dhclient6"] {
        let (old, new) = ("\(name).\(synthetic).leases", "\(name).\(bond).leases")
        guard try guest.ownership(of: "/var/lib/dhcp/\(old)") != nil else { continue }
        lines.append(
          "pre-up cd /var/lib/dhcp && { [ -s \(new) ] || sed 's/\"\(synthetic)\"/\"\(bond)\"/' "
            + "\(old) >\(new); } || true")
      }
      return lines
    }
  }

  /// The changes of the configuration files of dhcpcd and dhclient: settings for the NIC alone name
  /// the bond instead. Empty if there are no such settings. Throws if a file cannot be read or is
  /// not UTF-8.
  private var clientConfigurations: [FileChange] {
    get throws(GuestError) {
      var changes = try request.clientConfiguration("/etc/dhcpcd.conf", .dhcpcd, guest)
      for path in ["/etc/dhcp/dhclient.conf", "/etc/dhclient.conf"] {
        changes += try request.clientConfiguration(path, .dhclient, guest)
      }
      return changes
    }
  }
}

extension IfupdownFiles {
  /// Returns the change that adds stanzas for the bond with the present configuration of the NIC.
  /// Used if no file has a stanza for the NIC.
  ///
  /// The stanzas go into a new file in /etc/network/interfaces.d if ifup(8) reads that folder, else
  /// to the end of /etc/network/interfaces as changed by `changes`. Throws if a file cannot be read
  /// or is not UTF-8.
  private func fromState(_ changes: [FileChange]) throws(GuestError) -> FileChange {
    let path = "\(InterfacesSources.main).d/hyperv-vf-\(bond)"
    let text = try stanzas
    if try InterfacesSources(guest: guest).reads(path) {
      return try guest.change(path, to: text)
    }
    let present = changes.first { $0.path == InterfacesSources.main }?.after ?? ""
    return try guest.change(InterfacesSources.main, to: appended(text, to: present))
  }

  private var stanzas: String {
    get throws(GuestError) {
      var text = try (hasHelper ? "iface \(synthetic) inet manual\n\n" : "") + "auto \(bond)\n"
      for (index, stanza) in live.enumerated() {
        let options = (index == 0 ? try making : []) + stanza.options
        text += "iface " + bond.text + " " + stanza.words + "\n"
        for option in options { text += "    " + option + "\n" }
      }
      return text
    }
  }

  /// An `iface` stanza for the bond. `words` are the family and the method, such as `inet static`;
  /// `options` are the lines below, such as `address 10.1.2.4/24`, without indentation.
  private struct Stanza {
    var words: String
    var options: [String]
  }

  private var live: [Stanza] {
    let found: [Stanza] = AddressFamily.allCases.compactMap { family in
      if request.leases(family) { return Stanza(words: "\(family.rawValue) dhcp", options: []) }
      guard let first = request.addresses(family).first else { return nil }
      let routes = request.routes(family).map { route in
        "up ip route replace \(route.destination) via "
          + "\(route.gateway.map { "\($0.withoutZone)" } ?? "") dev \(bond)"
      }
      let others = request.addresses(family).dropFirst()
        .map { "up ip address replace \($0) dev \(bond)" }
      return Stanza(
        words: "\(family.rawValue) static", options: ["address \(first)"] + others + routes)
    }
    return found.isEmpty ? [Stanza(words: "inet manual", options: [])] : found
  }
}
