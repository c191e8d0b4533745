import Failover
import Guest
import Platforms
import RCConf

extension Verb {
  /// The verb `template [--sh | --swift] [--no-shell] IF`: prints an override that does what
  /// hyperv_vfup would do for the pair of IF. `words` are the words after `template`. Returns exit
  /// status 0. Throws if the pair gets no bond, or if a query fails.
  func template(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let name = try given.operand
    let pipeline = try dryRun(avoidsShell: given.has("--no-shell"), on: console)
    let text =
      try given.has("--swift")
      ? pipeline.templateInSwift(of: name)
      : pipeline.templateScript(of: name)
    console.print(text)
    return ExitCode.success
  }

  /// Returns a pipeline for a dry run of hyperv_vfctl, which changes nothing. If `avoidsShell`,
  /// /bin/sh is not run to read rc.conf. Throws if the environment names an unknown platform.
  func dryRun(avoidsShell: Bool, on console: Console) throws(Failure) -> Pipeline {
    var options = RunOptions()
    options.isDryRun = true
    options.avoidsShell = avoidsShell
    return try Main.pipeline(.vfctl, Self.installation, options, console)
  }
}

extension Pipeline {
  /// Returns a script for sh(1): an override that does what hyperv_vfup would do for the pair of
  /// the NIC `word`. Throws if the pair gets no bond, or if a query fails.
  func templateScript(of word: String) throws(Failure) -> String {
    let takeover = try templateTakeover(of: word)
    return TemplateScript(takeover: takeover, plan: try plan(takeover), platform: platform).text
  }

  /// Returns a source text in Swift: an override that does what hyperv_vfup would do for the pair
  /// of the NIC `word`. Throws if the pair gets no bond, or if a query fails.
  func templateInSwift(of word: String) throws(Failure) -> String {
    var takeover = try templateTakeover(of: word)
    let whole = try plan(takeover)
    takeover.scope = .joinOnly(then: [])
    return TemplateSwift(
      whole: whole, joined: try plan(takeover), takeover: takeover, platform: platform
    ).text
  }

  /// Returns the takeover that hyperv_vfup would make for the pair of the NIC `word` if the pair
  /// had no bond yet and its VF were there. A bond that exists counts as not made, and a missing VF
  /// as present.
  ///
  /// Throws if the pair gets no bond, for example in transparent mode, or if a query fails.
  func templateTakeover(of word: String) throws(Failure) -> Takeover {
    let variables = try load()
    let nic = try synthetic(of: word, in: variables)
    let settings = try settings(of: UpRequest(nic), in: variables)
    let bond = try bondName(of: nic, settings)
    let network = try asking { () throws(GuestError) in
      try platform.observe(
        nic, bond: bond, settings: settings, scope: .whole, resuming: true, asking: guest)
    }
    guard network.transparency == .no, let vf = InterfaceName(TemplateScript.vf) else {
      throw .unsupported(.transparentHasNoBond(nic))
    }
    return Takeover(
      of: nic, by: bond, settings: settings, network: network, order: platform.order
    ).asTemplate(vf: vf)
  }

  /// Returns the synthetic NIC of the pair that contains the interface `word`. `variables` are
  /// those of rc.conf. Throws if there is no such pair.
  func synthetic(of word: String, in variables: Variables) throws(Failure) -> InterfaceName {
    let general: GeneralSettings
    do throws(ConfigError) {
      general = try GeneralSettings(variables)
    } catch {
      throw .value(error)
    }
    return try pair(named: word, settings: general, on: platform, asking: guest).synthetic
  }
}
