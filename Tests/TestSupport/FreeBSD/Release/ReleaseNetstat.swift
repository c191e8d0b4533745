import Failover

extension SimulatedMachine {
  /// `netstat -rnW` of a release: the routes, the connected networks, and the own addresses.
  func releaseNetstat() -> ToolAnswer {
    .says("Routing tables\n" + releaseTable(.inet, "Internet") + releaseTable(.inet6, "Internet6"))
  }

  private func releaseTable(_ family: AddressFamily, _ title: String) -> String {
    let remote = routes.filter { $0.family == family }.map { route in
      releaseRow(route.dest, route.gateway, flags(of: route), route.netif)
    }
    let connected = kernel.owners.filter { $0.entry.family == family }.map { owner in
      releaseRow("\(owner.entry)", link(owner.name), "U", owner.name)
    }
    let own = kernel.held.filter { $0.entry.family == family }.map { held in
      releaseRow("\(held.entry.address)", link("lo0"), "UHS", "lo0")
    }
    let head = "Destination        Gateway            Flags   Nhop#    Mtu    Netif Expire\n"
    return "\n\(title):\n\(head)" + (remote + connected + own).joined()
  }

  private func flags(of route: Route) -> String {
    if !route.isDirect { return "UGS" }
    return route.dest.contains("/") ? "US" : "UHS"
  }

  private func link(_ name: String) -> String {
    "link#\((kernel.order.firstIndex(of: name) ?? 8) + 1)"
  }

  private func releaseRow(
    _ destination: String, _ hop: String, _ flags: String, _ name: String
  ) -> String {
    let padded = { (text: String, width: Int) in
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    return "\(padded(destination, 18)) \(padded(hop, 18)) \(padded(flags, 8)) 7   1500 \(name)\n"
  }
}
