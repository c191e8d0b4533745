import Failover
import Guest
import Platforms

// What happened, for hyperv_vfctl status.

extension Pipeline {
  /// Records what happened to a synthetic NIC and its VF.
  func note(_ kind: History.Kind, of synthetic: InterfaceName, vf: InterfaceName?) {
    guard !options.isDryRun else { return }
    var event = History.Event(kind, of: synthetic, vf: vf, at: secondsSince1970())
    // Without it one arrival may count twice, which is no reason to record none.
    if let vf { event.number = try? platform.arrivalNumber(of: vf, asking: guest) }
    record(event)
  }

  /// Records that a VF has left; what was due for it is not any more.
  func noteLeft(_ synthetic: InterfaceName) {
    note(.left, of: synthetic, vf: nil)
    cancelRetry(of: synthetic)
  }

  /// Records how a takeover ended.
  func note(_ takeover: Takeover, failed: Bool) {
    note(failed ? .failed : .joined, of: takeover.synthetic, vf: takeover.network.vf)
  }

  /// Records that a VF has arrived.
  func note(_ attachment: Attachment) {
    guard case .first = attachment.stage, attachment.isVF == true,
      let synthetic = attachment.synthetic
    else { return }
    note(.arrived, of: synthetic, vf: attachment.interface)
    cancelRetry(of: synthetic, before: attachment.interface)
  }
}
