import Failover
import TestSupport
import Testing

/// The compatibility mode in which the programs run.
enum ParityMode: String, CaseIterable, Sendable {
  case scripts2017 = "2017"
  case current
  case itself = "default"

  /// Returns the machine of `parity` with a first line in rc.conf that selects the mode.
  func machine(of parity: ParityCase) -> SimulatedMachine {
    guard self != .itself else { return parity.machine }
    var machine = parity.machine
    let text = machine.files["/etc/rc.conf"]?.text ?? ""
    machine.files["/etc/rc.conf"] = SimulatedFile("hyperv_vf_compat=\"\(rawValue)\"\n\(text)")
    return machine
  }
}

extension ParityCase: CustomTestStringConvertible {
  /// The name of the case.
  package var testDescription: String { name }

  /// Returns the case with this name.
  static func named(_ name: String) throws -> ParityCase {
    try #require(try all().first { $0.name == name })
  }
}
