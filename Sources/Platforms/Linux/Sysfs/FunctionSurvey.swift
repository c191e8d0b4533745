import Failover
import RCConf

/// PCI network functions that could be VFs but have no NIC here: unused ones, and those that
/// something else uses, such as a program or a container.
struct FunctionSurvey {
  /// Functions without a driver, or whose driver has created no NIC.
  private(set) var idle: [String] = []
  /// Functions without a NIC here because something else uses them, each with what uses it.
  private(set) var used: [UsedVF] = []
  private let guest: any GuestView

  /// Examines all PCI functions except the VFs of `census`. Behind the PCI bridges of Hyper-V every
  /// function is a VF. Elsewhere a function counts only if something else uses it, and only if a
  /// NIC that is not one of Hyper-V is synthetic.
  init(
    _ guest: any GuestView, besides census: PairList, settings: GeneralSettings
  ) throws(GuestError) {
    self.guest = guest
    // Hyper-V has a bridge for each function.
    let known = census.functions.flatMap { $0.pathComponents }
    let bridges = "/sys/bus/vmbus/drivers/hv_pci"
    for device in try guest.names(in: bridges) ?? []
    where device.contains("-") && !known.contains(device) {
      for bus in try guest.names(in: "\(bridges)/\(device)") ?? [] where bus.hasPrefix("pci") {
        try look(in: "\(bridges)/\(device)/\(bus)", besides: known)
      }
    }
    let pairing = Pairing(guest, drivers: settings.syntheticDrivers)
    for (synthetic, _, _) in census.pairs
    where try !pairing.isNetvsc(synthetic.name, driver: synthetic.driver) {
      let behindBridges = idle
      try look(in: "/sys/bus/pci/devices", besides: known)
      idle = behindBridges
      break
    }
  }

  private mutating func look(
    in folder: String, besides known: [String]
  ) throws(GuestError) {
    for function in try guest.names(in: folder) ?? []
    where function.contains(":") && !known.contains(function) {
      if used.contains(where: { $0.device == function }) { continue }
      try take(function, at: "\(folder)/\(function)")
    }
  }

  /// Examines a function, and adds it to `idle` or `used` if it has no NIC here. The class of a
  /// network controller is 0x02, that of InfiniBand 0x0207 (PCI Code and ID Assignment
  /// Specification).
  private mutating func take(_ function: String, at path: String) throws(GuestError) {
    guard let kind = try guest.line(of: "\(path)/class"), kind.hasPrefix("0x02") else { return }
    let driver = try guest.target(ofLink: "\(path)/driver").map { $0.lastComponent }
    let nics = try guest.names(in: "\(path)/net")
    let hasNIC = nics?.isEmpty == false
    let isSetSo = try hasNIC ? false : isInfiniBand(path)
    if kind.hasPrefix("0x0207") || isSetSo {
      used.append(UsedVF(function, .infiniBand))
    } else if let driver, Self.givesToPrograms(driver) {
      used.append(UsedVF(function, .driver(driver)))
    } else if driver != nil, nics?.isEmpty == true {
      // The driver has a folder for its NICs. It is empty, since it shows only the NICs of our own
      // network namespace.
      used.append(UsedVF(function, .namespace))
    } else if !hasNIC {
      idle.append(function)
    }
  }

  /// True if a port of the function is set to InfiniBand. An adapter may have ports of both kinds.
  private func isInfiniBand(_ path: String) throws(GuestError) -> Bool {
    for device in try guest.names(in: "\(path)/infiniband") ?? [] {
      let layer = "\(path)/infiniband/\(device)/ports/1/link_layer"
      if try guest.line(of: layer) == "InfiniBand" { return true }
    }
    return false
  }

  /// True for a driver that gives functions to programs: vfio-pci and its variants,
  /// uio_pci_generic, igb_uio; and pci-stub, which reserves them.
  private static func givesToPrograms(_ driver: String) -> Bool {
    let parts = driver[...].words(between: ByteSet("-_"))
    return parts.contains("vfio") || parts.contains("uio") || driver == "pci-stub"
  }
}
