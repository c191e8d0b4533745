import Failover
import RCConf

/// A supported system, FreeBSD or Linux: its queries, the meaning of their output, and the commands
/// for each change. Everything is observed through a given guest, so that the code for both systems
/// can be tested on either.
package protocol Platform: AnyObject, Sendable {
  /// The order of the steps of a takeover: lagg(4) accepts members that are up and configured,
  /// bonding does not.
  var order: Takeover.Order { get }

  /// The rc.conf files to read if there is no /etc/defaults/rc.conf that names them.
  var configFiles: [String] { get }

  /// The command that prints the prefix of packages, such as /usr/local (getlocalbase(3)); nil if
  /// the system has none.
  var localbaseQuestion: Command? { get }

  /// The folder for files that last until the next boot.
  var runFolder: String { get }

  /// The folder for files that stay after a reboot.
  var lastingFolder: String { get }

  /// Returns `settings` in the words of this system, for a takeover of `scope`. Linux translates
  /// the words of ifconfig(8) and route(8) in rc.conf into its own terms, and throws at a word
  /// without an equivalent. FreeBSD returns `settings` unchanged.
  func prepared(
    _ settings: Settings, of synthetic: InterfaceName, scope: Takeover.Scope,
    in variables: Variables
  ) throws(ConfigError) -> Settings

  /// The names of all interfaces, in the order of the system.
  func interfaces(asking guest: any GuestView) throws(GuestError) -> [InterfaceName]

  /// Every synthetic NIC with its VF, in the order of the system.
  func pairs(
    settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> [VFPair]

  /// True if an interface may belong to a pair. Called before rc.conf is read.
  func mayBePaired(
    _ interface: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool

  /// The synthetic NIC whose bond `interface` is, if hyperv_vfup makes and configures that bond, so
  /// that no other program may; else nil.
  func synthetic(
    ofBond interface: InterfaceName, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName?

  /// Returns whether `nic` can get the name `given`, which udev(7) is about to give it.
  func fitness(
    of given: GivenName, for nic: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> NameFitness

  /// Whether the kernel is in transparent mode for a pair: it combines the two NICs itself.
  func transparency(
    of pair: VFPair, settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency

  /// The files and commands with rules of packet filters, and with settings of other programs, that
  /// may name interfaces.
  func rules(
    in variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> [RulesSource]

  /// True if a variable of rc.conf names interfaces for another program: `dhcpd_ifaces`. False for
  /// variables that a takeover reads.
  func namesInterfaces(variable: String) -> Bool

  /// The commands by which an override for sh(1) observes the guest each time the override runs.
  func scriptQueries(of synthetic: InterfaceName, bond: InterfaceName) -> ScriptQueries

  /// The systems, such as networkd, for which `persist` can write files that make a bond at boot.
  var bootSystems: [BootSystem] { get }

  /// The system that configures an interface now; nil if it is unknown.
  func bootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> BootSystem?

  /// The program that makes the interfaces of this guest at boot, if `persist` cannot write files
  /// for that program; nil if none is known.
  func foreignBootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> ForeignBootSystem?

  /// The changes to the files of `system` that make a bond at boot.
  func bootFiles(
    _ request: BondAtBoot, for system: BootSystem, asking guest: any GuestView
  ) throws(GuestError) -> BootFiles

  /// The name of the bond for a synthetic NIC: lagg0 for hn0, bond0 for eth0, or the name in
  /// rc.conf.
  func bondName(
    for synthetic: InterfaceName, settings: Settings, asking guest: any GuestView
  ) throws(ObservationError) -> InterfaceName

  /// The queries that `observe` always needs first, except in compatibility mode. They can run at
  /// the same time.
  func firstQueries(of synthetic: InterfaceName) -> [Command]

  /// Observes what `planUp` needs for the plan of a takeover. Makes only the queries that are
  /// needed for `scope`, unless `resuming` is true: after a killed run, everything is observed.
  func observe(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings, scope: Takeover.Scope,
    resuming: Bool, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState

  /// Observes what can be known, before rc.conf is read, about a NIC that has just appeared, for
  /// this stage of hyperv_vfattach.
  func inspect(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: any GuestView
  ) throws(GuestError) -> Inspection

  /// Returns `attachment`, the result of `inspect`, completed for the plan of an arrived NIC
  /// (`planAttach`). Observes what depends on the settings of rc.conf.
  func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> Attachment

  /// The ways to start `program`, hyperv_vfup, when the VF of a synthetic NIC is ready; empty if
  /// the kernel sends an event itself.
  func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement]

  /// Observes every pair, with the bond, the active NIC and the DHCP clients of each, for `status`.
  func status(
    settings: GeneralSettings, variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> PairsState

  /// Observes what `planRelease` needs for the plan that removes a bond: the configuration of the
  /// bond and of the synthetic NIC.
  func observeBonded(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings,
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState

  /// The VF that cuts the synthetic NIC off: it is up, so that the host sends only to it, and it is
  /// in no bond with the synthetic NIC. Nil if nothing is cut off. Reads only the needed words of
  /// the output of commands.
  func vfCuttingOff(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> CuttingVF?

  /// The addresses and default routes that the guest has after a takeover; nil if they cannot be
  /// observed. `seen` is the bond as observed after the takeover; nil if `holdings` has to observe
  /// the bond itself.
  func holdings(
    of bond: InterfaceName, seen: Interface?, asking guest: any GuestView
  ) throws(GuestError) -> Holdings?

  /// The queries that `holdings` needs. They can run at the same time.
  var holdingsQueries: [Command] { get }

  /// How the synthetic NIC of a pair in `mode` can be made the active one while the VF stays.
  func standbyMeans(in mode: PairState.Mode) -> StandbyMeans

  /// The number that the system gives the arrival of a VF, different for each arrival; nil if the
  /// system has no such number.
  func arrivalNumber(of vf: InterfaceName, asking guest: any GuestView) throws(GuestError) -> Int?

  /// The commands and files that `hyperv_vfctl report` shows of the system.
  var reportParts: [ReportPart] { get }

  /// The file that contains the machine's name; nil if a command prints it.
  var hostNameFile: String? { get }

  /// The effects that carry out `action`, in order; empty if the system needs none.
  func effects(of action: Action) -> [Effect]

  /// Returns the part of `action` that is still to be done; nil if nothing is left. Observes the
  /// guest just before the action runs, so that the action neither removes what is gone nor adds
  /// what exists.
  func refreshed(_ action: Action, asking guest: any GuestView) throws(GuestError) -> Action?
}

/// A VF that cuts its synthetic NIC off: it is up, so that the host sends all packets to it, but it
/// is not in the bond.
package struct CuttingVF: Hashable, Sendable {
  /// The name of the VF.
  package var name: InterfaceName
  /// True if the VF can be set down, since nothing else uses it: it has no address, route or DHCP
  /// client that the synthetic NIC lacks, it is not in another bond or bridge, and no interface is
  /// built on it.
  package var isFree: Bool

  /// The VF `name`, which can be set down if `isFree`.
  package init(name: InterfaceName, isFree: Bool) {
    self.name = name
    self.isFree = isFree
  }
}

/// What is known, before rc.conf is read, about a NIC that has just appeared, and whether rc.conf
/// matters. The value of each case is what is known.
package indirect enum Inspection: Hashable, Sendable {
  /// rc.conf does not matter.
  case decided(Attachment)
  /// rc.conf does not matter. But the scripts would have read /etc/rc.conf and stopped at an error
  /// in it, so that file is checked.
  case decidedIfRead(Attachment)
  /// rc.conf matters, for what is not known yet.
  case open(Attachment)
}

/// The reason why the name of a bond could not be found.
package indirect enum ObservationError: Error, Hashable, Sendable {
  /// A query failed. The value says why.
  case guest(GuestError)
  /// The observation has shown a reason to refuse the takeover. The value is that reason.
  case refused(Refusal)
}

extension Inspection {
  /// What is known about the NIC so far.
  package var attachment: Attachment {
    switch self {
    case .decided(let attachment), .decidedIfRead(let attachment), .open(let attachment): attachment
    }
  }
}
