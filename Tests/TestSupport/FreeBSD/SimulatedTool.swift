/// The tools of a simulated FreeBSD, by path.
package enum SimulatedTool: String, CaseIterable, Sendable {
  case ifconfig = "/sbin/ifconfig"
  case sysctl = "/sbin/sysctl"
  case dhclient = "/sbin/dhclient"
  case route = "/sbin/route"
  case rtsol = "/sbin/rtsol"
  case daemon = "/usr/sbin/daemon"
  case netstat = "/usr/bin/netstat"
  case ps = "/bin/ps"

  /// The name without the folder.
  package var name: String { String(rawValue.split(separator: "/").last ?? "") }

  /// Returns true if a call with these arguments is of a kind that changes something.
  func changes(_ arguments: [String]) -> Bool {
    switch self {
    case .ps, .netstat: false
    case .sysctl: arguments.first != "-n"
    case .ifconfig:
      arguments.first?.hasPrefix("-") != true
        && !["", "inet", "inet6"].contains(arguments.dropFirst().joined(separator: " "))
    case .dhclient, .route, .rtsol, .daemon: true
    }
  }
}

extension SimulatedMachine {
  /// Runs a tool. Routes that lose what they need are removed.
  mutating func answer(_ tool: SimulatedTool, _ arguments: [String]) -> ToolAnswer {
    if release != nil { return releaseAnswer(tool, arguments) }
    defer { dropUnreachableRoutes() }
    switch tool {
    case .ifconfig: return ifconfig(arguments)
    case .sysctl: return sysctl(arguments)
    case .dhclient: return dhclient(arguments)
    case .route: return route(arguments)
    case .netstat: return netstat()
    case .ps: return ps(arguments)
    case .daemon, .rtsol: return .done
    }
  }
}
