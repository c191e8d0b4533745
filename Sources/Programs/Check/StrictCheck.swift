import Failover
import Guest
import Platforms
import RCConf

extension Pipeline {
  /// Tells what `check` finds: in a dry run, and before a takeover where `hyperv_vf_strict` refuses it
  /// then. Without either nothing is looked at: a takeover is not to wait for it.
  ///
  /// A VF that comes back only joins, and no rule is the worse for it: nothing is refused.
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
