import Failover
import Guest

extension Pipeline {
  /// The override (`hyperv_vfup.hn0`) for the NIC of `request`; nil if there is none, or if this
  /// program was started by the override.
  func override(of request: UpRequest) throws(Failure) -> Override? {
    guard request.allowsOverride, installation.runningOverride != request.synthetic.text else {
      return nil
    }
    return try asking { () throws(GuestError) in
      try Override(of: request.synthetic, in: installation.overrideFolders, on: guest)
    }
  }

  /// Runs the override `program` and returns its exit status. Throws if the override must not be
  /// run, for example because others than root may write it.
  func run(_ program: Override, for synthetic: InterfaceName) throws(Failure) -> Int32 {
    if let problem = program.problem { throw .override(problem) }
    if let warning = program.warning { console.report(.warning, warning) }
    let step = Step(.command(program.command), because: "it stands in for \(synthetic)")
    if options.isDryRun { return conclude(Plan([step])) }
    tell(PlanText.line(of: program.command))
    let result = try asking { () throws(GuestError) in try guest.run(program.command) }
    console.print(result.output)
    return result.termination.shellStatus
  }
}
