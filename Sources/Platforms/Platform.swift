import Failover
import RCConf

/// A supported system, FreeBSD or Linux: the queries that observe it, how their output is read, and
/// the commands that change it. Each query goes through a `GuestView` parameter, so that a test can
/// simulate either system on the other one.
package protocol Platform: AnyObject, Sendable {
  /// The order of the steps of a takeover. With `.lagg`, both NICs join the bond, and then the
  /// addresses move. With `.bonding`, the VF joins, the addresses move, and then the synthetic NIC
  /// joins, since bonding refuses a member that is up.
  var order: Takeover.Order { get }

  /// The paths of the rc.conf files to read, if there is no /etc/defaults/rc.conf that names them.
  var configFiles: [String] { get }

  /// The command that prints the folder of installed packages, such as /usr/local
  /// (getlocalbase(3)). Nil on Linux, which has no such folder.
  var localbaseQuestion: Command? { get }

  /// The path of this project's folder for files that last until the next boot.
  var runFolder: String { get }

  /// The path of this project's folder for files that stay after a reboot.
  var lastingFolder: String { get }

  /// Returns `settings`, those of rc.conf for the NIC `synthetic`, in the terms of this system.
  /// Linux translates the words of ifconfig(8) and route(8) into addresses, routes and so on; it
  /// throws at a word without an equivalent. FreeBSD returns `settings` unchanged. `variables` are
  /// those of rc.conf; `scope` says how much of a takeover is planned.
  func prepared(
    _ settings: Settings, of synthetic: InterfaceName, scope: Takeover.Scope,
    in variables: Variables
  ) throws(ConfigError) -> Settings

  /// The names of all interfaces, in the order in which the system lists them. Throws if a query
  /// fails.
  func interfaces(asking guest: any GuestView) throws(GuestError) -> [InterfaceName]

  /// Every synthetic NIC with its VF, in the order in which the system lists the synthetic NICs.
  /// Empty if there is no synthetic NIC. Throws if a query fails.
  func pairs(
    settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> [VFPair]

  /// True if the interface may be a NIC of a pair, as far as this is known before rc.conf is read.
  /// Throws if a query fails.
  func mayBePaired(
    _ interface: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool

  /// Returns the synthetic NIC of the bond `interface`, if hyperv_vfup makes and configures this
  /// bond, so that no network manager may configure it. Nil for any other interface. Throws if a
  /// query fails.
  func synthetic(
    ofBond interface: InterfaceName, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName?

  /// Returns whether the interface `nic` can get the name `given`, to which udev(7) is about to
  /// rename it. Throws if a query fails.
  func fitness(
    of given: GivenName, for nic: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> NameFitness

  /// Returns whether the kernel is in transparent mode for `pair`: it combines the two NICs itself,
  /// without a bond. Throws if a query fails.
  func transparency(
    of pair: VFPair, settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency

  /// The files and commands whose text may name interfaces: rules of packet filters, and settings
  /// of other programs. `variables` are those of rc.conf, which has the paths of some files. Throws
  /// if a query fails.
  func rules(
    in variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> [RulesSource]

  /// True if `variable` is the name of an rc.conf variable that names interfaces for another
  /// program: `dhcpd_ifaces`. False for variables that a takeover reads, such as `ifconfig_hn0`.
  func namesInterfaces(variable: String) -> Bool

  /// The shell commands by which an override in sh(1), a program of the administrator, observes the
  /// synthetic NIC and the bond each time it runs.
  func scriptQueries(of synthetic: InterfaceName, bond: InterfaceName) -> ScriptQueries

  /// The boot systems, such as networkd, for which `hyperv_vfctl persist` can write files that make
  /// a bond at boot.
  var bootSystems: [BootSystem] { get }

  /// The one of `bootSystems` that configures the interface `name` now; nil if none of them is
  /// known to. Throws if a query fails.
  func bootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> BootSystem?

  /// The program, such as wicked, that configures the interface `name` at boot, if
  /// `hyperv_vfctl persist` cannot write files for that program. Nil if there is no such program.
  /// Throws if a query fails.
  func foreignBootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> ForeignBootSystem?

  /// The changes to the files of `system` with which `system` makes the bond of `request` at each
  /// boot. Throws if a query fails.
  func bootFiles(
    _ request: BondAtBoot, for system: BootSystem, asking guest: any GuestView
  ) throws(GuestError) -> BootFiles

  /// The name of the bond for the NIC `synthetic`: the name that rc.conf sets, or else lagg0 for
  /// hn0 on FreeBSD and bond0 for eth0 on Linux. Throws if a query fails, or if the name would be
  /// too long.
  func bondName(
    for synthetic: InterfaceName, settings: Settings, asking guest: any GuestView
  ) throws(ObservationError) -> InterfaceName

  /// The queries that `observe` always makes first, except in compatibility mode. They can run at
  /// the same time, since none depends on the result of another. Empty on Linux.
  func firstQueries(of synthetic: InterfaceName) -> [Command]

  /// Observes the state from which `planUp` plans the takeover of `synthetic` by `bond`. Makes only
  /// the queries that are needed for `scope`. If `resuming` is true, another run was killed, and
  /// everything is observed. Throws if a query fails or its output has an unknown form.
  func observe(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings, scope: Takeover.Scope,
    resuming: Bool, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState

  /// Returns what can be known before rc.conf is read about `interface`, a NIC that has just
  /// appeared. `stage` is the stage of hyperv_vfattach that is running. Throws if a query fails.
  func inspect(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: any GuestView
  ) throws(GuestError) -> Inspection

  /// Returns `attachment`, which `inspect` has found for a new NIC, completed with everything that
  /// depends on rc.conf. `planAttach` makes its plan from the result. Throws if a query fails.
  func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> Attachment

  /// The ways to start hyperv_vfup, whose path is `program`, when the VF of a synthetic NIC is
  /// ready. All of them are used. Empty on FreeBSD, where an event of the kernel starts
  /// hyperv_vfup. Throws if a query fails.
  func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement]

  /// Observes every pair, with the bond and the active NIC of each, and as much else as `detail`
  /// asks for. Throws if a query fails.
  func status(
    _ detail: StatusDetail, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> PairsState

  /// Observes the state from which `planRelease` plans the removal of a bond: the configuration of
  /// the bond and of the synthetic NIC. Throws if a query fails.
  func observeBonded(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings,
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState

  /// Returns the VF that cuts the synthetic NIC off; nil if none does. Such a VF is up, so that the
  /// host sends only to the VF, and no working bond combines it with the synthetic NIC. Reads only
  /// the needed words of each line of output. Throws if a query fails.
  func vfCuttingOff(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> CuttingVF?

  /// The addresses and default routes that the guest has after a takeover; nil if they cannot be
  /// observed. `seen` is the bond as observed after the takeover; if it is nil, `observedBond` observes
  /// the bond itself. Throws if a query fails.
  func observedBond(
    of bond: InterfaceName, seen: Interface?, asking guest: any GuestView
  ) throws(GuestError) -> ObservedBond?

  /// The commands that `observedBond` always runs. They can run at the same time. Empty on Linux, where
  /// `observedBond` only reads files.
  var observedBondQueries: [Command] { get }

  /// Returns how `hyperv_vfctl standby` makes the synthetic NIC the active one while the VF stays,
  /// for a pair in `mode`. `.none` if that is impossible.
  func standbyMeans(in mode: PairState.Mode) -> StandbyMeans

  /// A number that differs for each arrival of the VF `vf`; nil if the system has no such number,
  /// or if the VF is gone. Throws if a query fails.
  func arrivalNumber(of vf: InterfaceName, asking guest: any GuestView) throws(GuestError) -> Int?

  /// The commands whose output, and the files whose contents, `hyperv_vfctl report` shows.
  var reportParts: [ReportPart] { get }

  /// The path of the file that contains the host name; nil on FreeBSD, where a command prints it.
  var hostNameFile: String? { get }

  /// The effects, such as commands and writes to files, that carry out `action` on this system, in
  /// order. Empty if the system needs none.
  func effects(of action: Action) -> [Effect]

  /// Returns the part of `action` that is still to be done; nil if nothing is left. Called just
  /// before `action` runs, so that it neither removes what is gone nor adds what exists. Throws if
  /// a query fails.
  func refreshed(_ action: Action, asking guest: any GuestView) throws(GuestError) -> Action?
}

/// A VF that cuts its synthetic NIC off: it is up, so that the host sends all packets to it, and no
/// working bond combines the two NICs.
package struct CuttingVF: Hashable, Sendable {
  /// The name of the VF.
  package var name: InterfaceName
  /// True if the VF has no use of its own, so that it can be set down: it is in no other bond or
  /// bridge, no interface is built on it, and it has no address, route or DHCP client of its own.
  package var isFree: Bool

  /// The VF `name`, which can be set down if `isFree` is true.
  package init(name: InterfaceName, isFree: Bool) {
    self.name = name
    self.isFree = isFree
  }
}

/// The result of `Platform.inspect`: what is known about a NIC that has just appeared, and whether
/// rc.conf is needed to decide what to do. The value of each case is what is known.
package indirect enum Inspection: Hashable, Sendable {
  /// No variable of rc.conf matters for this NIC. rc.conf is not read.
  case decided(Attachment)
  /// No variable of rc.conf matters for this NIC. But /etc/rc.conf is checked: at an error in it,
  /// the scripts of FreeBSD would have stopped.
  case decidedButChecked(Attachment)
  /// Variables of rc.conf matter for this NIC. `Platform.examine` completes the value.
  case open(Attachment)
}

/// The reason why `Platform.bondName` found no name for the bond.
package indirect enum ObservationError: Error, Hashable, Sendable {
  /// A query failed. The value says which one and why.
  case guest(GuestError)
  /// No takeover is possible. The value is the reason, such as a name that would be too long.
  case refused(Refusal)
}

extension Inspection {
  /// What is known about the NIC so far: the value of the case.
  package var attachment: Attachment {
    switch self {
    case .decided(let attachment), .decidedButChecked(let attachment), .open(let attachment):
      attachment
    }
  }
}
