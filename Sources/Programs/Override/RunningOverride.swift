import Failover
import Guest

extension Pipeline {
  /// The override to run for the NIC of `request` (`hyperv_vfup.hn0`). Nil if there is none, if the
  /// request does not allow one, or if the override itself has started this program. Throws if a
  /// query fails.
  func override(of request: UpRequest) throws(Failure) -> Override? {
    guard request.allowsOverride, installation.runningOverride != request.synthetic.text else {
      return nil
    }
    return try asking { () throws(GuestError) in
      try Override(of: request.synthetic, in: installation.overrideFolders, on: guest)
    }
  }

  /// Runs the override `program` of the NIC `synthetic`, and returns its exit status. In a dry run,
  /// only prints the command, and returns 0. Throws if the override cannot or must not be run, for
  /// example because others than root may write it.
  func run(_ program: Override, for synthetic: InterfaceName) throws(Failure) -> Int32 {
    if let problem = program.problem { throw .override(problem) }
    if let warning = program.warning { console.report(.warning, warning) }
    let step = Step(.command(program.command), because: "the override of \(synthetic)")
    if options.isDryRun { return conclude(Plan([step])) }
    tell(PlanText.line(of: program.command))
    let result = try asking { () throws(GuestError) in try guest.run(program.command) }
    console.print(result.output)
    return result.termination.shellStatus
  }
}
