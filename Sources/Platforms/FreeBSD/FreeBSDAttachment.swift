import Failover
import RCConf

extension FreeBSD {
  /// Finds out by sysctl(8) whether the kernel is in transparent mode. In the first stage, finds
  /// out whether `interface`, a NIC that has just appeared, is a VF; in the second, to which
  /// synthetic NIC it belongs. Returns `.open`, which means that rc.conf is needed, only for a VF
  /// in the first stage, if the kernel is not in transparent mode. Throws if a query fails.
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
    return attachment.isVF == true ? .open(attachment) : .decidedButChecked(attachment)
  }

  /// Returns `attachment`, a VF, completed with the variable of rc.conf that switches the programs
  /// off for its synthetic NIC, and, except in compatibility mode, with the name of that NIC for
  /// the record of events. Throws if a query fails.
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

  /// Always empty: when a VF is up, the kernel itself sends an event to devd(8), which starts
  /// hyperv_vfup.
  package func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement] { [] }

  /// The name of the variable of rc.conf that switches the programs off for the VF `vf`:
  /// `hyperv_vf_enable_hn0` if hn0 is its synthetic NIC, or `hyperv_vf_enable`. Nil if the programs
  /// are on. Queries only the VFs of NICs that have a variable of their own. Throws if a query
  /// fails.
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
