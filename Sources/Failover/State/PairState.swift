/// The observed state of a pair, which `hyperv_vfctl status` prints and `hyperv_vfctl verify`
/// checks.
package struct PairState: Hashable, Sendable {
  /// What combines the two NICs of a pair.
  package enum Mode: String, Hashable, Sendable {
    /// The kernel combines the two NICs itself, in transparent mode.
    case transparent
    /// A bond or lagg(4) has at least one of the two NICs as a member.
    case bond
    /// Nothing combines the pair: each NIC works alone, or there is no VF.
    case none
  }

  /// One NIC of the pair: the synthetic NIC or the VF.
  package struct Member: Hashable, Sendable {
    /// The interface of the NIC as it was observed.
    package var interface: Interface
    /// The driver of the NIC, such as `hv_netvsc`; nil if the system does not show it.
    package var driver: String?
    /// The PCI device of a VF (`0001:00:02.0`). Nil for a synthetic NIC, and on FreeBSD, where it
    /// is not observed.
    package var device: String?
    /// The largest MTU that the NIC can have, in bytes; nil if it was not observed. Observed on
    /// Linux only, for a VF whose MTU is not that of its bond or synthetic NIC.
    package var largestMTU: Int?

    /// The NIC with this interface. `driver` and `device` are nil if they are not known.
    package init(_ interface: Interface, driver: String? = nil, device: String? = nil) {
      self.interface = interface
      self.driver = driver
      self.device = device
    }

    /// The name of the NIC's interface, such as `eth0`.
    package var name: InterfaceName { interface.name }
  }

  /// The synthetic NIC of the pair.
  package var synthetic: Member
  /// The permanent hardware address, which both NICs of the pair have. Nil if the system shows
  /// none.
  package var hardwareAddress: HardwareAddress?
  /// The VF of the pair; nil if there is none, or if it cannot join a bond (`used`).
  package var vf: Member?
  /// NICs in addition to `vf` that could be the VF of this pair, since they have the same hardware
  /// address. Empty in a healthy pair.
  package var otherVFs: [InterfaceName] = []
  /// Other synthetic NICs with the same hardware address. Empty in a healthy pair.
  /// `PairsState.findTwins` sets it.
  package var twins: [InterfaceName] = []
  /// The VF of the pair if it is present but cannot join a bond, because a jail or a program such
  /// as DPDK has it; `vf` is nil then. Several VFs if it is unknown which of them belongs to this
  /// pair. Empty if there is no such VF.
  package var used: [UsedVF] = []
  /// What combines the two NICs.
  package var mode = Mode.none
  /// True if the pair should be combined by the kernel, in transparent mode, but is not yet
  /// (Linux).
  package var awaitsKernel = false
  /// The bond that has at least one of the two NICs as a member. If there is none: an interface
  /// without members that has the name of the pair's bond, such as `bond0`. Nil if there is
  /// neither.
  package var bond: Interface?
  /// The primary of the bond: the member that is active whenever it has a link. Nil if the bond has
  /// none or does not exist, and on FreeBSD.
  package var primary: InterfaceName?
  /// True if the bonds of this system have a setting for the primary: on Linux. False on FreeBSD,
  /// where the first port of a lagg(4) is the primary.
  package var hasPrimary = false
  /// The NIC of the pair that carries the traffic; nil if none does, for example because the bond
  /// is down.
  package var active: InterfaceName?
  /// The DHCP clients that run for the two NICs and the bond; empty if none runs.
  package var clients: [DHCPClient] = []
  /// The default routes through the two NICs and the bond; empty if there are none.
  package var defaultRoutes: [Route] = []
  /// The network manager, such as NetworkManager, that configures the VF although the VF should
  /// have no configuration. Nil if none does, and on FreeBSD.
  package var owner: NetworkOwner?
  /// The VF in the newest recorded event of this pair (`History`). Nil if there is no such event,
  /// if that event names no VF, or if this user may not read the history.
  package var recordedVF: InterfaceName?
  /// The time at which a failed takeover will be tried again, in seconds since 1970; nil if no
  /// retry is pending.
  package var retryDue: Int?
  /// `hyperv_vf_enable_IF`, with the name of the synthetic NIC for IF, if rc.conf sets this
  /// variable to YES: then the pair should have a VF. Nil if rc.conf does not.
  package var expectedBy: String?
  /// The variable of rc.conf that switches the programs off for this pair, such as
  /// `hyperv_vf_enable_eth0`; nil if they are on.
  package var offSwitch: String?

  /// The pair of this synthetic NIC, without a VF and without a bond.
  package init(of synthetic: Member) { self.synthetic = synthetic }

  /// The interfaces of the pair that exist: the bond if it has one of the NICs as a member, then
  /// the synthetic NIC, then the VF.
  package var interfaces: [Interface] {
    [isBonded ? bond : nil, synthetic.interface, vf?.interface].compactMap { $0 }
  }

  /// The interface that should have the addresses and routes: the bond if it has one of the NICs as
  /// a member, else the synthetic NIC.
  package var configuredInterface: Interface {
    isBonded ? bond ?? synthetic.interface : synthetic.interface
  }

  /// True if at least one of the two NICs is a member of `bond`.
  package var isBonded: Bool {
    guard let members = bond?.bond?.members else { return false }
    return members.contains { $0 == synthetic.name || $0 == vf?.name }
  }

  /// True if `name` is the synthetic NIC, the VF or the bond of the pair.
  package func has(_ name: InterfaceName) -> Bool {
    interfaces.contains { $0.name == name } || bond?.name == name
  }
}

/// The observed state of all pairs of a guest, and of devices that may belong to one.
package struct PairsState: Hashable, Sendable {
  /// The pairs, sorted by the name of the synthetic NIC; empty if the guest has no synthetic NIC.
  package var pairs: [PairState]
  /// PCI network devices (`0001:00:02.0`) from Hyper-V that could be VFs, but are no NICs, because
  /// they have no driver or their driver has made none. Empty if there are none, and on FreeBSD.
  package var idleDevices: [String]
  /// VFs that are present but cannot join a bond, because another network namespace or a program
  /// such as DPDK has them, and of which it is unknown to which pair they belong. Empty if there
  /// are none.
  package var used: [UsedVF]
  /// Synthetic NICs in vnet jails (FreeBSD); empty if there are none.
  package var jailed: [JailedNIC] = []

  /// Sets `twins` of each pair to the other synthetic NICs that have its hardware address.
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

  /// The state of a guest with these pairs, devices without a driver, and VFs that cannot join a
  /// bond.
  package init(_ pairs: [PairState], idleDevices: [String] = [], used: [UsedVF] = []) {
    self.pairs = pairs
    self.idleDevices = idleDevices
    self.used = used
  }
}

/// A synthetic NIC that was moved into a vnet jail (`ifconfig hn0 vnet www`). The jail configures
/// it, so the programs leave it alone.
package struct JailedNIC: Hashable, Sendable {
  /// The name of the NIC in the jail, such as `hn0`.
  package var name: InterfaceName
  /// The name of the jail, such as `www`.
  package var jail: String

  /// The NIC `name` in the jail `jail`.
  package init(_ name: InterfaceName, in jail: String) {
    self.name = name
    self.jail = jail
  }
}
