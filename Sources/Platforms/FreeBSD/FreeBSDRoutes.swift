import Failover

// The routing tables, one for each FIB (setfib(1)).

extension FreeBSD {
  /// The name of the sysctl variable with the number of routing tables (FIBs).
  static let fibsOID = "net.fibs"

  /// The static routes of all routing tables (FIBs); empty if there are none. `text` is the value
  /// of the sysctl variable net.fibs, the number of FIBs; nil counts as 1. Throws if netstat(1)
  /// fails or a line has an unknown form.
  func routes(ofFIBs text: String?, asking guest: any GuestView) throws(GuestError) -> [Route] {
    let count = max(1, text.flatMap { Int($0) } ?? 1)
    return try routes(of: Array(0..<count), asking: guest)
  }

  /// The static routes that the guest has now in the routing tables (FIBs) of the routes `those`.
  /// Empty if there are none. Throws if netstat(1) fails or a line has an unknown form.
  func routes(
    besides those: [Route], asking guest: any GuestView
  ) throws(GuestError) -> [Route] {
    var fibs: [Int] = []
    for route in those {
      let fib = route.fib.flatMap { Int($0) } ?? 0
      if !fibs.contains(fib) { fibs.append(fib) }
    }
    return try routes(of: fibs, asking: guest)
  }

  private func routes(of fibs: [Int], asking guest: any GuestView) throws(GuestError) -> [Route] {
    var routes: [Route] = []
    for fib in fibs {
      routes += try netstatRoutes(guest.output(of: Self.routingTables(ofFIB: fib)), fib: fib)
    }
    return routes
  }

  /// The netstat(1) command that prints the routing tables of the FIB with the number `fib`. The
  /// option `-W` keeps long IPv6 addresses whole.
  static func routingTables(ofFIB fib: Int) -> Command {
    Command(netstat, fib == 0 ? ["-rnW"] : ["-rnW", "-F", String(fib)])
  }

  static var routingTables: Command { routingTables(ofFIB: 0) }
}

extension Route {
  /// The number of the route's FIB, as text; nil for FIB 0.
  var fib: String? { zip(attributes, attributes.dropFirst()).first { $0.0 == "-fib" }?.1 }
}
