import Failover
import RCConf

extension Linux {
  /// Finds out whether `interface` is a PCI Ethernet NIC, and whether the kernel has combined it
  /// with its synthetic NIC. Neither depends on rc.conf. Returns `.decided` if it is no such NIC or
  /// if the kernel has combined the pair; otherwise `.open`. Throws if a query fails.
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

  /// Returns `attachment` with what depends on rc.conf: whether the NIC is a VF, the name of its
  /// synthetic NIC, and whether the programs are switched off for that synthetic NIC. Throws if a
  /// query fails.
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

  /// Returns `attachment` completed with its synthetic NIC; nil if the NIC is not a VF. Returns
  /// `attachment` unchanged and makes no query, if `inspect` has found the synthetic NIC already
  /// and rc.conf has no setting that could change that result. Throws if a query fails.
  private func known(
    _ attachment: Attachment, _ settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> Attachment? {
    let isSeen =
      attachment.isVF == true && settings.syntheticDrivers.isEmpty && settings.transparent == nil
    return isSeen ? attachment : try paired(attachment, settings, asking: guest)
  }

  /// Returns `attachment` completed with its synthetic NIC and with the state of transparent mode;
  /// nil if the NIC is not a VF. Throws if a query fails.
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
    // A distribution may have added transparent mode to an older kernel, whose version does not
    // show it.
    if settings.transparent == nil, try pairing.isNetvsc(synthetic) {
      attachment.addressToAwait = try Sysfs(guest).currentAddress(of: synthetic)
    }
    return attachment
  }

  /// Returns the ways to start hyperv_vfup (`program`) when a VF is ready; there is at least one.
  /// The first is `.event`, if udev runs and the kernel passes on arguments of synthetic events:
  /// since 4.13 (f36776fafbaa, "kobject: support passing in variables for synthetic uevents"). Our
  /// udev rule then has systemd start hyperv_vfup. `.program` follows if systemd does not run, and
  /// is the only way if there is no event. Throws if a query fails.
  ///
  /// udev itself does not start hyperv_vfup, since udev limits the run time of what its rules
  /// start.
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
