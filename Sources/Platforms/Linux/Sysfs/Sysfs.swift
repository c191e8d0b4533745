import Failover

/// Reads the properties of NICs in /sys/class/net (Documentation/ABI/testing/sysfs-class-net).
///
/// Runs no child process, and reads one file or link for each query, since udev waits for the
/// answer.
struct Sysfs {
  private let guest: any GuestView

  init(_ guest: any GuestView) { self.guest = guest }

  /// Returns the names of all NICs, virtual ones included, sorted. Throws if the folder cannot be
  /// read.
  func names() throws(GuestError) -> [InterfaceName] {
    // The bonding module adds a file to the folders.
    try (guest.names(in: Linux.net) ?? []).filter { $0 != "bonding_masters" }
      .compactMap(InterfaceName.init)
  }

  /// Returns the driver of the device behind the NIC `name`: `hv_netvsc`, `mlx5_core`. Nil for a
  /// virtual NIC. Throws if the link cannot be read.
  func driver(of name: InterfaceName) throws(GuestError) -> String? {
    try link("device/driver", of: name)
  }

  /// Returns true if the NIC `name` has a device: VLANs, bonds, bridges and teams have none. Throws
  /// if the link cannot be read.
  func hasDevice(_ name: InterfaceName) throws(GuestError) -> Bool {
    try link("device", of: name) != nil
  }

  /// Returns true if the NIC `name` is an Ethernet NIC (ARPHRD_ETHER, 1) on the PCI bus. Throws if
  /// sysfs cannot be read.
  func isPCIEthernet(_ name: InterfaceName) throws(GuestError) -> Bool {
    guard try bus(of: name) == "pci" else { return false }
    return try isEthernet(name)
  }

  /// Returns the bus of the device behind the NIC `name`: `pci`, `vmbus`. Nil for a virtual NIC.
  /// Throws if the link cannot be read.
  func bus(of name: InterfaceName) throws(GuestError) -> String? {
    try link("device/subsystem", of: name)
  }

  /// Returns true if the NIC `name` is an Ethernet NIC, by its type (ARPHRD_ETHER, 1). Throws if
  /// the file cannot be read.
  func isEthernet(_ name: InterfaceName) throws(GuestError) -> Bool {
    try text("type", of: name) == "1"
  }

  /// Returns the master of the NIC `name`: the bond, bridge or NIC that it is a member of. Nil if
  /// it is a member of none. Throws if the link cannot be read.
  func master(of name: InterfaceName) throws(GuestError) -> InterfaceName? {
    guard let text = try link("master", of: name) else { return nil }
    return try parsed(InterfaceName(text), text, from: "master", of: name)
  }

  /// Returns the permanent hardware address of the NIC `name` if the kernel shows it; else the
  /// current one. Nil if the NIC has no Ethernet address. Throws if a file cannot be read.
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

  /// Returns the current hardware address of the NIC `name`; nil if that is no Ethernet address, or
  /// has only zeros. Throws if the file cannot be read.
  func currentAddress(of name: InterfaceName) throws(GuestError) -> HardwareAddress? {
    try text("address", of: name).flatMap(HardwareAddress.init).flatMap { $0.isUnset ? nil : $0 }
  }

  /// Returns true if the NIC `name` is a virtio NIC that stands in for a VF: it has
  /// VIRTIO_NET_F_STANDBY, bit 62 of its features. sysfs shows the features as a row of digits, bit
  /// 0 first. Throws if the file cannot be read.
  func isVirtioStandby(_ name: InterfaceName) throws(GuestError) -> Bool {
    guard let bits = try text("device/features", of: name) else { return false }
    return bits.dropFirst(62).first == "1"
  }

  /// Returns the path of the NIC `name` in the device tree of sysfs; nil if sysfs does not show the
  /// path. Throws if the link cannot be read.
  ///
  /// `../../devices/.../47505500-0001-.../pci0001:00/0001:00:02.0/net/enP1s1`
  func devicePath(of name: InterfaceName) throws(GuestError) -> String? {
    guard let target = try guest.target(ofLink: "\(Linux.net)/\(name)"), target.hasPrefix("../../")
    else { return nil }
    return target
  }

  /// Returns true if a device above a NIC in the device tree of sysfs has the driver `driver`.
  /// `place` is the path of the NIC. PCI devices do not count. Throws if a link cannot be read.
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

  /// Returns the interface `name` as sysfs and procfs show it, without its addresses; nil if there
  /// is no such interface. Throws if a file cannot be read or has an unknown form.
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

  /// Returns the members and the mode of the bond `name` (Documentation/networking/bonding.rst);
  /// nil if the interface is not a bond. Throws if a file cannot be read.
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

  /// Returns the text of a file in the folder of the NIC `name`, such as `mtu`, without the line
  /// end; nil if there is no such file. Throws if the file cannot be read.
  func text(_ file: String, of name: InterfaceName) throws(GuestError) -> String? {
    // One read(2) returns the whole attribute (Documentation/filesystems/sysfs.rst).
    try guest.beginning(of: "\(Linux.net)/\(name)/\(file)", count: 4096)?.trimmedText
  }

  /// Returns the last component of the target of a symbolic link in the folder of the NIC `name`:
  /// `hv_netvsc` for the link `device/driver`. Nil if there is no such link. Throws if the link
  /// cannot be read.
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
