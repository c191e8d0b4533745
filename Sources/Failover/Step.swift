/// A change with all that is known about it beforehand: why it is made, what takes it back, and
/// what its failure means.
package struct Step: Hashable, Sendable {
  /// What the runner does when the step fails.
  package enum Failure: Hashable, Sendable {
    /// Take back what was done, newest first, and give up.
    case undo
    /// Go on: the step may fail.
    case goOn
    /// Go on; the program's exit status is that of this step, if no later one has a say.
    case report
    /// Stop right there with this status, printing these words: as a script does.
    case stop(Int32, saying: String?)
    /// Go on with these instead; the program's exit status is that of this step.
    case instead([Step])
  }

  /// What is changed.
  package var action: Action
  /// What takes it back, in this order; empty where a later undo does it or nothing can.
  package var undo: [Action]
  /// Why, for the reader of a dry run.
  package var reason: String
  /// The deviation from FreeBSD's scripts that it is part of.
  package var deviation: Deviation?
  /// What its failure means.
  package var failure: Failure

  /// A step that does `action` because of `reason`.
  package init(
    _ action: Action, undo: [Action] = [], because reason: String, deviation: Deviation? = nil,
    onFailure failure: Failure = .undo
  ) {
    self.action = action
    self.undo = undo
    self.reason = reason
    self.deviation = deviation
    self.failure = failure
  }
}

/// Where the programs do by default what FreeBSD's scripts do not, because those cut the machine
/// off or lose configuration there. The numbers are those of the manual and of the dry run.
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

  /// `D3`.
  package var name: String { "D\(rawValue)" }
}

/// Steps in order, or why there are none.
package struct Plan: Hashable, Sendable {
  /// What there is to do.
  package var steps: [Step]
  /// What is to be said when there is nothing to do, and where.
  package var notice: Notice?
  /// The deviation from FreeBSD's scripts that there is nothing to do.
  package var deviation: Deviation?

  /// These steps.
  package init(_ steps: [Step]) { self.steps = steps }

  /// Whether more is changed than the members of a bond.
  package var changesConfiguration: Bool {
    steps.contains { step in
      switch step.action {
      case .addMember, .setPrimary: false
      default: true
      }
    }
  }

  /// Nothing to do, and why.
  package static func nothing(_ notice: Notice, deviation: Deviation? = nil) -> Plan {
    var plan = Plan([])
    plan.notice = notice
    plan.deviation = deviation
    return plan
  }
}

/// Why a program does nothing.
package enum Notice: Hashable, Sendable {
  /// The VF left before the program ran.
  case detached(InterfaceName)
  /// The kernel does it all.
  case transparent(InterfaceName, String)
  /// The kernel was to join the VF to its synthetic NIC, and did not.
  case notJoined(InterfaceName, to: InterfaceName)
  /// The interface is no VF of a synthetic NIC.
  case notAVF(InterfaceName)
  /// The kernel has no list of VFs: it is too old for any of this.
  case oldKernel
  /// `hyperv_vf_enable` is off, for this reason.
  case disabled(InterfaceName, by: String)
  /// There is no bond to be taken apart.
  case noBond(InterfaceName)
  /// The traffic is where it is wanted.
  case alreadySo(InterfaceName)
  /// All is as it should be.
  case complete(bond: InterfaceName)
}

/// Why nothing may be done, though there would be something to do. Nothing was changed.
package enum Refusal: Error, Hashable, Sendable {
  /// A bond of our name is there and is not ours.
  case foreignBond(InterfaceName, Bond?)
  /// The interface is not there.
  case noInterface(InterfaceName)
  /// It is the VF itself that was named.
  case isTheVF(InterfaceName)
  /// The name of its bond would be longer than a kernel takes.
  case bondNameTooLong(String)
  /// A DHCP client is needed, and none of these is installed.
  case noClient([String])
  /// Another program configures the interface, and would go on doing so.
  case managed(InterfaceName, by: NetworkOwner, bond: InterfaceName, vf: InterfaceName)
  /// The kernel has no bonding, or not yet.
  case noBonding
  /// The interface is a member of another one already: a bridge, a team.
  case held(InterfaceName, by: InterfaceName)
}

/// Programs that configure the NICs of a Linux guest by themselves.
package enum NetworkOwner: Hashable, Sendable {
  /// NetworkManager.
  case networkManager
  /// systemd-networkd.
  case networkd
  /// dhcpcd of all interfaces.
  case dhcpcd
}
