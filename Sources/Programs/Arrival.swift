import Failover
import Guest
import Platforms
import RCConf

extension Pipeline {
  /// Finds out whether `interface`, a NIC that has just appeared, is a VF, and collects what the
  /// plan for it needs. Reads rc.conf only if its variables matter for this NIC, since most NICs
  /// are not VFs. Throws if a query fails, or if rc.conf has an error.
  func examine(
    _ interface: InterfaceName, _ stage: Attachment.Stage
  ) throws(Failure) -> Attachment {
    let inspection = try asking { () throws(GuestError) in
      try platform.inspect(at: interface, stage: stage, asking: guest)
    }
    if case .decidedIfRead = inspection { try readMainFile() }
    guard case .open(var attachment) = inspection else { return inspection.attachment }
    let variables = try load()
    let settings = try general(variables)
    attachment.delay = try delay(variables, settings)
    attachment.hasForeignDelay =
      settings.compatibility == .none && isForeign(variables["hyperv_vf_delay"])
    let seen = attachment
    attachment = try asking { () throws(GuestError) in
      try platform.examine(seen, settings: settings, variables: variables, asking: guest)
    }
    if stage == .settled, let synthetic = attachment.synthetic {
      try prepareAnnouncement(to: synthetic, of: &attachment)
    }
    return attachment
  }

  /// Throws if sh(1) would exit with an error while it reads /etc/rc.conf. A file that only /bin/sh
  /// can evaluate is no error here, even with `--no-shell`.
  private func readMainFile() throws(Failure) {
    do throws(Failure) {
      try config.checkMainFile(mayUseShell: !options.avoidsShell)
    } catch {
      guard case .needsShell = error else { throw error }
    }
  }

  /// Sets the ways to start hyperv_vfup for the NIC `synthetic`, for systems whose kernel sends no
  /// event when a VF is ready (Linux), and whether an override replaces hyperv_vfup.
  private func prepareAnnouncement(
    to synthetic: InterfaceName, of attachment: inout Attachment
  ) throws(Failure) {
    try asking { () throws(GuestError) in
      attachment.hasOverride =
        try Override(of: synthetic, in: installation.overrideFolders, on: guest) != nil
      attachment.announcements = try platform.announcements(
        starting: installation.sibling(Program.vfup.rawValue), asking: guest)
    }
  }

  private func general(_ variables: Variables) throws(Failure) -> GeneralSettings {
    do throws(ConfigError) {
      return try GeneralSettings(variables)
    } catch {
      throw .value(error)
    }
  }

  /// True if the variable was set in another file than /etc/rc.conf. The scripts of FreeBSD read
  /// only that file, so they would not have known the value.
  private func isForeign(_ variable: Variable?) -> Bool {
    variable.map { $0.location.file != "/etc/rc.conf" } ?? false
  }

  /// The value of `hyperv_vf_delay` in seconds. In compatibility mode it comes from /etc/rc.conf
  /// only, as in the scripts. Warns if the value is invalid and another one is used.
  private func delay(
    _ variables: Variables, _ settings: GeneralSettings
  ) throws(Failure) -> String {
    let source =
      settings.compatibility == .none
      ? variables : try config.loadMainFile(mayUseShell: !options.avoidsShell).0
    let variable = source["hyperv_vf_delay"]
    let text = variable.map { String(decoding: $0.bytes, as: UTF8.self) }
    let delay = Attachment.delay(from: text)
    let words = (text ?? "").words
    if let variable, let text, !words.isEmpty, Int(delay) != words.first.flatMap({ Int($0) }) {
      let error = ConfigError(
        .invalid(value: text, expected: "2 or more seconds"), variable: variable.name,
        at: variable.location)
      console.warn(.valueReplaced(error.text, by: delay))
    }
    return delay
  }
}
