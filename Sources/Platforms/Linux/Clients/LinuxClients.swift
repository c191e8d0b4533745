import Failover

/// All running DHCP clients that have a pid file, for any interface. Reads each folder with pid
/// files once.
func linuxClients(asking guest: any GuestView) throws(GuestError) -> [DHCPClient] {
  var found: [DHCPClient] = []
  for folder in ["/run", "/run/dhcpcd"] {
    for file in try guest.names(in: folder) ?? [] where file.hasSuffix(".pid") {
      let path = "\(folder)/\(file)"
      for program in DHCPClient.Program.onLinux + DHCPClient.Program.onLinuxForIPv6 {
        guard let name = program.interface(ofPIDFile: path),
          let text = try guest.line(of: path), let pid = Int32(text), pid > 1,
          !found.contains(where: { $0.process == pid && $0.interface == name }),
          try program.isClient(arguments(of: pid, asking: guest), of: name)
        else { continue }
        found.append(DHCPClient(of: name, program: program, process: pid, pidFile: path))
      }
    }
  }
  return found
}

extension DHCPClient.Program {
  /// The interface in the path of a pid file: eth0 for `/run/udhcpc.eth0.pid`; nil if this client
  /// has no such pid file.
  fileprivate func interface(ofPIDFile path: String) -> InterfaceName? {
    for pattern in facts.pidFiles {
      let parts = pattern[...].fields(separatedBy: UInt8(ascii: "%")).map { String($0) }
      guard parts.count == 2, path.hasPrefix(parts[0]), path.hasSuffix(parts[1]),
        path.count > parts[0].count + parts[1].count
      else { continue }
      return InterfaceName(String(path.dropFirst(parts[0].count).dropLast(parts[1].count)))
    }
    return nil
  }
}
