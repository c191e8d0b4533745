/// A fault of a pair, as `hyperv_vfctl verify` prints it, with the facts that show it.
package indirect enum Finding: Hashable, Sendable {
  /// The reason why a pair should have a VF.
  package enum Expectation: Hashable, Sendable {
    /// The pair had a VF before: the newest recorded event names it. The value is the VF.
    case earlier(InterfaceName)
    /// A variable of rc.conf says that the pair should have a VF. The value is the variable:
    /// `hyperv_vf_enable_eth0`.
    case variable(String)
  }

  /// The synthetic NIC, the first value, has the same hardware address as the synthetic NICs in
  /// `with`. So it is unknown to which of them a VF with that address belongs.
  case sharedAddress(InterfaceName, with: [InterfaceName])
  /// The pair has more than one VF. The first value is the VF that is used; `others` have the same
  /// hardware address.
  case severalVFs(VF, others: [InterfaceName])
  /// The VF is up but has no link, so that it can carry no packets.
  case noLink(VF)
  /// The synthetic NIC, the first value, has no VF now. The second value is the reason why it
  /// should have one.
  case noVF(InterfaceName, Expectation)
  /// A PCI device from Hyper-V, `device` (`0001:00:02.0`), could be a VF but has no driver.
  case noDriver(device: String)
  /// The VF is combined with its synthetic NIC, but carries no packets. `active` is the NIC that
  /// carries them; nil if no NIC does.
  case carriesNothing(VF, active: InterfaceName?)
  /// The kernel should have combined this VF with its synthetic NIC in transparent mode, but has
  /// not. `device` is the PCI device of the VF; nil if the system does not show it.
  case notJoined(VF, device: String?)
  /// Nothing combines this VF with its synthetic NIC, although the programs are on.
  case noBond(VF)
  /// The VF has these addresses, which it should not have. `recipient` is the interface that needs
  /// them instead: the bond, or the synthetic NIC in transparent mode. Nil if the addresses are
  /// only to be removed: that interface has addresses already, and a DHCP client runs for the VF.
  case ownAddresses(VF, [InterfaceAddress], recipient: InterfaceName?)
  /// A DHCP client runs for the VF. `recipient` is the interface that needs a client instead: the
  /// bond, or the synthetic NIC in transparent mode. Nil if that interface has a client or an
  /// address already.
  case ownClient(VF, DHCPClient, recipient: InterfaceName?)
  /// A default route uses the VF. `recipient` is the interface that needs the route instead: the
  /// bond, or the synthetic NIC in transparent mode. Nil if another interface of the pair has a
  /// default route of the same family. `isRemovedWithAddresses` is true if the route disappears
  /// when the addresses of the VF are removed.
  case ownRoute(VF, Route, recipient: InterfaceName?, isRemovedWithAddresses: Bool)
  /// The network manager `by`, such as NetworkManager, configures the VF.
  case managed(VF, by: NetworkOwner)
  /// A bond, the first value, is left over: the kernel combines the pair of the synthetic NIC `of`
  /// in transparent mode, without a bond. `isEmpty` is true if the bond has no members.
  case leftoverBond(InterfaceName, of: InterfaceName, isEmpty: Bool)
  /// One NIC of a pair, the first value, is not a member of `bond`, which has the other NIC. `of`
  /// is the synthetic NIC of the pair.
  case memberMissing(InterfaceName, bond: InterfaceName, of: InterfaceName)
  /// The primary of `bond` is `is`, and should be the VF. `is` is nil if the bond has no primary.
  case wrongPrimary(VF, bond: InterfaceName, is: InterfaceName?)
  /// The bond, the first value, has the hardware address `is`. It should have `expected`, the
  /// address of the pair.
  case foreignAddress(InterfaceName, is: HardwareAddress, expected: HardwareAddress)
  /// The synthetic NIC, the first value, has these addresses, although it is a member of `bond`.
  /// Only the bond should have addresses.
  case configuredBeside(InterfaceName, bond: InterfaceName, [InterfaceAddress])
  /// This DHCP client runs for the synthetic NIC, although that is a member of `bond`. Only the
  /// bond should have a client.
  case clientOfMember(DHCPClient, bond: InterfaceName)
  /// This default route uses a member of `bond`, which receives no packets itself. `isReplaced` is
  /// true if the bond has a default route of the same family too.
  case routeOfMember(Route, bond: InterfaceName, isReplaced: Bool)
  /// A NIC of the pair, the first value, has the MTU of the second value, in bytes. It should have
  /// `expected`, the MTU of the interface `by`: the bond, or the synthetic NIC in transparent mode.
  /// `remedy` says which MTU to set on which interface, so that both are equal.
  case mtu(InterfaceName, Int, expected: Int, by: InterfaceName, remedy: MTUSetting)

  /// An MTU to set on an interface.
  package struct MTUSetting: Hashable, Sendable {
    /// The interface that should get the MTU.
    package var interface: InterfaceName
    /// The MTU, in bytes.
    package var mtu: Int

    /// A setting that gives `interface` the MTU `mtu`, in bytes.
    package init(_ interface: InterfaceName, _ mtu: Int) {
      self.interface = interface
      self.mtu = mtu
    }
  }

  /// The VF of a pair, and its synthetic NIC.
  package struct VF: Hashable, Sendable {
    /// The name of the VF, such as `enP1s1`.
    package var name: InterfaceName
    /// The name of its synthetic NIC, such as `eth0`.
    package var synthetic: InterfaceName

    /// The VF `name` of the synthetic NIC `synthetic`.
    package init(_ name: InterfaceName, of synthetic: InterfaceName) {
      self.name = name
      self.synthetic = synthetic
    }
  }
}
