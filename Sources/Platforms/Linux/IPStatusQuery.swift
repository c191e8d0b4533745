import Failover

/// What one child process tells of all interfaces.
struct IPStatusAnswer: Hashable {
  /// The addresses of each interface, in the kernel's order.
  var addresses: [InterfaceName: [InterfaceAddress]] = [:]
  /// The default routes, those learnt from routers among them.
  var defaultRoutes: [Route] = []
}

/// One question to ip(8): all addresses, and the default routes of the main table.
///
/// As in `IPRouteQuery`, the line of a link marks where IPv6 begins.
struct IPStatusQuery {
  /// The command that asks it.
  var command: Command {
    Command(
      Linux.ip, ["-oneline", "-batch", "-"],
      input: "address show\nroute show exact 0.0.0.0/0\nlink show dev lo\nroute show exact ::/0\n")
  }

  /// Reads what the command printed.
  ///
  /// An address of a kind that is not understood, a tunnel's for one, is nothing that a pair can have.
  func answer(from text: String) -> IPStatusAnswer {
    var answer = IPStatusAnswer()
    var family = AddressFamily.inet
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      if words.first == "default" {
        if let route = route(words, family) { answer.defaultRoutes.append(route) }
      } else if words.count > 2, words[1].hasSuffix(":") {
        family = .inet6
      } else if words.count > 2, let name = InterfaceName(words[1]),
        let address = IPAddressLine(words, on: name).address
      {
        answer.addresses[name, default: []].append(address)
      }
    }
    return answer
  }

  private func route(_ words: [String], _ family: AddressFamily) -> Route? {
    let value = { (word: String) in
      zip(words, words.dropFirst()).first { $0.0 == word }?.1
    }
    guard let name = value("dev").flatMap(InterfaceName.init) else { return nil }
    return Route(
      to: "default", family: family, via: value("via").flatMap(IPAddress.init), through: name)
  }
}
