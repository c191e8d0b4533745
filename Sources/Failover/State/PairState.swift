/// A synthetic NIC with its VF, as they are: what `status` shows and `verify` judges.
package struct PairState: Hashable, Sendable {
  /// What holds the two together.
  package enum Mode: String, Hashable, Sendable {
    /// The kernel itself.
    case transparent
    /// A bond, or lagg(4).
    case bond
    /// Nothing.
    case none
  }

  /// One NIC of the pair.
  package struct Member: Hashable, Sendable {
    /// What it is seen to be.
    package var interface: Interface
    /// Its driver; nil where the system does not say.
    package var driver: String?
    /// Its device on the PCI bus (`0001:00:02.0`); nil where it has none, or none is shown.
    package var device: String?

    /// The NIC `interface`.
    package init(_ interface: Interface, driver: String? = nil, device: String? = nil) {
      self.interface = interface
      self.driver = driver
      self.device = device
    }

    /// Its name.
    package var name: InterfaceName { interface.name }
  }

  /// The NIC that is always there.
  package var synthetic: Member
  /// The hardware address that both have by themselves.
  package var hardwareAddress: HardwareAddress?
  /// The VF; nil where there is none now.
  package var vf: Member?
  /// NICs that could be its VF as well as that one.
  package var otherVFs: [InterfaceName] = []
  /// Other synthetic NICs of the same hardware address.
  package var twins: [InterfaceName] = []
  /// What is its VF, or one of these is, where that is there and used otherwise.
  package var used: [UsedVF] = []
  /// What holds the two together.
  package var mode = Mode.none
  /// Joining the pair is the kernel's business, and it has not done it.
  package var awaitsKernel = false
  /// The bond: that which has one of the two, or else one of the name that theirs would have.
  package var bond: Interface?
  /// The member that the bond prefers; nil where it prefers none, or the system has no such setting.
  package var primary: InterfaceName?
  /// Whether the system's bonds have a member that they prefer.
  package var hasPrimary = false
  /// The NIC that carries the traffic now; nil: none does.
  package var active: InterfaceName?
  /// DHCP clients of the two and of the bond.
  package var clients: [DHCPClient] = []
  /// Default routes by one of them.
  package var defaultRoutes: [Route] = []
  /// Who else configures the VF.
  package var owner: NetworkOwner?
  /// The VF that it had when something was last recorded of it.
  package var recordedVF: InterfaceName?
  /// When a takeover that failed is tried again, in seconds since 1970; nil: none is due.
  package var retryDue: Int?
  /// The variable of rc.conf by which the administrator expects a VF.
  package var expectedBy: String?
  /// The variable of rc.conf that switches the programs off for it.
  package var offSwitch: String?

  /// A synthetic NIC without a VF.
  package init(of synthetic: Member) { self.synthetic = synthetic }

  /// The interfaces that belong to it, the one that is to be configured first.
  package var interfaces: [Interface] {
    [isBonded ? bond : nil, synthetic.interface, vf?.interface].compactMap { $0 }
  }

  /// The interface that the guest's configuration belongs on.
  package var face: Interface { isBonded ? bond ?? synthetic.interface : synthetic.interface }

  /// Whether the bond has one of the two.
  package var isBonded: Bool {
    guard let members = bond?.bond?.members else { return false }
    return members.contains { $0 == synthetic.name || $0 == vf?.name }
  }

  /// Whether `name` is one of its interfaces.
  package func has(_ name: InterfaceName) -> Bool {
    interfaces.contains { $0.name == name } || bond?.name == name
  }
}

/// All pairs of a guest, and what should be part of one.
package struct PairsState: Hashable, Sendable {
  /// The pairs, by the name of the synthetic NIC.
  package var pairs: [PairState]
  /// PCI functions from Hyper-V that no driver has made a NIC of (`0001:00:02.0`).
  package var idleDevices: [String]
  /// VFs that are used otherwise, and are not known to be of a pair.
  package var used: [UsedVF]
  /// Synthetic NICs that were given to jails with a network of their own (FreeBSD).
  package var jailed: [JailedNIC] = []

  /// Tells each pair which others have its hardware address.
  package mutating func findTwins() {
    for index in pairs.indices {
      let address = pairs[index].hardwareAddress
      guard address != nil else { continue }
      pairs[index].twins = pairs.indices.filter {
        $0 != index && pairs[$0].hardwareAddress == address
      }
      .map { pairs[$0].synthetic.name }
    }
  }

  /// These.
  package init(_ pairs: [PairState], idleDevices: [String] = [], used: [UsedVF] = []) {
    self.pairs = pairs
    self.idleDevices = idleDevices
    self.used = used
  }
}

/// A synthetic NIC that is not here, but in a jail (`ifconfig hn0 vnet www`): its network is the jail's affair.
package struct JailedNIC: Hashable, Sendable {
  /// Its name there.
  package var name: InterfaceName
  /// The jail's name.
  package var jail: String

  /// `name` in `jail`.
  package init(_ name: InterfaceName, in jail: String) {
    self.name = name
    self.jail = jail
  }
}
