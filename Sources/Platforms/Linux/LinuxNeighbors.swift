import Failover

extension Linux {
  /// Whom an interface has found on its link (proc(5), /proc/net/arp), at most so many that the bond is told
  /// of them in a moment.
  ///
  /// `192.0.2.1  0x1  0x2  00:15:5d:4a:0b:ff  *  eth0`: Ethernet (ARPHRD_ETHER), found (ATF_COM).
  func neighbors(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> [Neighbor] {
    let text = String(decoding: try guest.contents(of: "/proc/net/arp") ?? [], as: UTF8.self)
    let found = text.lines.compactMap { line -> Neighbor? in
      let words = line.words
      guard words.count == 6, words[1] == "0x1", words[2] == "0x2", words[5] == name.text,
        let address = IPAddress(words[0]), let hardwareAddress = HardwareAddress(words[3])
      else { return nil }
      return Neighbor(address, at: hardwareAddress)
    }
    return Array(found.prefix(32))
  }
}
