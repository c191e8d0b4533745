import Failover
import RCConf

// The few files of a NIC that are read when many NICs are observed.
extension Sysfs {
  /// Returns the interface `name` with only two properties from sysfs: whether it is up, and its
  /// MTU. An interface that does not exist counts as down. Throws if a file cannot be read.
  func outline(of name: InterfaceName) throws(GuestError) -> Interface {
    var interface = Interface(name)
    let flags = try text("flags", of: name) ?? "0x0"
    interface.isUp = (UInt32(flags.dropFirst(2), radix: 16) ?? 0) & 1 == 1  // IFF_UP
    interface.mtu = try text("mtu", of: name).flatMap { Int($0) } ?? interface.mtu
    return interface
  }

  /// Returns the active member of `bond`; nil if there is none. Throws if the file cannot be read.
  func activeMember(of bond: InterfaceName) throws(GuestError) -> InterfaceName? {
    try text("bonding/active_slave", of: bond).flatMap(InterfaceName.init)
  }

  /// Returns the name of the primary of `bond`; nil if none is set. An interface of this name need
  /// not exist. Throws if the file cannot be read.
  func primary(of bond: InterfaceName) throws(GuestError) -> InterfaceName? {
    try text("bonding/primary", of: bond).flatMap(InterfaceName.init)
  }

  /// Returns the interface index of the NIC `name` as text, `3`, which other programs use in names
  /// of files. Nil if there is no such interface. Throws if the file cannot be read.
  func number(of name: InterfaceName) throws(GuestError) -> String? {
    try text("ifindex", of: name)
  }
}

extension String {
  /// The text after the last slash of a path; the whole text if there is no slash.
  var lastComponent: String {
    let slash = utf8.lastIndex(of: UInt8(ascii: "/"))
    return slash.map { String(self[utf8.index(after: $0)...]) } ?? self
  }

  /// The PCI function in this text, the path of a NIC in the device tree of sysfs: `0001:00:02.0`
  /// in `.../0001:00:02.0/net/enP1s1`. Nil if the path is not that of a PCI NIC.
  var pciFunction: String? {
    let parts = self[...].words(between: ByteSet("/")).suffix(3)
    guard parts.count == 3, let function = parts.first,
      function[...].words(between: ByteSet(":")).count == 3
    else { return nil }
    return function.utf8.contains(UInt8(ascii: ".")) ? function : nil
  }
}
