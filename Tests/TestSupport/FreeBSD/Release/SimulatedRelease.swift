import Failover

/// The state of a release's kernel besides the interfaces and the routes of the machine.
///
/// `shared/freebsd-15.1` has recordings of FreeBSD 15.1. The files in this folder behave in the
/// same way.
package struct SimulatedRelease: Equatable, Sendable {
  /// An address of an interface.
  struct Held: Hashable, Sendable {
    var name: String
    var entry: InterfaceAddress
  }

  /// The version of FreeBSD: `15.1`.
  package var number: String
  /// True if the host sends to a VF that is up, and to its synthetic NIC only otherwise.
  package var hasDataPath: Bool
  /// The leases that dhclient(8) gets, by hardware address. Other NICs all get the same lease.
  package var leases: [String: SimulatedLease] = [:]
  /// The synthetic NIC of each VF.
  package internal(set) var synthetics: [String: String] = [:]
  /// The interfaces in the order in which they appeared.
  var order: [String] = []
  /// The addresses in the order in which they were added.
  var held: [Held] = []
  /// The interface of each connected network.
  var owners: [Held] = []
  /// The routes whose gateway no address of their interface reached when they were added.
  var offLink: Set<SimulatedMachine.Route> = []
  /// The hardware addresses that ports had before they joined a lagg.
  var ownAddresses: [String: String] = [:]

  /// A kernel without any interfaces or addresses.
  init(_ number: String, hasDataPath: Bool) {
    self.number = number
    self.hasDataPath = hasDataPath
  }
}

/// A lease of a DHCP server.
package struct SimulatedLease: Decodable, Equatable, Sendable {
  /// The address.
  package var addr: String
  /// The prefix length of the address.
  package var len: Int
  /// The gateway of the default route; nil if the lease has none.
  package var router: String?
}

extension SimulatedMachine {
  /// The kernel of the machine's release. A recorded machine has an empty one.
  var kernel: SimulatedRelease {
    get { release ?? SimulatedRelease("", hasDataPath: false) }
    set { release = newValue }
  }

  /// Completes the state of a machine with a release, before its first command.
  package mutating func boot() {
    kernel.order = names
    for name in names {
      if let first = nics[name]?.laggport?.first { nics[name]?.primary = first }
    }
    learnSysctls()
    kernel.synthetics = pairs
    settle()
    kernel.offLink = Set(routes.filter { !isOnLink($0) })
  }

  /// The synthetic NIC of each VF, from sysctl. A recorded machine has one variable for each NIC
  /// instead of a map.
  private var pairs: [String: String] {
    let map = (sysctl["hw.hn.vfmap"] ?? "").split(separator: " ").map { pair in
      pair.split(separator: ":").map(String.init)
    }
    let each = sysctl.compactMap { oid, vf in
      oid.wholeMatch(of: /dev\.hn\.(\d+)\.vf/).map { [vf, "hn\($0.output.1)"] }
    }
    return Dictionary(
      (map + each).filter { $0.count == 2 && nics[$0[0]] != nil }.map { ($0[0], $0[1]) },
      uniquingKeysWith: { first, _ in first })
  }

  private mutating func learnSysctls() {
    let parts = kernel.number.split(separator: ".").compactMap { Int($0) } + [0]
    let minor = parts[1] < 10 ? "0\(parts[1])" : "\(parts[1])"
    let usual = [
      "user.localbase": "/usr/local", "kern.osrelease": "\(kernel.number)-RELEASE",
      "kern.osreldate": "\(parts[0])\(minor)000", "kern.vm_guest": "hv", "net.fibs": "1",
    ]
    sysctl.merge(usual) { own, _ in own }
  }
}
