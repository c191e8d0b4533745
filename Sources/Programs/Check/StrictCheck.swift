import Failover
import Guest
import Platforms
import RCConf

extension Pipeline {
  /// Reports the findings of `check` in a dry run. Before a takeover, throws because of them if
  /// `hyperv_vf_strict` is set. Otherwise nothing is checked, so that a takeover need not wait.
  ///
  /// A VF that returns only joins, which changes nothing for rules, so it is never refused.
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
