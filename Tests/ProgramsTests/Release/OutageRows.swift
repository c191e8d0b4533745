import Foundation
import TestSupport

/// The machines on which the law of the outage is held: those with an end of their own, the recorded ones
/// under the kernel of the release, and what can happen to each after that.
enum OutageRows {
  /// The takeovers, by VFs that are up and by VFs that are still down.
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

  /// The recorded takeovers under that kernel.
  private static func recorded() throws -> [ReleaseCase] {
    try ParityCase.all().filter { parity in
      parity.argv == ["hyperv_vfup", "hn0"] && parity.faults.isEmpty
        && !passedOver.contains(parity.name)
    }.map { ReleaseCase($0.name, $0.argv, on: $0.machine.upgraded(to: "15.1")) }
  }

  private static let passedOver: Set<String> = [
    // The override does what it likes.
    "up-override",
    // rc.conf asks for another address than the live one.
    "up-rc-conf-d-folder", "up-rc-conf-local-wins",
    // It cannot be read.
    "up-rcconf-syntax-error",
  ]

  /// What can happen after a takeover.
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
