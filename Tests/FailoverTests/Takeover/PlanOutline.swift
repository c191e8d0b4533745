import Failover
import RCConf
import TestSupport

/// The actions of a plan and the consequences of their failure, step by step. The reasons and the
/// undo actions are left out: the laws test them.
struct PlanOutline: Equatable, CustomStringConvertible {
  struct Line: Equatable {
    var action: Action
    var failure: Step.Failure
    var deviation: Deviation?
  }

  var lines: [Line]
  var notice: Notice?
  var deviation: Deviation?

  init(_ plan: Plan) {
    lines = plan.steps.map { Line(action: $0.action, failure: $0.failure, deviation: $0.deviation) }
    notice = plan.notice
    deviation = plan.deviation
  }

  init(_ lines: [(Action, Step.Failure, Deviation?)]) {
    self.lines = lines.map { Line(action: $0.0, failure: $0.1, deviation: $0.2) }
  }

  var description: String {
    lines.map { "\($0.action) \($0.failure) \($0.deviation?.name ?? "")\n" }.joined()
      + (notice.map { "\($0) \(deviation?.name ?? "")" } ?? "")
  }
}

extension Step.Failure {
  /// The consequence of a failure where the script ends with status 1 and prints nothing.
  static let end = Step.Failure.stop(1, saying: nil)
}

extension HardwareAddress {
  static let pair = sure(HardwareAddress("00:15:5d:4a:0b:01"))
}

extension Situation {
  /// Returns the takeover with lagg(4) from this start, in the given compatibility mode.
  func takeover(compat: String = "NO") throws -> Takeover {
    try with { $0.rcConf += "\nhyperv_vf_compat=\(compat)" }.takeover(start(.lagg))
  }
}
