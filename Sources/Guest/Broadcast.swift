#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Sends an empty UDP datagram to 255.255.255.255, by the link of one interface (ip(7),
/// SO_BINDTODEVICE; only Linux has that).
func sendBroadcast(from interface: String, port: UInt16) throws(SystemCallError) {
  #if os(Linux)
    let type = CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    let number = try checking("socket") { socket(AF_INET, type, 0) }
    let file = Descriptor(owning: number)
    var isOn: CInt = 1
    try checking("setsockopt") {
      setsockopt(file.number, SOL_SOCKET, SO_BROADCAST, &isOn, socklen_t(MemoryLayout<CInt>.size))
    }
    try checking("setsockopt") {
      setsockopt(
        file.number, SOL_SOCKET, SO_BINDTODEVICE, interface, socklen_t(interface.utf8.count))
    }
    var everybody = sockaddr_in()
    everybody.sin_family = sa_family_t(AF_INET)
    everybody.sin_port = port.bigEndian
    everybody.sin_addr.s_addr = INADDR_BROADCAST
    // sendmsg(2), since the C libraries have different types for the address of sendto(2).
    try checking("sendmsg") {
      withUnsafeMutableBytes(of: &everybody) { address in
        var message = msghdr()
        message.msg_name = address.baseAddress
        message.msg_namelen = socklen_t(address.count)
        return sendmsg(file.number, &message, 0)
      }
    }
  #else
    throw SystemCallError("setsockopt", errno: ENOPROTOOPT)
  #endif
}
