import Failover
import Guest
import Platforms
import RCConf

extension Verb {
  /// `template [--sh | --swift] [--no-shell] IF`: prints an override that does what hyperv_vfup
  /// would do. Returns the exit status.
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

  /// A pipeline for a dry run, which changes nothing. With `avoidsShell`, /bin/sh does not read
  /// rc.conf.
  func dryRun(avoidsShell: Bool, on console: Console) throws(Failure) -> Pipeline {
    var options = RunOptions()
    options.isDryRun = true
    options.avoidsShell = avoidsShell
    return try Main.pipeline(.vfctl, Self.installation, options, console)
  }
}

extension Pipeline {
  /// An override for sh(1) for the pair of `word`, equivalent to hyperv_vfup.
  func templateScript(of word: String) throws(Failure) -> String {
    let takeover = try templateTakeover(of: word)
    return TemplateScript(takeover: takeover, plan: try plan(takeover), platform: platform).text
  }

  /// The source of an override in Swift for the pair of `word`, equivalent to hyperv_vfup.
  func templateInSwift(of word: String) throws(Failure) -> String {
    var takeover = try templateTakeover(of: word)
    let whole = try plan(takeover)
    takeover.scope = .joinOnly(then: [])
    return TemplateSwift(
      whole: whole, joined: try plan(takeover), takeover: takeover, platform: platform
    ).text
  }

  /// The takeover of the pair of `word`, as if the takeover had not been made yet and the VF were
  /// there.
  ///
  /// Throws if no takeover would be made, for example in transparent mode.
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
      throw .unsupported(.templateOfTransparent(nic))
    }
    return Takeover(
      of: nic, by: bond, settings: settings, network: network, order: platform.order
    ).asTemplate(vf: vf)
  }

  /// The synthetic NIC of the pair that contains the interface `word`. Throws if there is no such
  /// pair.
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
