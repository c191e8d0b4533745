import Failover

extension Linux {
  /// Returns IPv4 neighbours of the interfaces `names`, from /proc/net/arp (proc(5)); empty if
  /// there are none. Of two neighbours with the same address, the result has the one on the
  /// interface that comes first in `names`. At most 32, so that adding them to the bond takes
  /// little time. Throws if the file cannot be read.
  ///
  /// A complete entry (ATF_COM) for Ethernet (ARPHRD_ETHER):
  /// `192.0.2.1  0x1  0x2  00:15:5d:4a:0b:ff  *  eth0`.
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
