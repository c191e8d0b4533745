/// The observed state of a pair, which `status` prints and `verify` checks.
package struct PairState: Hashable, Sendable {
  /// What combines the pair.
  package enum Mode: String, Hashable, Sendable {
    /// The kernel, in transparent mode.
    case transparent
    /// A bond or lagg(4).
    case bond
    /// Nothing: each NIC works alone.
    case none
  }

  /// One NIC of the pair.
  package struct Member: Hashable, Sendable {
    /// The observed interface.
    package var interface: Interface
    /// The driver of the NIC; nil if the system does not show it.
    package var driver: String?
    /// The PCI device of the NIC (`0001:00:02.0`); nil if there is none or the system does not show
    /// it.
    package var device: String?

    /// The NIC `interface`.
    package init(_ interface: Interface, driver: String? = nil, device: String? = nil) {
      self.interface = interface
      self.driver = driver
      self.device = device
    }

    /// The name of the interface.
    package var name: InterfaceName { interface.name }
  }

  /// The synthetic NIC.
  package var synthetic: Member
  /// The permanent hardware address, which both NICs have.
  package var hardwareAddress: HardwareAddress?
  /// The VF; nil if there is none.
  package var vf: Member?
  /// Other NICs that could be the VF as well as `vf`: they have the same hardware address.
  package var otherVFs: [InterfaceName] = []
  /// Other synthetic NICs of the same hardware address.
  package var twins: [InterfaceName] = []
  /// The VF if it is present but cannot join a bond, because a jail or a program such as DPDK has
  /// it. Several VFs if it is unknown which of them belongs to this pair.
  package var used: [UsedVF] = []
  /// What combines the pair.
  package var mode = Mode.none
  /// True if the kernel should have combined the pair in transparent mode, but has not.
  package var awaitsKernel = false
  /// The bond that has one of the NICs as a member, or else an interface with the name of their
  /// bond; nil if there is neither.
  package var bond: Interface?
  /// The primary of the bond: the member that is active whenever it has a link. Nil if there is
  /// none or the system has no such setting.
  package var primary: InterfaceName?
  /// True on Linux, whose bonds have a setting for the primary. False on FreeBSD, where the first
  /// port of a lagg(4) is the primary.
  package var hasPrimary = false
  /// The NIC that carries the packets; nil if none does.
  package var active: InterfaceName?
  /// The DHCP clients of the two NICs and of the bond.
  package var clients: [DHCPClient] = []
  /// The default routes through the two NICs or the bond.
  package var defaultRoutes: [Route] = []
  /// The program that configures the VF as a NIC of its own, such as NetworkManager; nil if none
  /// does.
  package var owner: NetworkOwner?
  /// The VF in the newest event of the history; nil if there is none.
  package var recordedVF: InterfaceName?
  /// The time at which a failed takeover is tried again, in seconds since 1970; nil if no retry is
  /// pending.
  package var retryDue: Int?
  /// The variable of rc.conf that says that the pair should have a VF: `hyperv_vf_enable_IF` with
  /// the value YES. Nil if the variable has no such value.
  package var expectedBy: String?
  /// The variable of rc.conf that switches the programs off for this pair; nil if they are on.
  package var offSwitch: String?

  /// A synthetic NIC without a VF.
  package init(of synthetic: Member) { self.synthetic = synthetic }

  /// The interfaces of the pair, beginning with the one that has the configuration.
  package var interfaces: [Interface] {
    [isBonded ? bond : nil, synthetic.interface, vf?.interface].compactMap { $0 }
  }

  /// The interface that should have the addresses and routes: the bond if there is one, else the
  /// synthetic NIC.
  package var configuredInterface: Interface {
    isBonded ? bond ?? synthetic.interface : synthetic.interface
  }

  /// True if the bond has one of the NICs as a member.
  package var isBonded: Bool {
    guard let members = bond?.bond?.members else { return false }
    return members.contains { $0 == synthetic.name || $0 == vf?.name }
  }

  /// True if `name` is one of the two NICs or the bond.
  package func has(_ name: InterfaceName) -> Bool {
    interfaces.contains { $0.name == name } || bond?.name == name
  }
}

/// All pairs of a guest, and devices that may belong to one.
package struct PairsState: Hashable, Sendable {
  /// The pairs, sorted by the name of the synthetic NIC.
  package var pairs: [PairState]
  /// PCI devices from Hyper-V that have no driver and so are no NICs (`0001:00:02.0`).
  package var idleDevices: [String]
  /// VFs that are present but cannot join a bond, because a jail or a program such as DPDK has
  /// them, and that belong to no known pair.
  package var used: [UsedVF]
  /// Synthetic NICs in vnet jails (FreeBSD).
  package var jailed: [JailedNIC] = []

  /// Sets `twins` of each pair: the other synthetic NICs with its hardware address.
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

  /// The state with these pairs and devices.
  package init(_ pairs: [PairState], idleDevices: [String] = [], used: [UsedVF] = []) {
    self.pairs = pairs
    self.idleDevices = idleDevices
    self.used = used
  }
}

/// A synthetic NIC in a vnet jail (`ifconfig hn0 vnet www`). The jail configures it.
package struct JailedNIC: Hashable, Sendable {
  /// The name of the NIC in the jail.
  package var name: InterfaceName
  /// The name of the jail.
  package var jail: String

  /// The NIC `name` in `jail`.
  package init(_ name: InterfaceName, in jail: String) {
    self.name = name
    self.jail = jail
  }
}
