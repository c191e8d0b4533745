import Failover
import RCConf

// The few files of a NIC that are read when many NICs are observed.
extension Sysfs {
  /// The interface `name` with only two properties read: whether it is up, and its MTU.
  func outline(of name: InterfaceName) throws(GuestError) -> Interface {
    var interface = Interface(name)
    let flags = try text("flags", of: name) ?? "0x0"
    interface.isUp = (UInt32(flags.dropFirst(2), radix: 16) ?? 0) & 1 == 1  // IFF_UP
    interface.mtu = try text("mtu", of: name).flatMap { Int($0) } ?? interface.mtu
    return interface
  }

  /// The active member of a bond; nil if there is none.
  func activeMember(of bond: InterfaceName) throws(GuestError) -> InterfaceName? {
    try text("bonding/active_slave", of: bond).flatMap(InterfaceName.init)
  }

  /// The primary of a bond, by name; nil if none is set. There may be no interface of this name
  /// now.
  func primary(of bond: InterfaceName) throws(GuestError) -> InterfaceName? {
    try text("bonding/primary", of: bond).flatMap(InterfaceName.init)
  }

  /// The interface index, which other programs use in file names; nil if there is no such
  /// interface.
  func number(of name: InterfaceName) throws(GuestError) -> String? {
    try text("ifindex", of: name)
  }
}

extension String {
  /// The text after the last slash of a path.
  var lastComponent: String {
    let slash = utf8.lastIndex(of: UInt8(ascii: "/"))
    return slash.map { String(self[utf8.index(after: $0)...]) } ?? self
  }

  /// The PCI function in this path of the device tree, `0001:00:02.0`; nil if the path is not that
  /// of a PCI NIC.
  var pciFunction: String? {
    let parts = self[...].words(between: ByteSet("/")).suffix(3)
    guard parts.count == 3, let function = parts.first,
      function[...].words(between: ByteSet(":")).count == 3
    else { return nil }
    return function.utf8.contains(UInt8(ascii: ".")) ? function : nil
  }
}
