import Failover

extension NetworkdLink {
  /// The properties of the existing NIC `nic`, with those that sysfs and udev show. Throws if a
  /// file of sysfs or udev cannot be read.
  init(nic: Interface, _ guest: any GuestView) throws(GuestError) {
    let sysfs = Sysfs(guest)
    self.init(name: nic.name, address: nic.hardwareAddress)
    permanent = try sysfs.permanentAddress(of: nic.name)
    if permanent == nil { permanent = nic.hardwareAddress }
    driver = try sysfs.driver(of: nic.name)
    guard let number = try guest.line(of: "\(Linux.net)/\(nic.name)/ifindex") else { return }
    let lines = try guest.line(of: "/run/udev/data/n\(number)")?.lines ?? []
    properties = lines.filter { $0.hasPrefix("E:") }.map { String($0.dropFirst(2)) }
  }

  /// The properties that a bond named `bond` will have when it exists. `address` is its hardware
  /// address; nil if unknown.
  init(bond: InterfaceName, _ address: HardwareAddress?) {
    self.init(
      name: bond, address: address, permanent: nil, driver: "bonding", type: "bond", kind: "bond")
  }

  /// The IAID that networkd uses for DHCP on this interface. networkd derives it from the first
  /// name that udev has for the interface (`ID_NET_NAME_ONBOARD`, …), or else from the hardware
  /// address (dhcp_identifier_set_iaid of systemd). Nil if the interface has neither.
  var association: UInt32? {
    for key in ["ONBOARD", "SLOT", "PATH", "MAC"] {
      if let name = property("ID_NET_NAME_\(key)") {
        return AssociationIdentifier.number(of: Array(name.utf8))
      }
    }
    return address.map { AssociationIdentifier.number(of: $0.bytes) }
  }
}

/// Returns the state that networkd stores for the interface `name`, by key such as `NETWORK_FILE`
/// (sd-network(3)). Nil if networkd does not manage the interface, or if there is no such
/// interface. Throws if the file with the state cannot be read.
func linkState(
  of name: InterfaceName, _ guest: any GuestView
) throws(GuestError) -> KeyedValues<String, String>? {
  guard let number = try guest.line(of: "\(Linux.net)/\(name)/ifindex"),
    let text = try guest.line(of: "/run/systemd/netif/links/\(number)")
  else { return nil }
  let state = keptLines(text)
  return state["ADMIN_STATE"] == "unmanaged" ? nil : state
}

/// Returns the DHCPv4 lease that networkd stores for the interface `name`, by key such as
/// `CLIENTID`. Nil if there is no lease, or if its file cannot be read.
func leaseState(of name: InterfaceName, _ guest: any GuestView) -> KeyedValues<String, String>? {
  do throws(GuestError) {
    guard let number = try guest.line(of: "\(Linux.net)/\(name)/ifindex"),
      let text = try guest.line(of: "/run/systemd/netif/leases/\(number)")
    else { return nil }
    return keptLines(text)
  } catch {
    return nil
  }
}

private func keptLines(_ text: String) -> KeyedValues<String, String> {
  var state: KeyedValues<String, String> = [:]
  for line in text.lines {
    let (key, value) = String(line).cut(at: UInt8(ascii: "="))
    if let value, !value.isEmpty { state[String(key)] = String(value) }
  }
  return state
}
