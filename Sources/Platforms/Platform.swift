import Failover
import RCConf

/// What a system promises: how it is asked, what its answers mean, and by which effects a change
/// is made there. Pure: everything that it learns comes through the guest that it is given, so
/// both systems are tested on either.
package protocol Platform: AnyObject, Sendable {
  /// In which order its kernel lets a bond take over.
  var order: Takeover.Order { get }

  /// The rc.conf files that count where no /etc/defaults/rc.conf names them.
  var configFiles: [String] { get }

  /// How the system is asked where its packages are (getlocalbase(3)); nil where it has no such
  /// question.
  var localbaseQuestion: Command? { get }

  /// The folder for what lasts until the next boot.
  var runFolder: String { get }

  /// `settings` with what the system makes of the words of rc.conf, where ifconfig(8) cannot be given
  /// them as they are. Throws at a word that the system cannot have.
  func prepared(
    _ settings: Settings, of synthetic: InterfaceName, scope: Takeover.Scope,
    in variables: Variables
  ) throws(ConfigError) -> Settings

  /// The names of all interfaces, in the system's order.
  func interfaces(asking guest: any GuestView) throws(GuestError) -> [InterfaceName]

  /// Every synthetic NIC, in the system's order, with its VF where it has one now.
  func pairs(
    settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> [VFPair]

  /// Whether an interface could be of a pair, whatever rc.conf says; asked before rc.conf is read.
  func mayBePaired(
    _ interface: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool

  /// The synthetic NIC whose bond `interface` is, where no other program is to run that; nil: of none.
  func synthetic(
    ofBond interface: InterfaceName, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName?

  /// Whether a NIC can get the name that the system is about to give it, as far as its twin is concerned.
  func fitness(
    of given: GivenName, for nic: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> NameFitness

  /// Whether the kernel joins the pair by itself.
  func transparency(
    of pair: VFPair, settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency

  /// Where the rules stand that may name interfaces: packet filters, settings of the kernel's.
  func rules(
    in variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> [RulesSource]

  /// Whether the words of a variable of rc.conf name interfaces for another program; not of one that a
  /// takeover follows.
  func namesInterfaces(variable: String) -> Bool

  /// What a script that stands in for a takeover has to ask each time that it runs.
  func scriptQueries(of synthetic: InterfaceName, bond: InterfaceName) -> ScriptQueries

  /// The systems that may make interfaces at boot.
  var bootSystems: [BootSystem] { get }

  /// The one that runs an interface now; nil where that cannot be told.
  func bootSystem(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> BootSystem?

  /// What makes a bond at boot, in the files of `system`.
  func bootFiles(
    _ request: BondAtBoot, for system: BootSystem, asking guest: any GuestView
  ) throws(GuestError) -> BootFiles

  /// The name of a synthetic NIC's bond.
  func bondName(
    for synthetic: InterfaceName, settings: Settings, asking guest: any GuestView
  ) throws(ObservationError) -> InterfaceName

  /// What `observe` will ask first whatever rc.conf says, unless it says to be the scripts; none of it
  /// needs the answer of another.
  func firstQueries(of synthetic: InterfaceName) -> [Command]

  /// What is to be known before `planUp`. Asks no more than the branch that will be taken needs,
  /// unless `resuming`: what a run left that was cut short can be anything.
  func observe(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings, scope: Takeover.Scope,
    resuming: Bool, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState

  /// What can be said of a NIC that has just arrived before rc.conf is read.
  func inspect(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: any GuestView
  ) throws(GuestError) -> Inspection

  /// The rest of what is to be known before `planAttach`.
  func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> Attachment

  /// How the guest is told that a synthetic NIC's VF is ready, so that `program` runs for it.
  func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement]

  /// Every pair as it is, for who looks and changes nothing.
  func status(
    settings: GeneralSettings, variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> PairsState

  /// What is to be known before `planRelease`: all that the bond and the synthetic NIC have.
  func observeBonded(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings,
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState

  /// The VF that cuts the synthetic NIC off: it is up, so that the host sends to it alone, and no bond
  /// carries the traffic. Nil if nothing is cut off. Reads no more of an answer than that needs.
  func vfCuttingOff(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> CuttingVF?

  /// What a bond has, for a look after a takeover; nil where that cannot be told.
  /// `seen` is the bond as it was observed after that.
  func holdings(
    of bond: InterfaceName, seen: Interface?, asking guest: any GuestView
  ) throws(GuestError) -> Holdings?

  /// The commands that `holdings` will ask; none needs the answer of another.
  var holdingsQueries: [Command] { get }

  /// How the synthetic NIC of a pair can take the traffic over while the VF stays.
  func standbyMeans(in mode: PairState.Mode) -> StandbyMeans

  /// By what the system tells one arrival of a VF from another of the same name; nil where it does not.
  func arrivalNumber(of vf: InterfaceName, asking guest: any GuestView) throws(GuestError) -> Int?

  /// What a report to attach to a bug report shows of the system.
  var reportParts: [ReportPart] { get }

  /// The file that has the machine's name in it; nil where there is none.
  var hostNameFile: String? { get }

  /// By which effects `action` is made, in order; none where the system needs none.
  func effects(of action: Action) -> [Effect]

  /// `action` with what it takes for granted asked anew, just before it is carried out; nil where
  /// there is nothing left of it to do.
  func refreshed(_ action: Action, asking guest: any GuestView) throws(GuestError) -> Action?
}

/// A VF that is up, so that its synthetic NIC is cut off.
package struct CuttingVF: Hashable, Sendable {
  /// Its name.
  package var name: InterfaceName
  /// Whether nothing needs it, so that it can go down: it has no address, route or client that the synthetic
  /// NIC has not, and nothing holds it or is built on it.
  package var isFree: Bool

  /// The VF of that name.
  package init(name: InterfaceName, isFree: Bool) {
    self.name = name
    self.isFree = isFree
  }
}

/// What is known of a NIC that has just arrived, and whether that is enough.
package indirect enum Inspection: Hashable, Sendable {
  /// Nothing that rc.conf says could change it.
  case decided(Attachment)
  /// The same; but the scripts have read /etc/rc.conf by now, and stop where sh cannot go on.
  case decidedIfRead(Attachment)
  /// rc.conf has a say.
  case open(Attachment)
}

/// Why a pair could not be observed.
package indirect enum ObservationError: Error, Hashable, Sendable {
  /// The guest did not answer.
  case guest(GuestError)
  /// What it answered forbids to go on.
  case refused(Refusal)
}

extension Inspection {
  /// What is known so far.
  package var attachment: Attachment {
    switch self {
    case .decided(let attachment), .decidedIfRead(let attachment), .open(let attachment): attachment
    }
  }
}
