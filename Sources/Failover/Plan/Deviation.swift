/// A difference from the scripts of FreeBSD, in a situation where the scripts cut the guest off or
/// lose configuration. The comments name the situation and what these programs do. In compatibility
/// mode only `endlessLoop` remains. hyperv_vfup(8) lists all by number.
package enum Deviation: Int, Hashable, Sendable, CaseIterable {
  /// Adding the ports fails: everything is undone.
  case portsRefused = 1
  /// ifconfig rejects the arguments of rc.conf: everything is undone.
  case argumentsRejected
  /// dhclient gets no lease: the old addresses stay until a lease replaces them.
  case noLease
  /// A command hangs: the command is ended.
  case hung
  /// A run was killed before its end, or the lagg lost its configuration: the next run finishes the
  /// work.
  case incomplete
  /// Aliases, `ipv4_addrs_IF`, the description and VLANs move to the bond.
  case aliasesFollow
  /// Routes that disappeared with the address are added again.
  case routesFollow
  /// rc.conf has nothing for the NIC: the addresses that it has now move to the bond.
  case liveFollows
  /// Names of members are compared as a whole: mlxen10 is not taken for mlxen1.
  case wholeWords
  /// Only a DHCP client of the interface gets a signal.
  case onlyClients
  /// Two runs at once: one waits.
  case oneAtATime
  /// A lagg with the name of the bond has another purpose: the lagg is not changed.
  case foreignBond
  /// Invalid arguments of the programs are refused.
  case oddArguments
  /// `hyperv_vf_delay` is read from every rc.conf file, not only from /etc/rc.conf.
  case delayEverywhere
  /// The pid file of dhclient is found where current releases have it, in /var/run/dhclient.
  case pidFileFound
  /// An override that users other than root may write to is refused.
  case overrideUnsafe
  /// In transparent mode nothing is done.
  case transparent
  /// `hyperv_vf_enable="NO"` switches the programs off.
  case offSwitch
  /// The VF leaves: the stock rule of devd starts no dhclient on a member of the bond.
  case stockRule
  /// The takeover is made before the VF comes up; or, if the VF is up already, in the order that
  /// loses the fewest packets.
  case beforeUp = 20
  /// A VF that returns joins the bond before it comes up.
  case joinsFirst
  /// Routes through a member of the bond are replaced by routes through the bond.
  case staleRoutes
  /// Addresses are removed one by one, in a loop that ends.
  case endlessLoop
  /// The DHCP client on the bond has the arguments and the configuration of the old one.
  case sameClient
  /// The addresses, routes and DHCP client of the VF move to the bond.
  case vfFollows
  /// A NIC that is a member of another interface, or that other interfaces are built on, is
  /// refused.
  case heldElsewhere
  /// The VF is the one that the kernel lists for the synthetic NIC, whatever the VF's name is.
  case vfOfKernel
  /// Addresses that the NIC has and rc.conf does not have move to the bond, in addition to those of
  /// rc.conf.
  case liveBeside
  /// Routes of every FIB (setfib(1)) move to the bond, not only those of FIB 0.
  case everyFIB
  /// A VF appears: the stock rule of devd, which starts each new NIC, does not start the VF.
  case stockRuleOfVF
  /// A failed takeover is tried again once.
  case retry

  /// `D3`.
  package var name: String { "D\(rawValue)" }
}
