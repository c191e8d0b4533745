import Failover

/// What the kernel of a release knows beside a machine's interfaces and routes.
///
/// `shared/freebsd-15.1` records how FreeBSD 15.1 behaves; the files beside this one do the same.
package struct SimulatedRelease: Equatable, Sendable {
  /// An address of an interface.
  struct Held: Hashable, Sendable {
    var name: String
    var entry: InterfaceAddress
  }

  /// Of which FreeBSD it is: `15.1`.
  package var number: String
  /// Whether the host sends to a VF that is up, and to its synthetic NIC only otherwise.
  package var hasDataPath: Bool
  /// What dhclient(8) gets, by hardware address; else it is the same for all.
  package var leases: [String: SimulatedLease] = [:]
  /// The synthetic NIC of each VF.
  package internal(set) var synthetics: [String: String] = [:]
  /// The interfaces in the order in which they came.
  var order: [String] = []
  /// The addresses in the order in which they came.
  var held: [Held] = []
  /// Which interface has each connected network.
  var owners: [Held] = []
  /// The routes whose gateway no address of their interface reached when they were added.
  var offLink: Set<SimulatedMachine.Route> = []
  /// The hardware addresses of ports before they joined.
  var ownAddresses: [String: String] = [:]

  /// A kernel that has seen nothing yet.
  init(_ number: String, hasDataPath: Bool) {
    self.number = number
    self.hasDataPath = hasDataPath
  }
}

/// What a DHCP server gives.
package struct SimulatedLease: Decodable, Equatable, Sendable {
  /// The address.
  package var addr: String
  /// The length of its network's prefix.
  package var len: Int
  /// Where the default route leads.
  package var router: String?
}

extension SimulatedMachine {
  /// The kernel of the machine's release; that of a recorded machine knows nothing.
  var kernel: SimulatedRelease {
    get { release ?? SimulatedRelease("", hasDataPath: false) }
    set { release = newValue }
  }

  /// Makes a machine of a release complete, before its first command.
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

  /// What the kernel says of VFs and their NICs; a machine that was recorded says it one by one.
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
