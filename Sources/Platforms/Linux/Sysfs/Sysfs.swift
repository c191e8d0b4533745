import Failover

/// NICs in /sys/class/net (Documentation/ABI/testing/sysfs-class-net).
///
/// Runs no child process, and reads one file or link for each query, since udev waits for the
/// answer.
struct Sysfs {
  private let guest: any GuestView

  init(_ guest: any GuestView) { self.guest = guest }

  /// The names of all NICs, sorted.
  func names() throws(GuestError) -> [InterfaceName] {
    // The bonding module adds a file to the folders.
    try (guest.names(in: Linux.net) ?? []).filter { $0 != "bonding_masters" }
      .compactMap(InterfaceName.init)
  }

  /// The driver of the device behind a NIC: `hv_netvsc`, `mlx5_core`; nil for a virtual NIC.
  func driver(of name: InterfaceName) throws(GuestError) -> String? {
    try link("device/driver", of: name)
  }

  /// True if the NIC has a device.
  ///
  /// VLANs, bonds, bridges and teams have none.
  func hasDevice(_ name: InterfaceName) throws(GuestError) -> Bool {
    try link("device", of: name) != nil
  }

  /// True for an Ethernet NIC (ARPHRD_ETHER, 1) on the PCI bus.
  func isPCIEthernet(_ name: InterfaceName) throws(GuestError) -> Bool {
    guard try bus(of: name) == "pci" else { return false }
    return try isEthernet(name)
  }

  /// The bus of the NIC's device: `pci`, `vmbus`; nil for a virtual NIC.
  func bus(of name: InterfaceName) throws(GuestError) -> String? {
    try link("device/subsystem", of: name)
  }

  /// True for an Ethernet NIC, by its type (ARPHRD_ETHER, 1).
  func isEthernet(_ name: InterfaceName) throws(GuestError) -> Bool {
    try text("type", of: name) == "1"
  }

  /// The bond, bridge or NIC that the NIC is a member of; nil if it is a member of none.
  func master(of name: InterfaceName) throws(GuestError) -> InterfaceName? {
    guard let text = try link("master", of: name) else { return nil }
    return try parsed(InterfaceName(text), text, from: "master", of: name)
  }

  /// The permanent hardware address if the kernel shows it; else the current one.
  ///
  /// Bonding gives its own address to every member. sysfs shows the address that the member had
  /// before, in `bonding_slave/perm_hwaddr`. An address that was set in another way
  /// (addr_assign_type 3, NET_ADDR_SET) hides the permanent one.
  func permanentAddress(of name: InterfaceName) throws(GuestError) -> HardwareAddress? {
    if try text("addr_assign_type", of: name) == "3",
      let kept = try text("bonding_slave/perm_hwaddr", of: name)
    {
      return HardwareAddress(kept)
    }
    return try currentAddress(of: name)
  }

  /// The current hardware address; nil if the NIC has no Ethernet address, or only zeros.
  func currentAddress(of name: InterfaceName) throws(GuestError) -> HardwareAddress? {
    try text("address", of: name).flatMap(HardwareAddress.init).flatMap { $0.isUnset ? nil : $0 }
  }

  /// True if the NIC's virtio device is the standby of a pair: VIRTIO_NET_F_STANDBY, bit 62 of the
  /// features. sysfs shows the features as a row of digits, bit 0 first.
  func isVirtioStandby(_ name: InterfaceName) throws(GuestError) -> Bool {
    guard let bits = try text("device/features", of: name) else { return false }
    return bits.dropFirst(62).first == "1"
  }

  /// The path of a NIC in the device tree of sysfs; nil if sysfs does not show the path:
  ///
  /// `../../devices/.../47505500-0001-.../pci0001:00/0001:00:02.0/net/enP1s1`
  func place(of name: InterfaceName) throws(GuestError) -> String? {
    guard let target = try guest.target(ofLink: "\(Linux.net)/\(name)"), target.hasPrefix("../../")
    else { return nil }
    return target
  }

