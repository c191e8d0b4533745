import Failover
import Guest
import Platforms
import RCConf

extension Pipeline {
  /// Warns about each finding of `hyperv_vfctl check` that matters to `takeover`. If
  /// `hyperv_vf_strict` is set and there are findings, throws `.strict`, so that the takeover is
  /// not made.
  ///
  /// Checks only in a dry run and if `hyperv_vf_strict` is set: otherwise the takeover does not
  /// have to wait for this. Checks nothing if `plan` has nothing to do. Never throws `.strict` for
  /// a VF that only joins its existing bond, since that changes nothing for rules.
  func examineConfiguration(
    before plan: Plan, of takeover: Takeover, _ variables: Variables
  ) throws(Failure) {
    let isStrict = takeover.settings.general.isStrict && plan.changesConfiguration
    guard options.isDryRun || isStrict, plan.notice == nil else { return }
    let check = ConfigCheck(
      platform: platform, guest: guest, config: config, installation: installation)
    let found = try check.findings(of: takeover.synthetic, bond: takeover.bond, in: variables)
    for finding in found { console.report(.warning, finding.text) }
    guard found.isEmpty || !isStrict else { throw .strict(takeover.synthetic, found.count) }
  }
}
