import Failover
import TestSupport
import Testing

/// Which scripts the programs are asked to be.
enum ParityMode: String, CaseIterable, Sendable {
  case scripts2017 = "2017"
  case current
  case itself = "default"

  /// The machine of `parity`, asked so by the first line of its rc.conf.
  func machine(of parity: ParityCase) -> SimulatedMachine {
    guard self != .itself else { return parity.machine }
    var machine = parity.machine
    let text = machine.files["/etc/rc.conf"]?.text ?? ""
    machine.files["/etc/rc.conf"] = SimulatedFile("hyperv_vf_compat=\"\(rawValue)\"\n\(text)")
    return machine
  }
}

extension ParityCase: CustomTestStringConvertible {
  /// Its name: that of a row.
  package var testDescription: String { name }

  /// The case of that name.
  static func named(_ name: String) throws -> ParityCase {
    try #require(try all().first { $0.name == name })
  }
}
