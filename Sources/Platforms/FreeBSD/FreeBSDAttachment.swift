import Failover
import RCConf

extension FreeBSD {
  /// Finds out whether the kernel is in transparent mode and whether the NIC is a VF, by sysctl(8).
  package func inspect(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: any GuestView
  ) throws(GuestError) -> Inspection {
    var attachment = Attachment(of: interface, stage: stage)
    // The first stage has read rc.conf. The second stage does not read it again, so that an error
    // in a file that was edited meanwhile cannot stop it.
    guard case .first = stage else {
      let known = try sysctls([Self.transparentOID, Self.mapOID], asking: guest)
      attachment.transparency = try transparency(known[Self.transparentOID])
      attachment.takesOver = synthetic(of: interface, inMap: known[Self.mapOID])
      return .decided(attachment)
    }
    let list = "hw.hn.vflist"
    let known = try sysctls([Self.transparentOID, list], asking: guest)
    attachment.transparency = try transparency(known[Self.transparentOID])
    guard attachment.transparency == .no else { return .decided(attachment) }
    attachment.isVF = known[list].map { names in
      names.words.contains { $0 == interface.text }
    }
    return attachment.isVF == true ? .open(attachment) : .decidedIfRead(attachment)
  }

  /// Finds out whether the programs are switched off for the VF's synthetic NIC, and the name of
  /// that NIC for the record of events.
  package func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> Attachment {
    var attachment = attachment
    attachment.offSwitch = try offSwitch(of: attachment.interface, in: variables, asking: guest)
    guard case .first = attachment.stage, settings.compatibility == .none else { return attachment }
    // If the name cannot be observed, the record lacks it. The VF is attached nevertheless.
    let map = (try? sysctl(Self.mapOID, asking: guest)) ?? nil
    attachment.synthetic = synthetic(of: attachment.interface, inMap: map)
    return attachment
  }

  /// Empty: when a VF is up, the kernel itself sends an event to devd(8), which starts hyperv_vfup.
  package func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement] { [] }

  /// The name of the variable that switches the programs off for the synthetic NIC of a VF, such as
  /// `hyperv_vf_enable_hn0`; nil if none does. Queries the VFs only of NICs that have such a
  /// variable.
  private func offSwitch(
    of vf: InterfaceName, in variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> String? {
    let prefix = "hyperv_vf_enable_"
    for variable in variables.named(prefix: prefix) {
      let part = String(variable.name.dropFirst(prefix.count))
      guard let name = InterfaceName(part) else { continue }
      guard try self.vf(of: name, asking: guest) == vf else { continue }
      return variables.offSwitch(for: part)
    }
    return variables.offSwitch(for: "")
  }
}
