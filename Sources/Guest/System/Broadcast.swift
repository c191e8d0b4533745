import CSystem

/// Sends an empty UDP datagram to `port` of 255.255.255.255 through `interface` (socket(7),
/// SO_BINDTODEVICE). Throws if a system call fails; always on FreeBSD, which has no such option
/// (ENOPROTOOPT).
func sendBroadcast(from interface: String, port: UInt16) throws(SystemCallError) {
  let number = try checking("socket") { socket(AF_INET, cs_datagrams, 0) }
  let file = Descriptor(owning: number)
  var isOn: CInt = 1
  try checking("setsockopt") {
    setsockopt(file.number, SOL_SOCKET, SO_BROADCAST, &isOn, socklen_t(MemoryLayout<CInt>.size))
  }
  try checking("setsockopt") { cs_bind_to_device(file.number, interface) }
  var everybody = sockaddr_in()
  everybody.sin_family = sa_family_t(AF_INET)
  everybody.sin_port = port.bigEndian
  everybody.sin_addr.s_addr = cs_everybody
  // sendmsg(2), since C libraries differ in the type of sendto(2)'s address.
  try checking("sendmsg") {
    withUnsafeMutableBytes(of: &everybody) { address in
      var message = msghdr()
      message.msg_name = address.baseAddress
      message.msg_namelen = socklen_t(address.count)
      return sendmsg(file.number, &message, 0)
    }
  }
}
