import Failover

/// Finds the VF of a synthetic NIC, by hardware address.
///
/// Searches anew each time, since a VF that returns may have another name, driver and index. Uses
/// no list of VF drivers: any PCI NIC with the address of a synthetic NIC is the VF of this NIC,
/// and any other PCI NIC is an ordinary NIC.
struct Pairing {
  private let guest: any GuestView
  private let sysfs: Sysfs
  private let drivers: [String]

  /// Finds pairs on `guest`. NICs with one of `drivers` are synthetic as well as those of Hyper-V.
  init(_ guest: any GuestView, drivers: [String]) {
    self.guest = guest
    sysfs = Sysfs(guest)
    self.drivers = drivers
  }

  /// The synthetic NIC of `vf`; nil if there is none, or more than one candidate.
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

  /// True if a PCI NIC comes from Hyper-V. `place` is the path of the NIC in the device tree. The
  /// result is true for nil, if sysfs does not show the path.
  ///
  /// Hyper-V has a PCI bridge for each VF. Another PCI NIC with the address of a synthetic NIC got
  /// that address from an administrator.
  func isHandedOver(at place: String?) throws(GuestError) -> Bool {
    guard let place else { return true }
    return try sysfs.isBelow("hv_pci", place)
  }

  /// The VF of `synthetic`; nil if the NIC has none now. If there are two VFs, returns the first
  /// one by name.
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

  /// Whether the kernel is in transparent mode. `said` is the value of `hyperv_vf_transparent` in
  /// rc.conf; nil if rc.conf does not set it.
  ///
  /// If the kernel has combined the pair already, the present state counts more than rc.conf, since
  /// the NICs cannot join a bond then (EBUSY).
  func transparency(
    of synthetic: InterfaceName, vf: InterfaceName?, said: Bool?
  ) throws(GuestError) -> NetworkState.Transparency {
    for nic in [vf, synthetic].compactMap({ $0 }) {
      // netvsc and net_failover have a device; a bond or bridge has none.
      if let master = try sysfs.master(of: nic), try sysfs.hasDevice(master) {
        return .yes("\(Linux.net)/\(nic)/master is \(master)")
      }
    }
    if try sysfs.isVirtioStandby(synthetic) {
      return .yes("\(Linux.net)/\(synthetic)/device/features has VIRTIO_NET_F_STANDBY")
    }
    if let said { return said ? .yes("hyperv_vf_transparent") : .no }
    // netvsc supports it since 4.14 (0c195567a8f6, "netvsc: transparent VF management").
    guard try isNetvsc(synthetic), try isKernel(atLeast: (4, 14), guest) else { return .no }
    return .expected
  }

  /// True if the NIC is synthetic: a NIC of Hyper-V, or one with a driver that rc.conf names.
  func isSynthetic(_ name: InterfaceName) throws(GuestError) -> Bool {
    let driver = try sysfs.driver(of: name)
    if let driver, drivers.contains(driver) { return true }
    return try isNetvsc(name, driver: driver)
  }

  /// True if the NIC is synthetic. `driver` and `bus` are those of the NIC, which the caller has
  /// read already. A PCI NIC is never on the VMBus.
  func isSynthetic(
    _ name: InterfaceName, driver: String?, bus: String
  ) throws(GuestError) -> Bool {
    if let driver, driver == "hv_netvsc" || drivers.contains(driver) { return true }
    return bus == "pci" ? false : try hasNetvscClass(name)
  }

  /// True if the NIC `name` is a NIC of Hyper-V: by its driver, or by the class of its VMBus device
  /// (HV_NIC_GUID, include/linux/hyperv.h).
  func isNetvsc(_ name: InterfaceName) throws(GuestError) -> Bool {
    try isNetvsc(name, driver: sysfs.driver(of: name))
  }

  /// True if the NIC `name` is a NIC of Hyper-V. `driver` is the driver of the NIC, which the
  /// caller has read already; nil if there is none.
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
      // Reads one link first instead of two files, since most interfaces are virtual.
      if try isSynthetic(name), try sysfs.permanentAddress(of: name) == address {
        found.append(name)
      }
    }
    return found
  }

  /// True if another NIC with a device has the hardware address of the NIC `name`.
  func hasTwin(_ name: InterfaceName) throws(GuestError) -> Bool {
    guard let address = try sysfs.permanentAddress(of: name) else { return false }
    for other in try sysfs.names() where other != name {
      // VLANs and bonds have the address of the interface below them.
      guard try sysfs.hasDevice(other) else { continue }
      if try sysfs.permanentAddress(of: other) == address { return true }
    }
    return false
  }

  /// Those of `nics` that are not members of another one of them. The master of net_failover has
  /// the same device and driver as its standby.
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

/// True if the running kernel has at least this version, by its release such as
/// `5.15.0-91-generic`.
func isKernel(
  atLeast wanted: (Int, Int), _ guest: any GuestView
) throws(GuestError) -> Bool {
  let path = "/proc/sys/kernel/osrelease"
  let text = try guest.line(of: path) ?? ""
  let numbers = text[...].fields(separatedBy: UInt8(ascii: ".")).prefix(2)
    .compactMap { Int(Substring($0.utf8.prefix { $0.isASCIIDigit })) }
  guard numbers.count == 2 else { throw .notUnderstood(by: path, line: text) }
  return (numbers[0], numbers[1]) >= wanted
}
