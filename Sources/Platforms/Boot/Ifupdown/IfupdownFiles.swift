import Failover
import RCConf

/// The files of interfaces(5), changed so that ifup(8) makes the bond at boot. The added options
/// run ip(8), so that no package beside ifupdown is needed.
struct IfupdownFiles {
  let request: BondAtBoot
  let guest: any GuestView

  private var synthetic: InterfaceName { request.synthetic }
  private var bond: InterfaceName { request.bond }

  /// The changes of the files that name the NIC: they name the bond instead. If no file names the
  /// NIC, the bond gets the present configuration of the NIC.
  var files: BootFiles {
    get throws(GuestError) {
      let sources = try InterfacesSources(guest: guest).files
      for file in sources { try checkMappings(file) }
      let hardware = sources.flatMap {
        InterfacesLines.hardwareOptions(in: $0.text, of: synthetic)
      }
      let isDone = sources.contains { hasBond($0.text) }
      var lines = InterfacesLines(
        synthetic, in: bond, making: isDone ? [] : try making, hardware: isDone ? [] : hardware)
      var changes: [FileChange] = []
      for file in sources {
        changes.append(
          FileChange(path: file.path, before: file.text, after: lines.text(file.text)))
      }
      var found = BootFiles(changes)
      if !isDone, !lines.isWhole.made {
        found = BootFiles([try fromState(changes)])
      } else if !isDone, !lines.isWhole.automatic, let first = found.changes.first?.path {
        found.changes = changes.map { $0.path == first ? madeAutomatic($0) : $0 }
          .filter { $0.isChange }
      }
      found.changes += try clientConfigurations
      found.bridge = bridge(in: sources)
      return found
    }
  }

  /// Adds the line `auto bond0`, so that ifup(8) makes the bond at boot. Until now the NIC was
  /// brought up by hand.
  private func madeAutomatic(_ change: FileChange) -> FileChange {
    var change = change
    change.after = change.after.map { text in
      text.replacing("iface \(bond) ", with: "auto \(bond)\niface \(bond) ", atMost: 1)
    }
    return change
  }

  /// Throws if a `mapping` stanza, which selects the configuration by a script, is for the NIC: it
  /// would select one without the bond.
  private func checkMappings(_ file: (path: String, text: String)) throws(GuestError) {
    let nic = NameInValue(synthetic)
    for line in file.text.lines where line.words.first == "mapping" && nic.isIn(String(line)) {
      throw .notUnderstood(
        by: "\(file.path): a mapping, which persist cannot follow (write iface stanzas for "
          + "\(synthetic))", line: String(line))
    }
  }

  /// Returns true if the text has a stanza of the bond by which the NIC becomes its member.
  private func hasBond(_ text: String) -> Bool {
    let nic = NameInValue(synthetic)
    var isBond = false
    for line in text.lines {
      let words = line.words
      if words.first == "iface" { isBond = words.dropFirst().first == bond.text }
      guard isBond, nic.isIn(String(line)) else { continue }
      if words.contains("master") || words[0].hasSuffix("slaves") || words[0] == "bond-members" {
        return true
      }
    }
    return false
  }

  private func bridge(in sources: [(path: String, text: String)]) -> InterfaceName? {
    guard !request.takeover.settings.movesBridge else { return nil }
    for file in sources {
      var name = ""
      for line in file.text.lines {
        let words = line.words
        if words.first == "iface", words.count > 1 { name = words[1] }
        if ["bridge_ports", "bridge-ports"].contains(words.first), words.contains(synthetic.text) {
          return InterfaceName(name)
        }
      }
    }
    return nil
  }

  /// The options of the bond's stanza that make the bond. Without `max_bonds=0`, the bonding module
  /// makes a bond0 by itself. The NIC is set down first: bonding accepts no member that is up.
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

  /// Options that copy the leases of the NIC for the bond. dhclient(8) keeps its client identifier
  /// in the lease file of each interface.
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

  /// Changes of the settings of DHCP clients that are for the NIC alone.
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
  /// Returns the change that adds stanzas with the present configuration of the NIC, if no file has
  /// a stanza for it. They go into a new file if ifup reads the folder `interfaces.d`, else to the
  /// end of the main file. `changes` are the other changes of the files.
  private func fromState(_ changes: [FileChange]) throws(GuestError) -> FileChange {
    let path = "\(InterfacesSources.main).d/hyperv-vf-\(bond)"
    let text = try stanzas
    if try InterfacesSources(guest: guest).reads(path) {
      return try guest.change(path, to: text)
    }
    let present = changes.first { $0.path == InterfacesSources.main }?.after ?? ""
    let gap = present.isEmpty ? "" : present.hasSuffix("\n") ? "\n" : "\n\n"
    return try guest.change(InterfacesSources.main, to: present + gap + text)
  }

  private var stanzas: String {
    get throws(GuestError) {
      var text = "auto \(bond)\n"
      for (index, stanza) in live.enumerated() {
        let options = (index == 0 ? try making : []) + stanza.options
        text += "iface \(bond) \(stanza.words)\n" + options.map { "    \($0)\n" }.joined()
      }
      return text
    }
  }

  /// A stanza: its family and method, and its options.
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

extension String {
  /// Returns the text with `new` in place of `old` where a line begins with `old`, at most `limit`
  /// times.
  fileprivate func replacing(_ old: String, with new: String, atMost limit: Int) -> String {
    var left = limit
    return fileLines.map { line -> String in
      guard left > 0, let rest = String(line).removing(prefix: old) else { return String(line) }
      left -= 1
      return new + rest
    }.joined(separator: "\n")
  }
}
