import Failover

/// interfaces(5) of ifupdown: the bond is made by ip(8) itself, for which no other package is needed.
struct IfupdownFiles {
  let request: BondAtBoot
  let guest: any GuestView

  private static var main: String { "/etc/network/interfaces" }

  /// A stanza of the synthetic NIC: its family and method, and its options.
  private struct Stanza {
    var words: String
    var options: [String]
  }

  /// One file for the bond; the lines about the synthetic NIC itself have to go.
  var files: BootFiles {
    get throws(GuestError) {
      var stanzas: [Stanza] = []
      var inTheWay: [String] = []
      for path in try sources { try read(path, &stanzas, &inTheWay) }
      if stanzas.isEmpty { stanzas = fromState }
      var text = "auto \(request.bond)\n"
      for (index, stanza) in stanzas.enumerated() {
        text += "iface \(request.bond) \(stanza.words)\n"
        let options = (index == 0 ? making : []) + stanza.options
        text += options.map { "    \($0)\n" }.joined()
      }
      return BootFiles(
        [BootFile("\(Self.main).d/hyperv-vf-\(request.bond)", text)], inTheWay: inTheWay)
    }
  }

  private var sources: [String] {
    get throws(GuestError) {
      let folder = Self.main + ".d"
      return [Self.main] + (try guest.names(in: folder) ?? []).map { "\(folder)/\($0)" }
    }
  }

  /// bonding makes a bond0 by itself unless it is told not to, and takes no member that is up.
  private var making: [String] {
    let address = request.nic.hardwareAddress.map { "address \($0) " } ?? ""
    let size = request.mtu.map { ["pre-up ip link set dev \(request.bond) mtu \($0)"] } ?? []
    return [
      "pre-up modprobe bonding max_bonds=0 || true",
      "pre-up ip link show dev \(request.bond) >/dev/null 2>&1 || ip link add \(request.bond) "
        + "\(address)type bond mode active-backup miimon \(request.monitoring)",
    ] + size + [
      "pre-up ip link set dev \(request.synthetic) down",
      "pre-up ip link set dev \(request.synthetic) master \(request.bond)",
      "post-down ip link delete dev \(request.bond)",
    ]
  }

  private func read(
    _ path: String, _ stanzas: inout [Stanza], _ inTheWay: inout [String]
  ) throws(GuestError) {
    guard let bytes = try guest.contents(of: path) else { return }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: { $0.isNewline })
    var isOwn = false
    for (index, line) in lines.enumerated() {
      let words = line.words
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      let isOption = !Self.keywords.contains(first) && !first.hasPrefix("allow-")
      if !isOption {
        isOwn = words.dropFirst().first == request.synthetic.text && first == "iface"
        if isOwn {
          stanzas.append(Stanza(words: words.dropFirst(2).joined(separator: " "), options: []))
        }
        let names = first == "auto" || first.hasPrefix("allow-")
        guard isOwn || (names && words.contains(request.synthetic.text)) else { continue }
      } else if isOwn {
        // The bond has the NIC's address from the start.
        if first != "hwaddress" {
          stanzas[stanzas.count - 1].options.append(words.joined(separator: " "))
        }
      } else {
        continue
      }
      inTheWay.append("\(path):\(index + 1): \(words.joined(separator: " "))")
    }
  }

  private static var keywords: Set<String> {
    [
      "auto", "iface", "mapping", "source", "source-directory", "template", "no-auto-down",
      "no-scripts", "rename",
    ]
  }

  private var fromState: [Stanza] {
    AddressFamily.allCases.compactMap { family in
      if request.leases(family) { return Stanza(words: "\(family.rawValue) dhcp", options: []) }
      guard let first = request.addresses(family).first else { return nil }
      let routes = request.routes(family).map { route in
        "up ip route replace \(route.destination) via "
          + "\(route.gateway.map { "\($0.withoutZone)" } ?? "") dev \(request.bond)"
      }
      let others = request.addresses(family).dropFirst()
        .map { "up ip address replace \($0) dev \(request.bond)" }
      return Stanza(
        words: "\(family.rawValue) static", options: ["address \(first)"] + others + routes)
    }
  }
}
