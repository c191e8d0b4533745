import Failover
import Guest
import Platforms

// Records of events, such as the arrival of a VF, from which `hyperv_vfctl status` shows the
// history.

extension Pipeline {
  /// Records an event of a synthetic NIC and its VF.
  func note(_ kind: History.Kind, of synthetic: InterfaceName, vf: InterfaceName?) {
    guard !options.isDryRun else { return }
    var event = History.Event(kind, of: synthetic, vf: vf, at: secondsSince1970())
    // Without its number, one arrival of the VF may be counted twice. That is better than no
    // record.
    if let vf { event.number = try? platform.arrivalNumber(of: vf, asking: guest) }
    record(event)
  }

  /// Records that a VF has left, and cancels the retry of its failed takeover, if one is pending.
  func noteLeft(_ synthetic: InterfaceName) {
    note(.left, of: synthetic, vf: nil)
    cancelRetry(of: synthetic)
  }

  /// Records the result of a takeover.
  func note(_ takeover: Takeover, failed: Bool) {
    note(failed ? .failed : .joined, of: takeover.synthetic, vf: takeover.network.vf)
  }

  /// Records that a VF has arrived. Does nothing for other NICs, and after the first stage.
  func note(_ attachment: Attachment) {
    guard case .first = attachment.stage, attachment.isVF == true,
      let synthetic = attachment.synthetic
    else { return }
    note(.arrived, of: synthetic, vf: attachment.interface)
    cancelRetry(of: synthetic, before: attachment.interface)
  }
}
