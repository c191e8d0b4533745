import Failover
import Guest
import Platforms
import RCConf

/// The work of `hyperv_vfctl probe --quiet IF`: says whether the NIC IF, which has appeared, must
/// not be configured by itself, as devd(8) of FreeBSD would do (difference D30 in hyperv_vfup(8)).
/// That is so for a VF, since the configuration of a pair belongs to the synthetic NIC.
///
/// The caller takes an error for a no, so that a NIC is started in case of doubt.
struct StartCheck {
  let platform: any Platform
  let guest: any GuestView
  /// Reads rc.conf and returns its variables. Called only for an interface that the kernel lists in
  /// a pair. Throws if rc.conf has an error.
  let load: () throws(Failure) -> Variables

  /// True if `interface` is a VF that these programs combine with its synthetic NIC, so that
  /// nothing else may start it. False for any other NIC, if the programs are switched off, and in
  /// compatibility mode.
  ///
  /// Throws if a query fails, or if rc.conf has an error, at which hyperv_vfup would stop too.
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
