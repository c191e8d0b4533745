import Failover

/// The network functions on the PCI bus of which no NIC is here that could be a VF: those that nobody uses,
/// and those that are used otherwise.
struct FunctionSurvey {
  /// Those without a driver, or whose driver has made nothing of them.
  private(set) var idle: [String] = []
  /// Those that are used.
  private(set) var used: [UsedVF] = []
  private let guest: any GuestView

  /// Looks at all but those whose NICs are VFs in `census`. Behind Hyper-V's bridges every function is a
  /// VF; elsewhere one is that only if it is used, and only where another NIC than Hyper-V's is synthetic.
  init(
    _ guest: any GuestView, besides census: PairList, settings: GeneralSettings
  ) throws(GuestError) {
    self.guest = guest
    // Hyper-V has a bridge for each function.
    let known = Set(census.functions.flatMap { $0.split(separator: "/") })
    let bridges = "/sys/bus/vmbus/drivers/hv_pci"
    for device in try guest.names(in: bridges) ?? []
    where device.contains("-") && !known.contains(Substring(device)) {
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
    in folder: String, besides known: Set<Substring>
  ) throws(GuestError) {
    for function in try guest.names(in: folder) ?? []
    where function.contains(":") && !known.contains(Substring(function)) {
      if used.contains(where: { $0.device == function }) { continue }
      try take(function, at: "\(folder)/\(function)")
    }
  }

  /// The class of a network controller is 0x02, that of InfiniBand's 0x0207 (PCI Code and ID Assignment
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
      // The folder is there and shows only the NICs of our own namespace.
      used.append(UsedVF(function, .namespace))
    } else if !hasNIC {
      idle.append(function)
    }
  }

  /// Whether a port of it is set to InfiniBand, whatever its class: an adapter that has both.
  private func isInfiniBand(_ path: String) throws(GuestError) -> Bool {
    for device in try guest.names(in: "\(path)/infiniband") ?? [] {
      let layer = "\(path)/infiniband/\(device)/ports/1/link_layer"
      if try guest.line(of: layer) == "InfiniBand" { return true }
    }
    return false
  }

  /// vfio-pci and its variants, uio_pci_generic and igb_uio; pci-stub keeps a function for a guest's.
  private static func givesToPrograms(_ driver: String) -> Bool {
    let parts = driver.utf8.split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      .map { String(Substring($0)) }
    return parts.contains("vfio") || parts.contains("uio") || driver == "pci-stub"
  }
}
