import Failover
import Platforms
import TestSupport

/// A NIC in sysfs, with the paths of a Hyper-V guest (Azure, Linux 5.15).
struct LinuxNIC {
  var name: String
  var address: String
  var driver: String?
  var bus: String?
  /// The folder in /sys/devices; nil if the NIC has none.
  var folder: String?
  var type = "1"
  var isUp = true
  /// The address before a bond changed it; nil if it was not changed.
  var permanentAddress: String?
  /// True if addr_assign_type is 3: a user set the address.
  var isAddressSet = false
  var master: String?
  var features: String?
  var bond: (mode: String, members: String)?

  static let vmbus = "devices/LNXSYSTM:00/LNXSYBUS:00/ACPI0004:00/VMBUS:00"

  /// Returns a synthetic NIC of hv_netvsc.
  static func netvsc(_ name: String, _ address: String, master: String? = nil) -> LinuxNIC {
    LinuxNIC(
      name: name, address: address, driver: "hv_netvsc", bus: "vmbus",
      folder: "\(vmbus)/000d3a5e-0b01-000d-3a5e-0b01000d3a5e", master: master)
  }

  /// Returns a VF: a PCI NIC below Hyper-V's PCI bridge.
  static func vf(
    _ name: String, _ address: String, driver: String = "mlx5_core", master: String? = nil
  ) -> LinuxNIC {
    LinuxNIC(
      name: name, address: address, driver: driver, bus: "pci",
      folder: "\(vmbus)/47505500-0001-0000-3130-444531454238/pci0001:00/0001:00:02.0",
      master: master)
  }

  /// Returns a PCI NIC of the machine itself.
  static func pci(_ name: String, _ address: String, driver: String = "tulip") -> LinuxNIC {
    LinuxNIC(
      name: name, address: address, driver: driver, bus: "pci",
      folder: "devices/pci0000:00/0000:00:0a.0")
  }

  /// Returns a NIC of virtio_net.
  static func virtio(
    _ name: String, _ address: String, master: String? = nil, features: String? = nil
  ) -> LinuxNIC {
    LinuxNIC(
      name: name, address: address, driver: "virtio_net", bus: "virtio",
      folder: "devices/pci0000:00/0000:00:03.0/virtio0", master: master, features: features)
  }

  /// Returns a NIC without a device: VLAN, bridge, veth.
  static func virtual(_ name: String, _ address: String) -> LinuxNIC {
    LinuxNIC(name: name, address: address, folder: "devices/virtual")
  }

  /// Returns a bond.
  static func bond(
    _ name: String, _ address: String, _ members: String, mode: String = "active-backup 1"
  ) -> LinuxNIC {
    LinuxNIC(
      name: name, address: address, folder: "devices/virtual", bond: (mode, members))
  }

  func with(_ change: (inout LinuxNIC) -> Void) -> LinuxNIC {
    var copy = self
    change(&copy)
    return copy
  }
}

extension ScriptedView {
  /// A guest with these NICs and this kernel.
  convenience init(_ nics: [LinuxNIC], kernel: String = "4.9.0-amd64") {
    self.init()
    files["/proc/sys/kernel/osrelease"] = kernel + "\n"
    files["/proc/sys/net/ipv6/bindv6only"] = "0\n"
    files["/sys/module/bonding/parameters/max_bonds"] = "0\n"
    for nic in nics { add(nic) }
    if nics.contains(where: { $0.bond != nil }) {
      files["/sys/class/net/bonding_masters"] = "bond0\n"
    }
  }

  private func add(_ nic: LinuxNIC) {
    let path = "/sys/class/net/\(nic.name)"
    files["\(path)/type"] = nic.type + "\n"
    files["\(path)/address"] = nic.address + "\n"
    files["\(path)/flags"] = (nic.isUp ? "0x1003" : "0x1002") + "\n"
    files["\(path)/mtu"] = "1500\n"
    files["\(path)/ifalias"] = "\n"
    let isSet = nic.isAddressSet || nic.permanentAddress != nil
    files["\(path)/addr_assign_type"] = isSet ? "3\n" : "0\n"
    files["\(path)/bonding_slave/perm_hwaddr"] = nic.permanentAddress.map { $0 + "\n" }
    files["\(path)/device/features"] = nic.features.map { $0 + "\n" }
    files["\(path)/bonding/mode"] = nic.bond.map { $0.mode + "\n" }
    files["\(path)/bonding/slaves"] = nic.bond.map { $0.members + "\n" }
    files["/proc/sys/net/ipv6/conf/\(nic.name)/disable_ipv6"] = "0\n"
    files["/proc/sys/net/ipv6/conf/\(nic.name)/accept_ra"] = "1\n"
    links["\(path)/master"] = nic.master.map { "../\($0)" }
    guard let folder = nic.folder else { return }
    links[path] = "../../\(folder)/net/\(nic.name)"
    guard let driver = nic.driver, let bus = nic.bus else { return }
    links["\(path)/device"] = "../../../\(folder.split(separator: "/").last ?? "")"
    links["\(path)/device/driver"] = "../../../../bus/\(bus)/drivers/\(driver)"
    links["\(path)/device/subsystem"] = "../../../../bus/\(bus)"
    links["/sys/\(folder)/driver"] = "../../../../bus/\(bus)/drivers/\(driver)"
    // The VMBus device above Hyper-V's own PCI bridge.
    let parts = folder.split(separator: "/")
    if bus == "pci", let index = parts.firstIndex(where: { $0.hasPrefix("47505500") }) {
      links["/sys/" + parts[...index].joined(separator: "/") + "/driver"] =
        "../../../../../../bus/vmbus/drivers/hv_pci"
    }
  }
}

/// Returns the name of an interface. An invalid name is a mistake in the test itself and stops it.
func interface(_ text: String, _ location: StaticString = #fileID) -> InterfaceName {
  guard let name = InterfaceName(text) else { preconditionFailure("no name: \(text)") }
  return name
}
