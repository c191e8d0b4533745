import Failover

extension SimulatedMachine {
  /// Returns the output of `ifconfig NAME [FAMILY]`.
  func listing(of name: String, _ family: AddressFamily? = nil) -> String {
    guard let nic = nics[name] else { return "" }
    var lines = [head(name, nic)]
    if let text = nic.description { lines.append("\tdescription: \(text)") }
    lines.append("\toptions=8051b<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING,TSO4,LRO,LINKSTATE>")
    if let ether = nic.ether { lines.append("\tether \(ether)") }
    if family != .inet6 { lines += nic.inet.map(inetLine) }
    if family != .inet { lines += nic.inet6.map { inet6Line($0, on: name) } }
    lines += laggLines(nic)
    if let vlan = nic.vlan { lines.append(vlanLine(vlan)) }
    lines.append("\tmedia: Ethernet autoselect (10Gbase-T <full-duplex>)")
    lines.append("\tstatus: active")
    lines.append(nd6Line(nic))
    return lines.map { "\($0)\n" }.joined()
  }

  private func head(_ name: String, _ nic: SimulatedNIC) -> String {
    let flags =
      nic.up == true
      ? "8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST>" : "8802<BROADCAST,SIMPLEX,MULTICAST>"
    return "\(name): flags=\(flags) metric 0 mtu \(nic.mtu ?? 1500)"
  }

  func inetLine(_ address: SimulatedNIC.Address) -> String {
    let mask = address.len == 0 ? 0 : UInt32.max << UInt32(32 - address.len)
    let digits = String(mask, radix: 16)
    let padded = String(repeating: "0", count: 8 - digits.count) + digits
    let broadcast = address.broadcast ?? address.entry?.lastOfNetwork.map { "\($0)" } ?? ""
    return "\tinet \(address.addr) netmask 0x\(padded) broadcast \(broadcast)"
  }

  func inet6Line(_ address: SimulatedNIC.Address, on name: String) -> String {
    let isLinkLocal = address.addr.hasPrefix("fe80")
    return "\tinet6 \(address.addr)\(isLinkLocal ? "%\(name)" : "") prefixlen \(address.len)"
      + (address.autoconf == true ? " autoconf" : "") + (isLinkLocal ? " scopeid 0x1" : "")
  }

  func vlanLine(_ vlan: SimulatedVLAN) -> String {
    "\tvlan: \(vlan.tag) vlanproto: \(vlan.proto ?? "802.1q") vlanpcp: \(vlan.priority ?? "0") "
      + "parent interface: \(vlan.parent ?? "<none>")"
  }

  private func laggLines(_ nic: SimulatedNIC) -> [String] {
    guard let proto = nic.laggproto else { return [] }
    let ports = (nic.laggport ?? []).enumerated().map { index, port in
      "\tlaggport: \(port) flags=\(index == 0 ? "1<MASTER>" : "4<ACTIVE>")"
    }
    return ["\tlaggproto \(proto) lagghash l2,l3,l4"] + ports
  }

  private func nd6Line(_ nic: SimulatedNIC) -> String {
    let set = [
      ("IFDISABLED", nic.ifdisabled), ("ACCEPT_RTADV", nic.acceptsAdvertisements),
      ("NO_DAD", nic.skipsDuplicates),
    ].filter { $0.1 == true }.map(\.0)
    return "\tnd6 options=29<\((["PERFORMNUD"] + set + ["AUTO_LINKLOCAL"]).joined(separator: ","))>"
  }
}
