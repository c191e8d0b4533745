import Failover
import Guest
import Platforms
import RCConf

/// `hyperv_vfctl probe --quiet IF`: whether a NIC that has appeared must not be started on its own,
/// as devd(8) of FreeBSD does (difference D30 in hyperv_vfup(8)). A VF must not be started, since
/// the configuration of the pair belongs to its synthetic NIC.
///
/// The caller treats an error as a no, so that a NIC is started in case of doubt.
struct StartCheck {
  let platform: any Platform
  let guest: any GuestView
  /// Reads rc.conf. Called only for an interface that the kernel lists in a pair.
  let load: () throws(Failure) -> Variables

  /// True for a VF whose pair the programs combine, so that nothing else may start it. False for
  /// any other NIC, if the programs are switched off, and in compatibility mode, in which the VF is
  /// started.
  ///
  /// Throws if a query fails, or if rc.conf has an error with which hyperv_vfup would stop too.
  func mustNotStart(_ interface: InterfaceName) throws(Failure) -> Bool {
    guard
      try asking({ () throws(GuestError) in
        try platform.mayBePaired(interface, asking: guest)
      })
    else { return false }
    let variables = try load()
    let settings = try settings(in: variables)
    guard settings.compatibility == .none else { return false }
    let pairs = try asking { () throws(GuestError) in
      try platform.pairs(settings: settings, asking: guest)
    }
    guard let pair = pairs.first(where: { $0.vf == interface && $0.synthetic != interface }) else {
      return false
    }
    return variables.offSwitch(for: pair.synthetic.variablePart) == nil
  }

  private func settings(in variables: Variables) throws(Failure) -> GeneralSettings {
    do throws(ConfigError) {
      return try GeneralSettings(variables)
    } catch {
      throw .value(error)
    }
  }

  private func asking<Answer>(
    _ question: () throws(GuestError) -> Answer
  ) throws(Failure) -> Answer {
    do throws(GuestError) {
      return try question()
    } catch {
      throw .guest(error)
    }
  }
}
