import Foundation
import TestSupport

/// The machines for which the limits of the outage are tested: the cases with their own required
/// state, the recorded machines under the kernel of the release, and the events that may follow on
/// each.
enum OutageRows {
  /// Returns the takeovers, with the VF up and with the VF still down.
  static func takeovers() throws -> [ReleaseCase] {
    try (ReleaseCase.all().filter { [.attach, .up].contains(OutageKind($0)) } + recorded())
      .flatMap { parity -> [ReleaseCase] in
        guard let vf = parity.vf else { return [] }
        return [
          parity.then(["hyperv_vfattach", vf, "1"]) { $0.nics[vf]?.up = false },
          parity.then(["hyperv_vfup", parity.synthetic]) { $0.nics[vf]?.up = true },
        ]
      }
  }

  /// Returns the recorded takeovers under that kernel.
  private static func recorded() throws -> [ReleaseCase] {
    try ParityCase.all().filter { parity in
      parity.argv == ["hyperv_vfup", "hn0"] && parity.faults.isEmpty
        && !passedOver.contains(parity.name)
    }.map { ReleaseCase($0.name, $0.argv, on: $0.machine.upgraded(to: "15.1")) }
  }

  private static let passedOver: Set<String> = [
    // The override does not follow the limits.
    "up-override",
    // rc.conf asks for another address than the present one.
    "up-rc-conf-d-folder", "up-rc-conf-local-wins",
    // rc.conf cannot be read.
    "up-rcconf-syntax-error",
  ]

  /// Returns the runs that may follow a takeover.
  static func sequels() throws -> [ReleaseCase] {
    try takeovers().flatMap { parity -> [ReleaseCase] in
      guard let vf = parity.vf else { return [] }
      let machine = try ReleaseRun(parity).guest.machine
      return [
        parity.then(["hyperv_vfctl", "undo", parity.synthetic], on: machine),
        parity.then(["hyperv_vfattach", vf, "1"], on: machine) { $0.replug(vf, isUp: false) },
        parity.then(["hyperv_vfup", parity.synthetic], on: machine) { $0.replug(vf, isUp: true) },
      ]
    }
  }
}
