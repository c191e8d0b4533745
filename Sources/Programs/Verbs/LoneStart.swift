import Failover
import Guest
import Platforms
import RCConf

/// `hyperv_vfctl probe --quiet IF`: whether a NIC that has appeared is left alone by whoever starts NICs,
/// as FreeBSD's devd(8) does (D30): it is a VF, and what its synthetic NIC has is for both.
///
/// Any failure is for the caller to take for a no: a NIC must not be without its start because of us.
struct LoneStart {
  let platform: any Platform
  let guest: any GuestView
  /// Reads rc.conf; asked only of an interface that the kernel has in a pair.
  let load: () throws(Failure) -> Variables

  /// True of a VF whose pair is ours to join. False of any other NIC, where a variable switches the pair
  /// off, and where the programs are to do as FreeBSD's scripts do, beside which the VF is started.
  ///
  /// Throws where the guest does not answer, and at an rc.conf at which hyperv_vfup would stop as well.
  func isLeftAlone(_ interface: InterfaceName) throws(Failure) -> Bool {
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
    return variables.offSwitch(for: pair.synthetic.variablePart, warn: { _ in }) == nil
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
