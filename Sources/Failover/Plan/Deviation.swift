/// Where the programs do by default what FreeBSD's scripts do not, because those cut the machine off or
/// lose configuration there. `endlessLoop` alone holds in the scripts' modes, too. The numbers are those
/// of the manual and of the dry run.
package enum Deviation: Int, Hashable, Sendable, CaseIterable {
  /// Adding the ports fails: undone.
  case portsRefused = 1
  /// The arguments of rc.conf are rejected: undone.
  case argumentsRejected
  /// dhclient fails: the old addresses serve until a lease replaces them.
  case noLease
  /// A command hangs: it is ended.
  case hung
  /// An earlier run was cut short, or the lagg was made empty: completed.
  case incomplete
  /// Aliases, `ipv4_addrs_IF`, the description and VLANs follow.
  case aliasesFollow
  /// Routes that went with the address are put back.
  case routesFollow
  /// rc.conf is silent: the live addresses follow.
  case liveFollows
  /// Members are compared as whole words.
  case wholeWords
  /// Only a DHCP client of the interface is ended.
  case onlyClients
  /// Two runs at once: one waits.
  case oneAtATime
  /// The bond is somebody else's: left alone.
  case foreignBond
  /// Odd arguments are refused.
  case oddArguments
  /// The delay is read from every rc.conf file.
  case delayEverywhere
  /// The pid file is found where current releases put it.
  case pidFileFound
  /// An override that others may write is refused.
  case overrideUnsafe
  /// Nothing is touched in transparent mode.
  case transparent
  /// There is an off switch.
  case offSwitch
  /// The stock rule's dhclient stays off a member.
  case stockRule
  /// The takeover is made before the VF comes up, or in the order that costs the fewest packets.
  case beforeUp = 20
  /// A VF that returns joins before it comes up.
  case joinsFirst
  /// Routes that lead through a member are replaced.
  case staleRoutes
  /// Addresses are removed one by one, and never in a loop that has no end.
  case endlessLoop
  /// The DHCP client on the bond has the arguments and the configuration of the one before.
  case sameClient
  /// What the VF has follows as well.
  case vfFollows
  /// A NIC that is a member of something else, or that others are built on, is refused.
  case heldElsewhere
  /// The VF is the one that the kernel names for the NIC, whatever that is called.
  case vfOfKernel
  /// Addresses that are live and not in rc.conf follow beside those of rc.conf.
  case liveBeside
  /// Routes of every FIB follow.
  case everyFIB
  /// The stock rule's pccard_ether stays off a VF.
  case stockRuleOfVF
  /// A takeover that failed is tried once more.
  case retry

  /// `D3`.
  package var name: String { "D\(rawValue)" }
}
