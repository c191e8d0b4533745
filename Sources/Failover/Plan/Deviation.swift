/// A difference between these programs and FreeBSD's scripts, in a situation where the scripts cut
/// the guest off or lose configuration. The raw value is the number in hyperv_vfup(8), where all
/// are listed: `D1` to `D31`. In compatibility mode only `endlessLoop` remains.
package enum Deviation: Int, Hashable, Sendable, CaseIterable {
  /// Adding the ports to the lagg fails. These programs undo everything; FreeBSD's scripts leave a
  /// lagg that makes later runs fail.
  case portsRefused = 1
  /// ifconfig rejects the arguments in rc.conf. These programs undo everything; FreeBSD's scripts
  /// leave a lagg without addresses.
  case argumentsRejected
  /// dhclient gets no lease. These programs keep the old addresses until a lease replaces them;
  /// with FreeBSD's scripts there is no address.
  case noLease
  /// A command hangs. These programs end it after a time limit; with FreeBSD's scripts, devd hangs
  /// too.
  case hung
  /// A run was killed, or the lagg lost its configuration. The next run of these programs finishes
  /// the work; FreeBSD's scripts configure nothing.
  case incomplete
  /// The NIC has aliases, `ipv4_addrs_IF`, a description or VLANs. These programs move them to the
  /// bond; FreeBSD's scripts lose them, or leave them on the NIC.
  case aliasesFollow
  /// The kernel removes routes together with the address of the NIC. These programs add them again
  /// through the bond; FreeBSD's scripts do not.
  case routesFollow
  /// rc.conf has nothing for the NIC. These programs move its present addresses to the bond;
  /// FreeBSD's scripts lose them.
  case liveFollows
  /// The lagg has the port mlxen10, and the VF is mlxen1. These programs compare whole names;
  /// FreeBSD's scripts take mlxen1 for a port already and do not add it.
  case wholeWords
  /// The pid file of dhclient is stale. These programs send a signal only to a DHCP client of the
  /// interface; FreeBSD's scripts send it to whatever process has that id.
  case onlyClients
  /// Two runs start at once. With these programs one works and the other waits; with FreeBSD's
  /// scripts each makes half of a bond.
  case oneAtATime
  /// A lagg with the name of the bond exists for another purpose. These programs refuse the
  /// takeover and do not change it; FreeBSD's scripts add the VF to it.
  case foreignBond
  /// The arguments of a program are invalid. These programs refuse them; FreeBSD's scripts make
  /// them part of a path.
  case oddArguments
  /// `hyperv_vf_delay` is set in another file than /etc/rc.conf, such as /etc/rc.conf.local. These
  /// programs use it; FreeBSD's scripts ignore it.
  case delayEverywhere
  /// The pid file of dhclient is in /var/run/dhclient, as in current releases. These programs find
  /// it; FreeBSD's scripts do not, so that two clients run.
  case pidFileFound
  /// Users other than root may write to an override, a program of the administrator. These programs
  /// refuse to run it; FreeBSD's scripts run it as root.
  case overrideUnsafe
  /// The kernel combines the pair itself, in transparent mode. These programs do nothing; FreeBSD's
  /// scripts build a lagg over the VF.
  case transparent
  /// Switching the takeovers off. These programs read `hyperv_vf_enable="NO"` in rc.conf; for
  /// FreeBSD's scripts, rules of devd must be commented out.
  case offSwitch
  /// The VF leaves, and the link of the synthetic NIC comes up. A devd rule of these programs keeps
  /// dhclient off the ports of a lagg; with FreeBSD's scripts, the stock rule of devd starts one.
  case stockRule
  /// The host sends to the VF as soon as it is up. These programs make the takeover before that,
  /// or, if the VF is up already, move the address and the default route first. FreeBSD's scripts
  /// begin when the VF is up, and the synthetic NIC receives nothing meanwhile.
  case beforeUp = 20
  /// The VF returns. With these programs it joins the bond and then comes up; with FreeBSD's
  /// scripts it comes up and then joins.
  case joinsFirst
  /// A route leads through a member of the bond. These programs replace it by a route through the
  /// bond; FreeBSD's scripts leave it, and packets are lost.
  case staleRoutes
  /// The addresses of the synthetic NIC are removed, since FreeBSD 14. The loop of these programs
  /// ends when no address is left; the loop of FreeBSD's scripts never ends.
  case endlessLoop
  /// A DHCP client was running. These programs start the client of the bond with the same arguments
  /// and configuration; FreeBSD's scripts start one with default arguments.
  case sameClient
  /// The VF has addresses, routes or a DHCP client. These programs move them to the bond; FreeBSD's
  /// scripts do not.
  case vfFollows
  /// The NIC is in a bridge or another lagg, or something is built on it. These programs put the
  /// bond into a bridge if `hyperv_vf_bridge_IF` is set, and into a VRF; otherwise they refuse the
  /// takeover. FreeBSD's scripts build a lagg over the NIC.
  case heldElsewhere
  /// NICs were renamed. These programs take the VF that the kernel lists for the synthetic NIC;
  /// FreeBSD's scripts take the one with the same digits in its name.
  case vfOfKernel
  /// The NIC has addresses that rc.conf does not have, besides those of rc.conf. These programs
  /// move them to the bond too; FreeBSD's scripts remove them.
  case liveBeside
  /// The NIC has routes in other FIBs (setfib(1)) than FIB 0. These programs move them to the bond;
  /// FreeBSD's scripts lose them.
  case everyFIB
  /// A VF appears. A devd rule of these programs leaves it alone; with FreeBSD's scripts, the stock
  /// rule of devd starts it like any new NIC, with a DHCP client if `ifconfig_DEFAULT` says so.
  case stockRuleOfVF
  /// A takeover failed. These programs try it again once, after 60 seconds; FreeBSD's scripts leave
  /// the guest without VF until it arrives again.
  case retry

  /// The number as hyperv_vfup(8) writes it, with `D` before it: `D3`.
  package var name: String { "D\(rawValue)" }
}
