import Failover
import Guest
import Platforms

/// `hyperv_vfctl probe IF`: what udev is to know of a NIC, as `KEY=value` lines; nothing of one that
/// is no VF.
///
/// udev waits for the answer, so nothing but the kernel's files is read: no rc.conf, no child process.
struct Probe {
  let platform: any Platform
  let guest: any GuestView

  /// The lines for `interface`, which IMPORT{program} of udev(7) takes.
  func lines(for interface: InterfaceName) throws(GuestError) -> [String] {
    let stage = Attachment.Stage.first(program: "")
    let seen = try platform.glance(at: interface, stage: stage, asking: guest).attachment
    guard seen.isVF == true, let synthetic = seen.synthetic else { return [] }
    let mode = seen.transparency == .no ? "bond" : "transparent"
    return [
      "HYPERV_VF=1", "HYPERV_VF_SYNTHETIC=\(synthetic)", "HYPERV_VF_MODE=\(mode)",
      // NetworkManager, and systemd-networkd since 255.
      "NM_UNMANAGED=1", "ID_NET_MANAGED_BY=unmanaged",
    ]
  }
}
