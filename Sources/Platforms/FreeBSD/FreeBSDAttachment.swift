import Failover
import RCConf

extension FreeBSD {
  /// Whether the kernel does it all, and whether the NIC is a VF.
  package func inspect(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: any GuestView
  ) throws(GuestError) -> Inspection {
    var attachment = Attachment(of: interface, stage: stage)
    // The second stage has been decided on already, and must not fail over a file edited since.
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

  /// Whether somebody switched the VF's synthetic NIC off, and which that is, for the record.
  package func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> Attachment {
    var attachment = attachment
    attachment.offSwitch = try offSwitch(of: attachment.interface, in: variables, asking: guest)
    guard case .first = attachment.stage, settings.compatibility == .none else { return attachment }
    // The record may lack it; the arrival must not fail for that.
    let map = (try? sysctl(Self.mapOID, asking: guest)) ?? nil
    attachment.synthetic = synthetic(of: attachment.interface, inMap: map)
    return attachment
  }

  /// Not at all: the kernel itself tells devd(8).
  package func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement] { [] }

  /// The variable that switches a VF's synthetic NIC off. Which NIC that is has to be asked for
  /// one by one: only those are that have a variable of their own.
  private func offSwitch(
    of vf: InterfaceName, in variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> String? {
    let prefix = "hyperv_vf_enable_"
    for variable in variables.named(prefix: prefix) {
      let part = String(variable.name.dropFirst(prefix.count))
      guard let name = InterfaceName(part) else { continue }
      guard try self.vf(of: name, asking: guest) == vf else { continue }
      return variables.offSwitch(for: part, warn: { _ in })
    }
    return variables.offSwitch(for: "", warn: { _ in })
  }
}
