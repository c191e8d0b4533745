import Failover
import RCConf

/// A supported system: its queries, the meaning of their output, and the effects of each change.
/// Everything is observed through a given guest, so that both systems can be tested on either.
package protocol Platform: AnyObject, Sendable {
  /// The order of a takeover, which depends on the kernel.
  var order: Takeover.Order { get }

  /// The rc.conf files if no /etc/defaults/rc.conf names them.
  var configFiles: [String] { get }

  /// The command that prints the prefix of packages (getlocalbase(3)); nil if there is none.
  var localbaseQuestion: Command? { get }

  /// The folder for files that last until the next boot.
  var runFolder: String { get }

  /// The folder for files that stay after a reboot.
  var lastingFolder: String { get }

  /// `settings` in terms of the system, if ifconfig(8) does not take the words of rc.conf. Throws
  /// at a word without an equivalent.
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

  /// The synthetic NIC whose bond `interface` is, if no other program may configure that bond; else
  /// nil.
  func synthetic(
    ofBond interface: InterfaceName, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName?

  /// Whether a NIC can get the name that the system is about to give it.
  func fitness(
    of given: GivenName, for nic: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> NameFitness

  /// Whether the kernel is in transparent mode.
  func transparency(
    of pair: VFPair, settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency

  /// The places with rules and settings that may name interfaces.
  func rules(
    in variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> [RulesSource]

  /// Whether a variable of rc.conf names interfaces for another program; not if a takeover reads it.
  func namesInterfaces(variable: String) -> Bool

  /// The queries that a script for a takeover needs each time it runs.
  func scriptQueries(of synthetic: InterfaceName, bond: InterfaceName) -> ScriptQueries

  /// The systems that can make interfaces at boot.
  var bootSystems: [BootSystem] { get }

  /// The system that configures an interface now; nil if it is unknown.
  func bootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> BootSystem?

  /// The program that makes the interfaces of this guest at boot, if `persist` cannot write its files;
  /// nil if none is known.
  func foreignBootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> ForeignBootSystem?

  /// The changes to the files of `system` that make a bond at boot.
  func bootFiles(
    _ request: BondAtBoot, for system: BootSystem, asking guest: any GuestView
  ) throws(GuestError) -> BootFiles

  /// The name of a synthetic NIC's bond.
  func bondName(
    for synthetic: InterfaceName, settings: Settings, asking guest: any GuestView
  ) throws(ObservationError) -> InterfaceName

  /// The queries that `observe` always needs first, except in compatibility mode. None depends on
  /// another.
  func firstQueries(of synthetic: InterfaceName) -> [Command]

  /// Observes the input of `planUp`. Makes only the queries that its branch needs, unless
  /// `resuming`: after a killed run, everything is observed.
  func observe(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings, scope: Takeover.Scope,
    resuming: Bool, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState

  /// Observes what is possible about a NIC that has arrived before rc.conf is read.
  func inspect(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: any GuestView
  ) throws(GuestError) -> Inspection

  /// Observes the rest of the input of `planAttach`.
  func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> Attachment

  /// The ways to start `program` when the VF of a synthetic NIC is ready.
  func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement]

  /// Observes every pair for `status`.
  func status(
    settings: GeneralSettings, variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> PairsState

  /// Observes the input of `planRelease`: the configuration of the bond and of the synthetic NIC.
  func observeBonded(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings,
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState

  /// The VF that cuts the synthetic NIC off: it is up, so that the host sends only to it, and it is
  /// in no bond with the synthetic NIC. Nil if nothing is cut off. Reads as little of an answer as
  /// possible.
  func vfCuttingOff(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> CuttingVF?

  /// The configuration of a bond after a takeover; nil if it cannot be observed. `seen` is the bond
  /// if it was observed since.
  func holdings(
    of bond: InterfaceName, seen: Interface?, asking guest: any GuestView
  ) throws(GuestError) -> Holdings?

  /// The queries that `holdings` needs. None depends on another.
  var holdingsQueries: [Command] { get }

  /// How the active NIC of a pair can be changed while the VF stays.
  func standbyMeans(in mode: PairState.Mode) -> StandbyMeans

  /// The system's number of a VF's arrival, which differs for each arrival; nil if there is none.
  func arrivalNumber(of vf: InterfaceName, asking guest: any GuestView) throws(GuestError) -> Int?

  /// What a report to attach to a bug report shows of the system.
  var reportParts: [ReportPart] { get }

  /// The file that has the machine's name in it; nil where there is none.
  var hostNameFile: String? { get }

  /// The effects that carry out `action`, in order; empty if the system needs none.
  func effects(of action: Action) -> [Effect]

  /// `action` with its input observed again, just before it runs; nil if nothing is left to do.
  func refreshed(_ action: Action, asking guest: any GuestView) throws(GuestError) -> Action?
}

/// A VF that is up, so that its synthetic NIC is cut off.
package struct CuttingVF: Hashable, Sendable {
  /// Its name.
  package var name: InterfaceName
  /// True if it can be set down: it has no address, route or client that the synthetic NIC lacks,
  /// it is no member, and nothing is built on it.
  package var isFree: Bool

  /// The VF of that name.
  package init(name: InterfaceName, isFree: Bool) {
    self.name = name
    self.isFree = isFree
  }
}

/// An attachment before rc.conf is read, and whether rc.conf matters.
package indirect enum Inspection: Hashable, Sendable {
  /// rc.conf does not matter.
  case decided(Attachment)
  /// rc.conf does not matter, but the scripts would have read /etc/rc.conf, and stop with an error
  /// in it.
  case decidedIfRead(Attachment)
  /// rc.conf matters.
  case open(Attachment)
}

/// The reason why a pair could not be observed.
package indirect enum ObservationError: Error, Hashable, Sendable {
  /// A query failed.
  case guest(GuestError)
  /// The observation forbids to continue.
  case refused(Refusal)
}

extension Inspection {
  /// The attachment so far.
  package var attachment: Attachment {
    switch self {
    case .decided(let attachment), .decidedIfRead(let attachment), .open(let attachment): attachment
    }
  }
}
