import Failover

/// Keyfiles of NetworkManager (nm-settings-keyfile(5)); it takes none that others may read.
struct NetworkManagerFiles {
  let request: BondAtBoot
  let guest: any GuestView

  private static var folder: String { "/etc/NetworkManager/system-connections" }

  /// The bond with its configuration, and its first member. Their priority wins over the profile that
  /// the NIC has now.
  var files: [FileChange] {
    get throws(GuestError) {
      let size = request.mtu.map { "mtu=\($0)\n" } ?? ""
      let address = request.nic.hardwareAddress.map { "cloned-mac-address=\($0)\n" } ?? ""
      let bond = """
        [connection]
        id=hyperv-vf-\(request.bond)
        type=bond
        interface-name=\(request.bond)
        autoconnect-priority=100
        autoconnect-slaves=1

        [ethernet]
        \(address)\(size)
        [bond]
        mode=active-backup
        miimon=\(request.monitoring)

        """
      let member = """
        [connection]
        id=hyperv-vf-\(request.synthetic)
        type=ethernet
        interface-name=\(request.synthetic)
        master=\(request.bond)
        slave-type=bond
        autoconnect-priority=100
        \(size.isEmpty ? "" : "\n[ethernet]\n\(size)")
        """
      return [
        try file(request.bond, bond + (try present ?? fromState)),
        try file(request.synthetic, member),
      ]
    }
  }

  private func file(_ name: InterfaceName, _ text: String) throws(GuestError) -> FileChange {
    try guest.change(
      "\(Self.folder)/hyperv-vf-\(name).nmconnection", to: text, permissions: 0o600)
  }

  /// What the profile says that the synthetic NIC has now.
  private var present: String? {
    get throws(GuestError) {
      guard let number = try guest.line(of: "\(Linux.net)/\(request.synthetic)/ifindex"),
        let state = try guest.line(of: "/run/NetworkManager/devices/\(number)"),
        let id = IniSections(state).value(of: "connection-uuid", in: "device")
      else { return nil }
      for folder in [Self.folder, "/run/NetworkManager/system-connections"] {
        for name in try guest.names(in: folder) ?? [] {
          guard let bytes = try guest.contents(of: "\(folder)/\(name)") else { continue }
          let profile = IniSections(String(decoding: bytes, as: UTF8.self))
          guard profile.value(of: "uuid", in: "connection") == id else { continue }
          return profile.text(where: { ["ipv4", "ipv6", "proxy"].contains($0) })
        }
      }
      return nil
    }
  }

  private var fromState: String { section(.inet, "ipv4") + section(.inet6, "ipv6") }

  private func section(_ family: AddressFamily, _ name: String) -> String {
    let addresses = request.addresses(family)
    let router = request.routes(family).first { $0.destination == "default" }
    let others = request.routes(family).filter { $0 != router }
    let isLearnt = family == .inet6 && request.nic.acceptsRouterAdvertisements
    let method =
      if request.leases(family) || isLearnt {
        "auto"
      } else if addresses.isEmpty {
        family == .inet ? "disabled" : "link-local"
      } else {
        "manual"
      }
    return "\n[\(name)]\nmethod=\(method)\n"
      + addresses.enumerated().map { "address\($0 + 1)=\($1)\n" }.joined()
      + (router?.gateway.map { "gateway=\($0.withoutZone)\n" } ?? "")
      + others.enumerated().map { index, route in
        "route\(index + 1)=\(route.destination),\(route.gateway.map { "\($0.withoutZone)" } ?? "")\n"
      }.joined()
  }
}
