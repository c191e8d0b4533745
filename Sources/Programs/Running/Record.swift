import Failover
import Guest
import Platforms

// Records of events, such as the arrival of a VF, from which `hyperv_vfctl status` shows the
// history.

extension Pipeline {
  /// Adds an event to the history that `status` shows: `kind` happened to `synthetic` and its VF
  /// just now. `vf` is nil if there is no VF. Does nothing in a dry run.
  func note(_ kind: History.Kind, of synthetic: InterfaceName, vf: InterfaceName?) {
    guard !options.isDryRun else { return }
    var event = History.Event(kind, of: synthetic, vf: vf, at: secondsSince1970())
    // Without its number, one arrival of the VF may be counted twice. That is better than no
    // record.
    if let vf { event.number = try? platform.arrivalNumber(of: vf, asking: guest) }
    record(event)
  }

  /// Adds to the history that the VF of `synthetic` has left. Cancels the retry of its failed
  /// takeover, if one is pending.
  func noteLeft(_ synthetic: InterfaceName) {
    note(.left, of: synthetic, vf: nil)
    cancelRetry(of: synthetic)
  }

  /// Adds the result of a takeover to the history: that the VF joined the bond, or that the
  /// takeover failed.
  func note(_ takeover: Takeover, failed: Bool) {
    note(failed ? .failed : .joined, of: takeover.synthetic, vf: takeover.network.vf)
  }

  /// Adds to the history that a VF has arrived, and cancels the retry for an earlier arrival. Does
  /// nothing if the NIC of `attachment` is no VF, or after the first stage of hyperv_vfattach,
  /// which has recorded the arrival.
  func note(_ attachment: Attachment) {
    guard case .first = attachment.stage, attachment.isVF == true,
      let synthetic = attachment.synthetic
    else { return }
    note(.arrived, of: synthetic, vf: attachment.interface)
    cancelRetry(of: synthetic, before: attachment.interface)
  }
}
