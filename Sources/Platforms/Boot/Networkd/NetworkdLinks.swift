import Failover

extension NetworkdLink {
  /// A link with the properties of an existing NIC.
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

  /// A link with the properties of a bond that does not exist yet.
  init(bond: InterfaceName, _ address: HardwareAddress?) {
    self.init(
      name: bond, address: address, permanent: nil, driver: "bonding", type: "bond", kind: "bond")
  }

  /// The IAID that networkd uses for DHCP on this link. It is derived from the first name that udev
  /// has for the link, or else from its hardware address (dhcp_identifier_set_iaid of systemd). Nil
  /// if the link has neither.
  var association: UInt32? {
    for key in ["ONBOARD", "SLOT", "PATH", "MAC"] {
      if let name = property("ID_NET_NAME_\(key)") {
        return AssociationIdentifier.number(of: Array(name.utf8))
      }
    }
    return address.map { AssociationIdentifier.number(of: $0.bytes) }
  }
}

/// Returns the state that networkd stores for a link, by key (sd-network(3)). Returns nil if
/// networkd does not manage the link.
func linkState(
  of name: InterfaceName, _ guest: any GuestView
) throws(GuestError) -> KeyedValues<String, String>? {
  guard let number = try guest.line(of: "\(Linux.net)/\(name)/ifindex"),
    let text = try guest.line(of: "/run/systemd/netif/links/\(number)")
  else { return nil }
  let state = keptLines(text)
  return state["ADMIN_STATE"] == "unmanaged" ? nil : state
}

/// Returns the lease that networkd stores for a link, by key. Returns nil if there is no lease, or
/// if its file cannot be read.
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
