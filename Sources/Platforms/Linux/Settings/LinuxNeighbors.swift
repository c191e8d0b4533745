import Failover

extension Linux {
  /// The IPv4 neighbours of the interfaces, from /proc/net/arp (proc(5)). If two interfaces have a
  /// neighbour with the same address, the one of the interface that comes first in `names` is
  /// taken. At most 32, so that adding them takes no time.
  ///
  /// `192.0.2.1  0x1  0x2  00:15:5d:4a:0b:ff  *  eth0`: Ethernet (ARPHRD_ETHER), complete
  /// (ATF_COM).
  func neighbors(
    of names: [InterfaceName], asking guest: any GuestView
  ) throws(GuestError) -> [Neighbor] {
    let text = String(decoding: try guest.contents(of: "/proc/net/arp") ?? [], as: UTF8.self)
    let rows = text.lines.map { $0.words }.filter {
      $0.count == 6 && $0[1] == "0x1" && $0[2] == "0x2"
    }
    var found: [Neighbor] = []
    for name in names {
      for row in rows where row[5] == name.text {
        guard let address = IPAddress(row[0]), let hardwareAddress = HardwareAddress(row[3]),
          !found.contains(where: { $0.address == address })
        else { continue }
        found.append(Neighbor(address, at: hardwareAddress))
      }
    }
    return Array(found.prefix(32))
  }
}
