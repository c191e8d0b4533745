import Failover
import Guest
import Platforms
import RCConf

extension Pipeline {
  /// Finds out whether `interface`, a NIC that has just appeared, is a VF. Returns what `stage` of
  /// hyperv_vfattach needs to know about the NIC, such as its synthetic NIC and the delay. Reads
  /// rc.conf only if that can change the result, since most NICs are not VFs. Throws if a query
  /// fails, or if rc.conf has an error.
  func examine(
    _ interface: InterfaceName, _ stage: Attachment.Stage
  ) throws(Failure) -> Attachment {
    let inspection = try asking { () throws(GuestError) in
      try platform.inspect(at: interface, stage: stage, asking: guest)
    }
    if case .decidedButChecked = inspection { try readMainFile() }
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

  /// Checks /etc/rc.conf: throws if sh(1) would stop at an error in it. With `--no-shell`, does not
  /// throw if only /bin/sh can evaluate the file.
  private func readMainFile() throws(Failure) {
    do throws(Failure) {
      try config.checkMainFile(mayUseShell: !options.avoidsShell)
    } catch {
      guard case .needsShell = error else { throw error }
    }
  }

  /// Sets two properties of `attachment`: how to start hyperv_vfup for the NIC `synthetic`, and
  /// whether an override (`hyperv_vfup.eth0`) replaces hyperv_vfup. The first stays empty if the
  /// kernel sends an event when a VF is ready (FreeBSD). Throws if a query fails.
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

  /// True if the variable is set in another file than /etc/rc.conf, which is the only file that the
  /// scripts of FreeBSD read. False for nil, which means that the variable is not set.
  private func isForeign(_ variable: Variable?) -> Bool {
    variable.map { $0.location.file != "/etc/rc.conf" } ?? false
  }

  /// The number of seconds to wait after the arrival of a VF, as text: the value of
  /// `hyperv_vf_delay`, or `2` if the value is missing or invalid. Warns about an invalid value. In
  /// compatibility mode reads only /etc/rc.conf, as the scripts do, and throws if that fails.
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
