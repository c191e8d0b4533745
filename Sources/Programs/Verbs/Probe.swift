import Failover
import Guest
import Platforms
import RCConf

/// `hyperv_vfctl probe IF`: what udev is to know of a NIC, as `KEY=value` lines; nothing of one that
/// is of no pair.
///
/// udev waits for the answer, so nothing but the kernel's files and rc.conf is read: no child process.
struct Probe {
  let platform: any Platform
  let guest: any GuestView
  /// What rc.conf sets; asked for only where it has a say.
  let variables: () -> Variables

  /// The lines for `interface`, which IMPORT{program} of udev(7) takes.
  func lines(for interface: InterfaceName) throws(GuestError) -> [String] {
    let stage = Attachment.Stage.first(program: "")
    let inspection = try platform.inspect(at: interface, stage: stage, asking: guest)
    if case .decided(let seen) = inspection, seen.isVF == true { return lines(of: seen) }
    // Most NICs are of no pair, and reading rc.conf takes longer than all else.
    if try !platform.mayBePaired(interface, asking: guest) { return [] }
    let variables = variables()
    let settings = GeneralSettings(lenient: variables)
    if case .open(let open) = inspection {
      let seen = try platform.examine(
        open, settings: settings, variables: variables, asking: guest)
      if seen.isVF == true { return lines(of: seen) }
    }
    if let synthetic = try platform.synthetic(
      ofBond: interface, settings: settings, variables: variables, asking: guest)
    {
      // NetworkManager leaves a bond alone that somebody else made and configures.
      return [
        "HYPERV_VF_BOND=1", "HYPERV_VF_SYNTHETIC=\(synthetic)", "ID_NET_MANAGED_BY=unmanaged",
      ]
    }
    // The VF may have been here first, and nobody knew what it was.
    let pairs = try platform.pairs(settings: settings, asking: guest)
    return pairs.filter { $0.synthetic == interface }.compactMap { $0.vf }
      .map { "HYPERV_SYNTHETIC_VF=\($0)" }
  }

  /// Whether `nic` can get the name `word`, which udev is about to give it; the properties of the NIC are
  /// in our environment then.
  func fitness(of word: String, for nic: InterfaceName) throws(GuestError) -> NameFitness {
    guard let name = InterfaceName(word) else { return .fit }
    return try platform.fitness(
      of: GivenName(name) { OwnProcess.variable($0) }, for: nic,
      settings: GeneralSettings(lenient: variables()), asking: guest)
  }

  private func lines(of vf: Attachment) -> [String] {
    // Switched off, it is a NIC like any other.
    guard let synthetic = vf.synthetic, vf.offSwitch == nil else { return [] }
    let mode = vf.transparency == .no ? "bond" : "transparent"
    return [
      "HYPERV_VF=1", "HYPERV_VF_SYNTHETIC=\(synthetic)", "HYPERV_VF_MODE=\(mode)",
      // NetworkManager, and systemd-networkd since 255.
      "NM_UNMANAGED=1", "ID_NET_MANAGED_BY=unmanaged",
    ]
  }
}
