import Failover

/// Returns the running DHCP clients of all interfaces, as far as they have a pid file in /run or
/// /run/dhcpcd; empty if there are none. Reads each of these folders only once. Throws if a file
/// cannot be read.
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
  /// Returns the interface in `path`, the path of a pid file: `eth0` for `/run/udhcpc.eth0.pid`.
  /// Nil if this client never has a pid file with such a path.
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
