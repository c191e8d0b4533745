import Failover
import RCConf

extension Linux {
  /// Finds out what does not depend on rc.conf: whether it is a PCI Ethernet NIC, and whether the
  /// kernel has combined the pair.
  package func inspect(
    at interface: InterfaceName, stage: Attachment.Stage, asking guest: any GuestView
  ) throws(GuestError) -> Inspection {
    var attachment = Attachment(of: interface, stage: stage)
    guard try Sysfs(guest).isPCIEthernet(interface) else {
      attachment.isVF = false
      return .decided(attachment)
    }
    guard let known = try paired(attachment, GeneralSettings(), asking: guest) else {
      return .open(attachment)
    }
    if case .yes = known.transparency { return .decided(known) }
    return .open(known)
  }

  /// Finds out whether the NIC is a VF, its synthetic NIC, and whether that is switched off.
  package func examine(
    _ attachment: Attachment, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> Attachment {
    guard var attachment = try known(attachment, settings, asking: guest),
      let synthetic = attachment.synthetic
    else {
      var attachment = attachment
      attachment.isVF = false
      return attachment
    }
    attachment.offSwitch = variables.offSwitch(for: synthetic.variablePart)
    return attachment
  }

  /// The attachment of `inspection` if rc.conf does not matter.
  private func known(
    _ attachment: Attachment, _ settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> Attachment? {
    let isSeen =
      attachment.isVF == true && settings.syntheticDrivers.isEmpty && settings.transparent == nil
    return isSeen ? attachment : try paired(attachment, settings, asking: guest)
  }

  /// `attachment` with its synthetic NIC; nil if it has none.
  private func paired(
    _ attachment: Attachment, _ settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> Attachment? {
    let pairing = Pairing(guest, drivers: settings.syntheticDrivers)
    let vf = attachment.interface
    guard let synthetic = try pairing.synthetic(of: vf) else { return nil }
    var attachment = attachment
    attachment.isVF = true
    attachment.synthetic = synthetic
    attachment.transparency = try pairing.transparency(
      of: synthetic, vf: vf, said: settings.transparent)
    // Transparent mode may be backported to an older kernel, which does not show it.
    if settings.transparent == nil, try pairing.isNetvsc(synthetic) {
      attachment.mayBeJoined = try Sysfs(guest).currentAddress(of: synthetic)
    }
    return attachment
  }

  /// By an event, if udev runs and the kernel passes arguments on: since 4.13 (f36776fafbaa,
  /// "kobject: support passing in variables for synthetic uevents"). Our rule has systemd start the
  /// program. Without systemd the program is started here, since udev limits the time of what it
  /// starts.
  package func announcements(
    starting program: String, asking guest: any GuestView
  ) throws(GuestError) -> [Attachment.Announcement] {
    let hasUdev = try guest.names(in: "/run/udev")?.contains("control") == true
    let isNew = try isKernel(atLeast: (4, 13), guest)
    let hasSystemd = try guest.names(in: "/run/systemd/system") != nil
    let isHeard = hasUdev && isNew
    let isAnswered = isHeard && hasSystemd
    return (isHeard ? [.event] : []) + (isAnswered ? [] : [.program(program)])
  }
}