  /// True if a device that is not a PCI device, between the NIC at the path `place` and the root of
  /// the device tree, has this driver.
  func isBelow(_ driver: String, _ place: String) throws(GuestError) -> Bool {
    var path = place.utf8.dropFirst("../../".utf8.count)
    // Removes the last two folders, `net/enP1s1`.
    for _ in 0..<2 { path = path[..<(path.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)] }
    while let slash = path.lastIndex(of: UInt8(ascii: "/")) {
      defer { path = path[..<slash] }
      // The name of a PCI bridge or function contains a colon, and so does that of an ACPI device.
      if path[slash...].contains(UInt8(ascii: ":")) { continue }
      let folder = "/sys/" + String(Substring(path))
      if let found = try guest.target(ofLink: folder + "/driver"), found.lastComponent == driver {
        return true
      }
    }
    return false
  }

  /// The interface `name` from sysfs and procfs, without its addresses; nil if there is no such
  /// interface.
  func interface(_ name: InterfaceName) throws(GuestError) -> Interface? {
    guard let flags = try text("flags", of: name) else { return nil }
    var interface = Interface(name)
    let bits = try parsed(UInt32(flags.dropFirst(2), radix: 16), flags, from: "flags", of: name)
    interface.isUp = bits & 1 == 1  // IFF_UP
    if let mtu = try text("mtu", of: name) {
      interface.mtu = try parsed(Int(mtu), mtu, from: "mtu", of: name)
    }
    interface.hardwareAddress = try currentAddress(of: name)
    interface.note = try text("ifalias", of: name) ?? ""
    interface.isIPv6Disabled = try setting("disable_ipv6", of: name) == "1"
    interface.skipsDuplicateDetection = try setting("accept_dad", of: name) == "0"
    // accept_ra 1: only if the guest does not forward packets
    // (Documentation/networking/ip-sysctl.rst).
    let accepts = try setting("accept_ra", of: name)
    let forwards = try setting("forwarding", of: name) == "1"
    interface.acceptsRouterAdvertisements = accepts == "2" || (accepts == "1" && !forwards)
    interface.bond = try bond(name)
    interface.master = try master(of: name)
    return interface
  }

  /// The members and mode of a bond (Documentation/networking/bonding.rst); nil if the interface is
  /// not a bond.
  func bond(_ name: InterfaceName) throws(GuestError) -> Bond? {
    guard let mode = try text("bonding/mode", of: name)?.words.first else {
      return nil
    }
    var members: [InterfaceName] = []
    for word in try (text("bonding/slaves", of: name) ?? "").words {
      members.append(try parsed(InterfaceName(word), word, from: "bonding/slaves", of: name))
    }
    return Bond(mode == "active-backup" ? .failover : .other(mode), members: members)
  }

  private func setting(_ file: String, of name: InterfaceName) throws(GuestError) -> String? {
    try guest.line(of: Linux.ipv6(file, of: name))
  }

  /// The text of a file in the NIC's folder, without the line end; nil if there is no such file.
  func text(_ file: String, of name: InterfaceName) throws(GuestError) -> String? {
    // One read(2) returns the whole attribute (Documentation/filesystems/sysfs.rst).
    try guest.beginning(of: "\(Linux.net)/\(name)/\(file)", count: 4096)?.trimmedText
  }

  /// The last component of the target of a symbolic link in the NIC's folder; nil if there is no
  /// such link.
  func link(_ file: String, of name: InterfaceName) throws(GuestError) -> String? {
    try guest.target(ofLink: "\(Linux.net)/\(name)/\(file)").map { $0.lastComponent }
  }

  private func parsed<Value>(
    _ value: Value?, _ text: String, from file: String, of name: InterfaceName
  ) throws(GuestError) -> Value {
    guard let value else { throw .notUnderstood(by: "\(Linux.net)/\(name)/\(file)", line: text) }
    return value
  }
}
