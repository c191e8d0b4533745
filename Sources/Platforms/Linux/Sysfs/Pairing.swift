import Failover

/// Finds the VF of a synthetic NIC and the synthetic NIC of a VF, by hardware address.
///
/// Searches anew each time, since a VF that returns may have another name, driver and index. Uses
/// no list of VF drivers: any PCI NIC with the address of a synthetic NIC is the VF of this NIC,
/// and any other PCI NIC is an ordinary NIC.
struct Pairing {
  private let guest: any GuestView
  private let sysfs: Sysfs
  private let drivers: [String]

  /// Finds pairs on `guest`. Synthetic NICs are those of Hyper-V and those with one of `drivers`.
  init(_ guest: any GuestView, drivers: [String]) {
    self.guest = guest
    sysfs = Sysfs(guest)
    self.drivers = drivers
  }

  /// Returns the synthetic NIC of `vf`; nil if `vf` is not a VF, or if several synthetic NICs have
  /// its hardware address. Throws if a query fails.
  func synthetic(of vf: InterfaceName) throws(GuestError) -> InterfaceName? {
    guard try sysfs.isPCIEthernet(vf),
      try !isSynthetic(vf, driver: sysfs.driver(of: vf), bus: "pci"),
      let address = try sysfs.permanentAddress(of: vf)
    else { return nil }
    let twins = try uppermost(of: syntheticNICs(with: address))
    guard twins.count == 1, let twin = twins.first else { return nil }
    guard try isNetvsc(twin) else { return twin }
    return try isGivenByHyperV(at: sysfs.devicePath(of: vf)) ? twin : nil
  }

  /// Returns true if Hyper-V has given the guest the PCI NIC at `place`, its path in the device
  /// tree of sysfs: the NIC is behind a PCI bridge of Hyper-V. Also true if `place` is nil, which
  /// means that sysfs does not show the path. Throws if sysfs cannot be read.
  ///
  /// Hyper-V has a PCI bridge for each VF. Another PCI NIC with the address of a synthetic NIC got
  /// that address from an administrator.
  func isGivenByHyperV(at place: String?) throws(GuestError) -> Bool {
    guard let place else { return true }
    return try sysfs.isBelow("hv_pci", place)
  }

  /// Returns the VF of `synthetic`; nil if it has none now. If there are two VFs, returns the first
  /// one by name. Throws if a query fails.
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

  /// Returns whether the kernel is in transparent mode for the pair of `synthetic` and `vf`;
  /// `.expected` if it supports this mode, but has not combined the pair yet. `said` is the value
  /// of `hyperv_vf_transparent` in rc.conf; nil if rc.conf does not set it. Throws if a query
  /// fails.
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

  /// Returns true if the NIC `name` is synthetic: it is a NIC of Hyper-V (hv_netvsc), or rc.conf
  /// names its driver. Throws if sysfs cannot be read.
  func isSynthetic(_ name: InterfaceName) throws(GuestError) -> Bool {
    let driver = try sysfs.driver(of: name)
    if let driver, drivers.contains(driver) { return true }
    return try isNetvsc(name, driver: driver)
  }

  /// Returns true if the NIC `name` is synthetic: it is a NIC of Hyper-V (hv_netvsc), or rc.conf
  /// names its driver. The caller has read `driver` and `bus` of the NIC already; `driver` is nil
  /// if there is none. A NIC of hv_netvsc is never on the bus `pci`. Throws if sysfs cannot be
  /// read.
  func isSynthetic(
    _ name: InterfaceName, driver: String?, bus: String
  ) throws(GuestError) -> Bool {
    if let driver, driver == "hv_netvsc" || drivers.contains(driver) { return true }
    return bus == "pci" ? false : try hasNetvscClass(name)
  }

  /// Returns true if the NIC `name` is a synthetic NIC of Hyper-V, by its driver hv_netvsc or by
  /// the class of its VMBus device (HV_NIC_GUID, include/linux/hyperv.h). Throws if sysfs cannot be
  /// read.
  func isNetvsc(_ name: InterfaceName) throws(GuestError) -> Bool {
    try isNetvsc(name, driver: sysfs.driver(of: name))
  }

  /// Returns true if the NIC `name` is a synthetic NIC of Hyper-V. The caller has read its `driver`
  /// already; nil if there is none. Throws if sysfs cannot be read.
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

  /// Returns true if another NIC, not a virtual one such as a VLAN, has the hardware address of the
  /// NIC `name`. Throws if sysfs cannot be read.
  func hasTwin(_ name: InterfaceName) throws(GuestError) -> Bool {
    guard let address = try sysfs.permanentAddress(of: name) else { return false }
    for other in try sysfs.names() where other != name {
      // VLANs and bonds have the address of the interface below them.
      guard try sysfs.hasDevice(other) else { continue }
      if try sysfs.permanentAddress(of: other) == address { return true }
    }
    return false
  }

  /// Returns those of `nics` whose master is not in `nics`; empty if `nics` is empty. Of a NIC of
  /// net_failover and its standby, which have the same device and driver, only the NIC of
  /// net_failover is returned. Throws if sysfs cannot be read.
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

/// Returns true if the running kernel has the version `wanted`, such as (4, 14), or a newer one.
/// Throws if the release of the kernel, such as `5.15.0-91-generic`, cannot be read or has another
/// form.
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
