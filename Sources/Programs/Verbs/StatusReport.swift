import Failover
import Guest
import Platforms
import RCConf

/// The state of the pairs of this guest as observed once, with their recorded history.
struct StatusReport {
  /// The observed pairs. Each also has its settings from rc.conf and its recorded VF.
  var state: PairsState
  /// The history that the programs have recorded; nil if this user may not read it.
  let history: History?

  /// A report of pairs that the caller has observed, with their recorded history; nil if it cannot
  /// be read.
  init(_ state: PairsState, _ history: History?) {
    self.state = state
    self.history = history
  }

  /// Observes the pairs of `guest`. `variables` are those of rc.conf, and the next argument is the
  /// recorded history; nil if it cannot be read. `retry` returns the pending retry for a synthetic
  /// NIC; nil if there is none. `detail` is how much is observed. Throws if a query fails, or if
  /// rc.conf has an invalid value.
  init(
    _ platform: any Platform, _ guest: any GuestView, _ variables: Variables, _ history: History?,
    _ detail: StatusDetail = .whole, retry: (InterfaceName) -> Retry? = { _ in nil }
  ) throws(Failure) {
    self.history = history
    let settings = try Self.settings(variables)
    do throws(GuestError) {
      state = try platform.status(detail, settings: settings, variables: variables, asking: guest)
    } catch {
      throw .guest(error)
    }
    state.findTwins()
    for index in state.pairs.indices {
      Self.complete(&state.pairs[index], variables, history)
      state.pairs[index].retryDue = retry(state.pairs[index].synthetic.name)?.due
    }
  }

  private static func settings(_ variables: Variables) throws(Failure) -> GeneralSettings {
    do throws(ConfigError) {
      return try GeneralSettings(variables)
    } catch {
      throw .value(error)
    }
  }

  // Static, since a method would keep a reference to the pairs, so that changing one would copy all
  // of them.
  private static func complete(
    _ pair: inout PairState, _ variables: Variables, _ history: History?
  ) {
    let part = pair.synthetic.name.variablePart
    let events = history?.events(of: pair.synthetic.name) ?? []
    pair.recordedVF = events.last?.vf
    pair.offSwitch = variables.offSwitch(for: part)
    let own = "hyperv_vf_enable_\(part)"
    pair.expectedBy = variables[own]?.yesNo == true ? own : nil
  }

  /// Keeps only the pairs of the interfaces named by `words`; keeps all pairs if there are no
  /// words.
  ///
  /// Throws if an interface belongs to no pair. The error lists the pairs, and says whether there
  /// is an interface of this name: `existing` returns the names of all interfaces.
  mutating func restrict(
    to words: [String], existing: () throws(Failure) -> [InterfaceName]
  ) throws(Failure) {
    guard !words.isEmpty else { return }
    var chosen: [PairState] = []
    var jailed: [JailedNIC] = []
    for word in words {
      guard let name = InterfaceName(word) else { throw .usage(.notAnInterface(word)) }
      if let found = state.jailed.first(where: { $0.name == name }) {
        jailed.append(found)
        continue
      }
      guard let pair = state.pairs.first(where: { $0.has(name) }) else {
        let pairs = state.pairs.map { VFPair($0.synthetic.name, vf: $0.vf?.name) }
        throw .noPair(NoPair(name, exists: try existing().contains(name), pairs: pairs))
      }
      if !chosen.contains(pair) { chosen.append(pair) }
    }
    state = PairsState(chosen)
    state.jailed = jailed
  }

  /// The recorded events of a pair, newest last; empty if there are none or they cannot be read.
  func events(of pair: PairState) -> [History.Event] {
    history?.events(of: pair.synthetic.name) ?? []
  }
}

extension StatusReport {
  /// Observes the running system and returns the report. If `words` is not empty, only about the
  /// pairs of these interfaces. Throws if a query fails, or if such an interface belongs to no
  /// pair.
  ///
  /// If rc.conf has an error, calls `report` with its text and uses the default settings; throws
  /// the error if `report` is nil.
  static func live(
    of words: [String], mayUseShell: Bool, ignoringErrors report: ((String) -> Void)? = nil
  ) throws(Failure) -> StatusReport {
    let platform = try Main.platform()
    let guest = LiveGuest(
      environment: { ChildEnvironment.standard }, commandTimeout: GeneralSettings().commandTimeout)
    let variables = try variables(on: platform, mayUseShell, report)
    // Only root may read the folder.
    let history = try? EventLog(in: platform.runFolder).history()
    var survey = try StatusReport(platform, guest, variables, history) { name in
      let text = (try? StateFile.retry(of: name, in: platform.runFolder).read()) ?? nil
      return text.flatMap { Retry($0) }.flatMap { $0.isDue(secondsSince1970()) ? $0 : nil }
    }
    try survey.restrict(to: words) { () throws(Failure) in
      do throws(GuestError) {
        return try platform.interfaces(asking: guest)
      } catch {
        throw .guest(error)
      }
    }
    return survey
  }

  /// Returns a function that observes what `watch` follows of the pairs of the running system
  /// (`StatusDetail.trafficPath`) each time it is called, and throws if a query fails. rc.conf is read once, now. If rc.conf has an error, calls `report`
  /// with its text and uses the default settings.
  static func observer(
    mayUseShell: Bool, ignoringErrors report: @escaping (String) -> Void
  ) throws(Failure) -> () throws(Failure) -> [PairState] {
    let platform = try Main.platform()
    let variables = try variables(on: platform, mayUseShell, report)
    return { () throws(Failure) in
      let guest = LiveGuest(
        environment: { ChildEnvironment.standard },
        commandTimeout: GeneralSettings().commandTimeout)
      return try StatusReport(platform, guest, variables, nil, .trafficPath).state.pairs
    }
  }

  /// The variables of rc.conf. If rc.conf has an error, calls `report` with its text and returns no
  /// variables; throws the error if `report` is nil.
  private static func variables(
    on platform: any Platform, _ mayUseShell: Bool, _ report: ((String) -> Void)?
  ) throws(Failure) -> Variables {
    do throws(Failure) {
      let variables = try ConfigFiles.live(on: platform).load(mayUseShell: mayUseShell).0
      _ = try settings(variables)
      return variables
    } catch {
      guard let report else { throw error }
      report(Warning.defaultsTaken(error.text).text)
      return Variables([])
    }
  }
}
