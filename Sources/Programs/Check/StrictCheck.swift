import Failover
import Guest
import Platforms
import RCConf

extension Pipeline {
  /// Tells what `check` finds before a takeover: in a dry run, and where `hyperv_vf_strict` refuses
  /// the takeover then. Without either nothing is looked at: a takeover is not to wait for it.
  ///
  /// A VF that comes back only joins, and no rule is the worse for it.
  func examineConfiguration(
    before plan: Plan, of takeover: Takeover, _ variables: Variables
  ) throws(Failure) {
    let isStrict = takeover.settings.general.isStrict
    guard options.isDryRun || isStrict, plan.notice == nil, plan.changesConfiguration else {
      return
    }
    let check = ConfigCheck(
      platform: platform, guest: guest, config: config, installation: installation)
    let found = try check.findings(of: takeover.synthetic, bond: takeover.bond, in: variables)
    for finding in found { console.report(.warning, finding.text) }
    guard found.isEmpty || !isStrict else { throw .strict(takeover.synthetic, found.count) }
  }
}
