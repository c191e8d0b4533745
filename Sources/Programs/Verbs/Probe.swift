import Failover
import Guest
import Platforms
import RCConf

/// The work of `hyperv_vfctl probe IF`: finds the properties of a NIC that udev(7) needs.
///
/// udev waits for the answer, so this reads only files of the kernel and rc.conf, and runs no
/// command.
struct Probe {
  let platform: any Platform
  let guest: any GuestView
  /// Reads rc.conf and returns its variables. Called only if they matter.
  let variables: () -> Variables

  /// Returns the properties of `interface` as `KEY=value` lines for IMPORT{program} of udev(7),
  /// such as `HYPERV_VF=1`. Empty if there are none, as for a NIC that belongs to no pair. Throws
  /// if a query fails.
  func lines(for interface: InterfaceName) throws(GuestError) -> [String] {
    let stage = Attachment.Stage.first(program: "")
    let inspection = try platform.inspect(at: interface, stage: stage, asking: guest)
    if case .decided(let seen) = inspection, seen.isVF == true { return lines(of: seen) }
    // Most NICs belong to no pair, and reading rc.conf takes longest.
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
      // NetworkManager ignores a bond that another program made and configures.
      return [
        "HYPERV_VF_BOND=1", "HYPERV_VF_SYNTHETIC=\(synthetic)", "ID_NET_MANAGED_BY=unmanaged",
      ]
    }
    // The VF may have appeared before its synthetic NIC.
    let pairs = try platform.pairs(settings: settings, asking: guest)
    return pairs.filter { $0.synthetic == interface }.compactMap { $0.vf }
      .map { "HYPERV_SYNTHETIC_VF=\($0)" }
  }

  /// Returns whether `nic` can get the name `word` from udev. udev has put the properties of the
  /// NIC into the environment of this process. Throws if a query fails.
  func fitness(of word: String, for nic: InterfaceName) throws(GuestError) -> NameFitness {
    guard let name = InterfaceName(word) else { return .fit }
    return try platform.fitness(
      of: GivenName(name) { OwnProcess.variable($0) }, for: nic,
      settings: GeneralSettings(lenient: variables()), asking: guest)
  }

  private func lines(of vf: Attachment) -> [String] {
    // If the programs are switched off for it, a VF is an ordinary NIC.
    guard let synthetic = vf.synthetic, vf.offSwitch == nil else { return [] }
    let mode = vf.transparency == .no ? "bond" : "transparent"
    return [
      "HYPERV_VF=1", "HYPERV_VF_SYNTHETIC=\(synthetic)", "HYPERV_VF_MODE=\(mode)",
      // For NetworkManager, and for systemd-networkd since 255.
      "NM_UNMANAGED=1", "ID_NET_MANAGED_BY=unmanaged",
    ]
  }
}
