import Failover

/// Which synthetic NIC and which VF are one, by their hardware address.
///
/// Looked for anew each time: a VF that returns may have another name, driver and number. Never by
/// a list of VF drivers: whatever PCI NIC has a synthetic twin is its VF, and one without a twin is
/// an ordinary NIC.
struct Pairing {
  private let guest: any GuestView
  private let sysfs: Sysfs
  private let drivers: [String]

  /// The pairs of `guest`, where NICs of these drivers are synthetic too.
  init(_ guest: any GuestView, drivers: [String]) {
    self.guest = guest
    sysfs = Sysfs(guest)
    self.drivers = drivers
  }

  /// The synthetic NIC that `vf` is the VF of; nil where it is not one's, or not clearly one's.
  func synthetic(of vf: InterfaceName) throws(GuestError) -> InterfaceName? {
    guard try sysfs.isPCIEthernet(vf),
      try !isSynthetic(vf, driver: sysfs.driver(of: vf), bus: "pci"),
      let address = try sysfs.permanentAddress(of: vf)
    else { return nil }
    let twins = try uppermost(of: syntheticNICs(with: address))
    guard twins.count == 1, let twin = twins.first else { return nil }
    guard try isNetvsc(twin) else { return twin }
    return try isHandedOver(at: sysfs.place(of: vf)) ? twin : nil
  }

  /// Whether a PCI NIC at `place`, with the address of one of Hyper-V's, comes from Hyper-V, as far as
  /// sysfs shows it.
  ///
  /// Hyper-V hands every VF over by a PCI bridge of its own; another PCI NIC with that address was
  /// given it by somebody.
  func isHandedOver(at place: String?) throws(GuestError) -> Bool {
    guard let place else { return true }
    return try sysfs.isBelow("hv_pci", place)
  }

  /// The VF of `synthetic`; nil where it has none now.
  ///
  /// Of two, the first by name.
  func vf(of synthetic: InterfaceName) throws(GuestError) -> InterfaceName? {
    guard let address = try sysfs.permanentAddress(of: synthetic) else { return nil }
    for name in try sysfs.names() where name != synthetic {
      guard try sysfs.isPCIEthernet(name), try sysfs.permanentAddress(of: name) == address,
        try self.synthetic(of: name) == synthetic
      else { continue }
      return name
    }
    return nil
  }

  /// Whether the kernel joins the pair by itself.
  ///
  /// What it has done already counts before what rc.conf says: a NIC that it holds cannot join a bond
  /// (EBUSY).
  func transparency(
    of synthetic: InterfaceName, vf: InterfaceName?, said: Bool?
  ) throws(GuestError) -> NetworkState.Transparency {
    for nic in [vf, synthetic].compactMap({ $0 }) {
      // netvsc and net_failover stand on a device; a bond or bridge does not.
      if let master = try sysfs.master(of: nic), try sysfs.hasDevice(master) {
        return .yes("\(Linux.net)/\(nic)/master is \(master)")
      }
    }
    if try sysfs.isVirtioStandby(synthetic) {
      return .yes("\(Linux.net)/\(synthetic)/device/features has VIRTIO_NET_F_STANDBY")
    }
    if let said { return said ? .yes("hyperv_vf_transparent") : .no }
    // netvsc learnt it in 4.14 (0c195567a8f6, "netvsc: transparent VF management").
    guard try isNetvsc(synthetic), try isKernel(atLeast: (4, 14), guest) else { return .no }
    return .expected
  }

  /// Whether a NIC is the kind that is always there.
  func isSynthetic(_ name: InterfaceName) throws(GuestError) -> Bool {
    let driver = try sysfs.driver(of: name)
    if let driver, drivers.contains(driver) { return true }
    return try isNetvsc(name, driver: driver)
  }

  /// The same, where driver and bus are known already: no PCI NIC is on the VMBus.
  func isSynthetic(
    _ name: InterfaceName, driver: String?, bus: String
  ) throws(GuestError) -> Bool {
    if let driver, driver == "hv_netvsc" || drivers.contains(driver) { return true }
    return bus == "pci" ? false : try hasNetvscClass(name)
  }

  /// Whether it is Hyper-V's: by its driver, or by the class of its VMBus device (HV_NIC_GUID,
  /// include/linux/hyperv.h).
  func isNetvsc(_ name: InterfaceName) throws(GuestError) -> Bool {
    try isNetvsc(name, driver: sysfs.driver(of: name))
  }

  /// The same, where its driver is known already.
  func isNetvsc(_ name: InterfaceName, driver: String?) throws(GuestError) -> Bool {
    if driver == "hv_netvsc" { return true }
    return try hasNetvscClass(name)
  }

  private func hasNetvscClass(_ name: InterfaceName) throws(GuestError) -> Bool {
    try guest.line(of: "\(Linux.net)/\(name)/device/class_id")
      == "{f8615163-df3e-46c5-913f-f2d2f965ed0e}"
  }

  private func syntheticNICs(with address: HardwareAddress) throws(GuestError) -> [InterfaceName] {
    var found: [InterfaceName] = []
    for name in try sysfs.names() {
      // One link against two files for the address, and most interfaces are virtual.
      if try isSynthetic(name), try sysfs.permanentAddress(of: name) == address {
        found.append(name)
      }
    }
    return found
  }

  /// Whether another NIC of a device has the hardware address of this one, whatever their kinds.
  func hasTwin(_ name: InterfaceName) throws(GuestError) -> Bool {
    guard let address = try sysfs.permanentAddress(of: name) else { return false }
    for other in try sysfs.names() where other != name {
      // VLANs and bonds have the address of what lies below them.
      guard try sysfs.hasDevice(other) else { continue }
      if try sysfs.permanentAddress(of: other) == address { return true }
    }
    return false
  }

  /// Without those that another of them holds: net_failover's master looks like the standby below
  /// it, device and driver and all.
  func uppermost(of nics: [InterfaceName]) throws(GuestError) -> [InterfaceName] {
    guard nics.count > 1 else { return nics }
    var upper: [InterfaceName] = []
    for nic in nics {
      if let master = try sysfs.master(of: nic), nics.contains(master) { continue }
      upper.append(nic)
    }
    return upper
  }
}

/// Whether the running kernel is of this version or newer, by `5.15.0-91-generic`.
func isKernel(
  atLeast wanted: (Int, Int), _ guest: any GuestView
) throws(GuestError) -> Bool {
  let path = "/proc/sys/kernel/osrelease"
  let text = try guest.line(of: path) ?? ""
  let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  let numbers = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 2).prefix(2)
    .compactMap { Int(String(Substring($0.prefix { digits.contains($0) }))) }
  guard numbers.count == 2 else { throw .notUnderstood(by: path, line: text) }
  return (numbers[0], numbers[1]) >= wanted
}
