import Failover
import RCConf

/// The PCI network functions that may be VFs but have no NIC in our network namespace: those that
/// nothing uses, and those that a program or a container uses.
struct FunctionSurvey {
  /// The PCI addresses (`0001:00:02.0`) of functions without a driver, or with a driver that has
  /// made no NIC.
  private(set) var idle: [String] = []
  /// The functions that have no NIC in our network namespace because something else uses them, each
  /// with its use.
  private(set) var used: [UsedVF] = []
  private let guest: any GuestView

  /// Examines the PCI functions that are not VFs of `census`. A function behind a PCI bridge of
  /// Hyper-V is always a VF. Other functions are examined only if `census` has a synthetic NIC that
  /// is not of Hyper-V, and only those that something uses are taken. Throws if a query fails.
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

  /// Adds the function at `path` in sysfs to `idle` or `used`, if it is a network function without
  /// an Ethernet NIC in our network namespace. The class of a network controller begins with 0x02,
  /// that of InfiniBand with 0x0207 (PCI Code and ID Assignment Specification). Throws if sysfs
  /// cannot be read.
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

  /// Returns true if the function at `path` in sysfs has a port that is set to InfiniBand. An
  /// adapter may have ports for InfiniBand and ports for Ethernet. Throws if sysfs cannot be read.
  private func isInfiniBand(_ path: String) throws(GuestError) -> Bool {
    for device in try guest.names(in: "\(path)/infiniband") ?? [] {
      let layer = "\(path)/infiniband/\(device)/ports/1/link_layer"
      if try guest.line(of: layer) == "InfiniBand" { return true }
    }
    return false
  }

  /// Returns true for a driver that gives PCI functions to programs (vfio-pci and its variants,
  /// uio_pci_generic, igb_uio), and for pci-stub, which reserves them.
  private static func givesToPrograms(_ driver: String) -> Bool {
    let parts = driver[...].words(between: ByteSet("-_"))
    return parts.contains("vfio") || parts.contains("uio") || driver == "pci-stub"
  }
}
