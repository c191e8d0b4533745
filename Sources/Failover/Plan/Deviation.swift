/// A difference from the scripts of FreeBSD, where these cut the guest off or lose configuration.
/// In compatibility mode only `endlessLoop` remains. hyperv_vfup(8) lists them by number.
package enum Deviation: Int, Hashable, Sendable, CaseIterable {
  /// Adding the ports fails: everything is undone.
  case portsRefused = 1
  /// ifconfig rejects the arguments of rc.conf: everything is undone.
  case argumentsRejected
  /// dhclient gets no lease: the old addresses stay until a lease replaces them.
  case noLease
  /// A command hangs: it is ended.
  case hung
  /// A run was killed, or the lagg lost its configuration: the work is finished.
  case incomplete
  /// Aliases, `ipv4_addrs_IF`, the description and VLANs follow.
  case aliasesFollow
  /// Routes that disappeared with the address are added again.
  case routesFollow
  /// rc.conf has nothing for the NIC: the live addresses follow.
  case liveFollows
  /// Members are compared as whole words.
  case wholeWords
  /// Only a DHCP client of the interface gets a signal.
  case onlyClients
  /// Two runs at once: one waits.
  case oneAtATime
  /// The bond has another purpose: it is left alone.
  case foreignBond
  /// Invalid arguments are refused.
  case oddArguments
  /// The delay is read from every rc.conf file.
  case delayEverywhere
  /// The pid file of current releases is found.
  case pidFileFound
  /// An override that others than root may write is refused.
  case overrideUnsafe
  /// In transparent mode nothing is done.
  case transparent
  /// A variable switches the programs off.
  case offSwitch
  /// The stock rule of devd starts no dhclient on a member.
  case stockRule
  /// The takeover is made before the VF comes up, or in the order that loses the fewest packets.
  case beforeUp = 20
  /// A VF that returns joins before it comes up.
  case joinsFirst
  /// Routes through a member are replaced.
  case staleRoutes
  /// Addresses are removed one by one, in a loop that ends.
  case endlessLoop
  /// The DHCP client on the bond has the arguments and the configuration of the old one.
  case sameClient
  /// The configuration of the VF follows.
  case vfFollows
  /// A NIC that is a member of another interface, or that other interfaces are built on, is
  /// refused.
  case heldElsewhere
  /// The VF is the one that the kernel lists for the NIC, whatever its name is.
  case vfOfKernel
  /// Live addresses that are not in rc.conf follow in addition to those of rc.conf.
  case liveBeside
  /// Routes of every FIB follow.
  case everyFIB
  /// The stock rule of devd does not start a VF.
  case stockRuleOfVF
  /// A failed takeover is tried again once.
  case retry

  /// `D3`.
  package var name: String { "D\(rawValue)" }
}
