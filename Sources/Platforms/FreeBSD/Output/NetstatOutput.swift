import Failover

/// The static routes in `text`, the output of `netstat -rnW`: those with the flag S, through a
/// gateway or directly on the link (usr.bin/netstat, route.c). `fib` is the number of the FIB that
/// was queried; the routes record it unless it is 0. Empty if there are none. Routes of addresses
/// and of router advertisements are left out, since they come back by themselves.
///
/// The columns between Flags and Netif differ between releases, so the head of each table shows
/// where Netif is. Throws `.notUnderstood` at a line that is shorter or has an unknown form.
func netstatRoutes(_ text: String, fib: Int = 0) throws(GuestError) -> [Route] {
  var routes: [Route] = []
  var family = AddressFamily.inet
  var netif: Int?
  for line in text.lines {
    let words = line.words
    switch words.first {
    case nil, "Routing": continue
    case "Internet:": family = .inet
    case "Internet6:": family = .inet6
    case "Destination": netif = words.firstIndex(of: "Netif")
    default:
      guard let netif, words.count > max(netif, 2) else {
        throw .notUnderstood(by: FreeBSD.netstat, line: String(line))
      }
      if var route = try route(words, family, netif: words[netif], line: String(line)) {
        if fib > 0 { route.attributes = ["-fib", String(fib)] }
        routes.append(route)
      }
    }
  }
  return routes
}

private func route(
  _ words: [String], _ family: AddressFamily, netif: String, line: String
) throws(GuestError) -> Route? {
  // Static (S), or of a routing daemon (1, 2 or 3), and neither a blackhole nor a reject route.
  guard words[2].utf8.contains(where: { "S123".utf8.contains($0) }),
    !words[2].utf8.contains(where: { "BR".utf8.contains($0) })
  else { return nil }
  guard let interface = InterfaceName(netif) else {
    throw .notUnderstood(by: FreeBSD.netstat, line: line)
  }
  let gateway = IPAddress(words[1])
  guard gateway != nil || !words[2].contains("G") else {
    throw .notUnderstood(by: FreeBSD.netstat, line: line)
  }
  return Route(to: words[0], family: family, via: gateway, through: interface)
}
