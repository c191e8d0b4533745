import Failover
import Guest
import Platforms
import RCConf

/// Searches the configuration of a guest for settings that do not have the effect that they seem to
/// have (`hyperv_vfctl check`): misspelt variables, rules for a NIC that ignore its bond, files
/// that others may write.
struct ConfigCheck {
  let platform: any Platform
  let guest: any GuestView
  let config: ConfigFiles
  let installation: Installation

  /// Returns the findings about the files of rc.conf and about each pair; empty if all is well.
  /// Throws if a query fails.
  ///
  /// If only /bin/sh can evaluate rc.conf and `mayUseShell` is false, returns only the findings
  /// about the files; if there are none, throws. sh is not used either if a file has a syntax error
  /// or a line that runs a command by mistake: sh would run it, and stop without a line number.
  func findings(mayUseShell: Bool) throws(Failure) -> [ConfigFinding] {
    var variables = Variables()
    var found: [ConfigFinding] = []
    // An error in a file may be the reason why it cannot be read.
    let (check, paths) = (FilesCheck(guest: guest), config.paths(in: variables))
    let files = try check.findings(in: paths)
    let isUnderstood = try check.misread(in: paths).isEmpty
    do throws(Failure) {
      variables = try config.load(mayUseShell: mayUseShell && isUnderstood).0
    } catch {
      if case .needsShell = error, !files.isEmpty { return files }
      guard case .shellStops(let reason) = error else { throw error }
      found.append(ConfigFinding(reason))
    }
    found += try check.findings(in: config.paths(in: variables))
    let ofVariables = VariablesCheck(variables: variables, platform: platform)
    found += ofVariables.own
    let settings = GeneralSettings(lenient: variables)
    for pair in try pairs(settings) {
      found += ofVariables.findings(of: pair.synthetic) + (try override(of: pair.synthetic))
      found += try naming(pair, settings, variables)
    }
    return found.withoutRepetition
  }

  /// Returns the findings that matter to a takeover of `nic` by `bond`: rules and variables that
  /// name the NIC but not the bond, unknown or invalid `hyperv_vf_` variables, and files that
  /// others than root may write. Empty if there are none.
  ///
  /// `variables` are those of rc.conf. Variables of the NIC such as `ifconfig_hn0` are not checked,
  /// since the caller has read them already. Throws if a query fails.
  func findings(
    of nic: InterfaceName, bond: InterfaceName, in variables: Variables
  ) throws(Failure) -> [ConfigFinding] {
    let check = VariablesCheck(variables: variables, platform: platform)
    let files = try FilesCheck(guest: guest).findings(in: config.paths(in: variables))
    let rules = RulesCheck(platform: platform, guest: guest, variables: variables)
    return
      (files + check.own + check.naming(nic, but: bond)
      + (try rules.findings(of: nic, bond: bond, whole: false))).withoutRepetition
  }

  /// Returns the findings about rules and variables that name the synthetic NIC of `pair` but not
  /// its bond, and about settings that do not move to the bond. Empty if the pair gets no bond: in
  /// transparent mode, and if the programs are switched off for the NIC. Throws if a query fails.
  private func naming(
    _ pair: VFPair, _ general: GeneralSettings, _ variables: Variables
  ) throws(Failure) -> [ConfigFinding] {
    let nic = pair.synthetic
    guard variables.offSwitch(for: nic.variablePart) == nil else { return [] }
    var settings = Settings(general: general)
    settings.hasStaticNeighbors = variables.hasStaticNeighbors
    let chosen = variables["hyperv_vf_bond_\(nic.variablePart)"]
    settings.bondName = chosen.flatMap { InterfaceName(String(decoding: $0.bytes, as: UTF8.self)) }
    do throws(GuestError) {
      guard try platform.transparency(of: pair, settings: general, asking: guest) == .no else {
        return []
      }
    } catch {
      throw .guest(error)
    }
    let bond = try platform.nameOfBond(of: nic, settings, asking: guest)
    let check = VariablesCheck(variables: variables, platform: platform)
    let rules = RulesCheck(platform: platform, guest: guest, variables: variables)
    return try check.naming(nic, but: bond) + rules.findings(of: nic, bond: bond, whole: true)
      + unmovedSettings(nic, bond, settings)
  }

  /// Returns findings about settings that a takeover would leave on `nic` instead of moving them to
  /// `bond`, such as a queueing discipline of tc(8) or an XDP program. Empty if there are none, or
  /// if the bond exists already. Also empty if a query fails, since that is no error in the
  /// configuration.
  private func unmovedSettings(
    _ nic: InterfaceName, _ bond: InterfaceName, _ settings: Settings
  ) -> [ConfigFinding] {
    do throws(GuestError) {
      let network = try platform.observe(
        nic, bond: bond, settings: settings, scope: .whole, resuming: false, asking: guest)
      guard network.interface(bond) == nil else { return [] }
      let takeover = Takeover(
        of: nic, by: bond, settings: settings, network: network, order: platform.order)
      return takeover.unmovedSettings.map { $0.finding(bond: bond) }
    } catch {
      return []
    }
  }

  private func pairs(_ settings: GeneralSettings) throws(Failure) -> [VFPair] {
    do throws(GuestError) {
      return try platform.pairs(settings: settings, asking: guest)
    } catch {
      throw .guest(error)
    }
  }

  /// Returns a finding if `nic` has an override (`hyperv_vfup.hn0`) that hyperv_vfup would refuse
  /// to run, for example because others than root may write it. Empty if the override may be run,
  /// or if there is none. Throws if a query fails.
  private func override(of nic: InterfaceName) throws(Failure) -> [ConfigFinding] {
    do throws(GuestError) {
      let found = try Override(of: nic, in: installation.overrideFolders, on: guest)
      return found?.problem.map { [ConfigFinding($0.path, $0.reason)] } ?? []
    } catch {
      throw .guest(error)
    }
  }
}

extension Array where Element: Equatable {
  /// The elements in their order; of equal elements only the first.
  fileprivate var withoutRepetition: [Element] {
    var seen: [Element] = []
    for element in self { seen.appendIfMissing(element) }
    return seen
  }
}

extension Platform {
  /// Returns the name of the bond for the NIC `synthetic`: the one in `settings`, or else a name
  /// such as lagg0 for hn0. Throws `.guest` if a query fails, and `.refused` if no name can be
  /// found, for example because it would be too long.
  func nameOfBond(
    of synthetic: InterfaceName, _ settings: Settings, asking guest: any GuestView
  ) throws(Failure) -> InterfaceName {
    do throws(ObservationError) {
      return try bondName(for: synthetic, settings: settings, asking: guest)
    } catch {
      switch error {
      case .guest(let error): throw .guest(error)
      case .refused(let refusal): throw .refused(refusal)
      }
    }
  }
}
