import Failover
import Guest
import Platforms
import RCConf

extension Pipeline {
  /// Reports the findings of `hyperv_vfctl check` in a dry run, and before a takeover if
  /// `hyperv_vf_strict` is set. With `hyperv_vf_strict`, throws `.strict` if there are findings.
  /// Otherwise nothing is checked, so that the takeover does not have to wait.
  ///
  /// A VF that returns to an existing bond is never refused, since its return changes nothing for
  /// rules.
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
