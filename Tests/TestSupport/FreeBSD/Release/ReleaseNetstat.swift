import Failover

extension SimulatedMachine {
  /// Runs `netstat -rnW [-F FIB]`, which prints the routes, the connected networks, and the own
  /// addresses.
  func releaseNetstat(_ arguments: [String]) -> ToolAnswer {
    let number = arguments.firstIndex(of: "-F").map { arguments[($0 + 1)...].first ?? "" } ?? "0"
    guard let fib = Int(number), hasTable(fib) else {
      return .knowsNot("netstat: \(number): invalid")
    }
    let table = fib == 0 ? nil : fib
    return .says(
      "Routing tables" + (table.map { " (fib: \($0))" } ?? "") + "\n"
        + releaseTable(.inet, "Internet", table) + releaseTable(.inet6, "Internet6", table))
  }

  private func releaseTable(_ family: AddressFamily, _ title: String, _ fib: Int?) -> String {
    let remote = routes.filter { $0.family == family && $0.fib == fib }.map { route in
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
