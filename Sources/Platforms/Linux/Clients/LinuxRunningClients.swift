import Failover

/// The running DHCP clients of an interface, those for IPv4 first. They are found by their pid
/// files, if the process is still that client, and by the list of processes, since a client has no
/// pid file before its first lease.
func linuxClients(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  try linuxClients(of: [name], asking: guest)
}

/// The running DHCP clients of several interfaces, in the order of the interfaces. The processes
/// are listed only once.
func linuxClients(
  of names: [InterfaceName], asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  var found: [DHCPClient] = []
  for name in names { found += try clientsWithFile(of: name, asking: guest) }
  let others = names.filter { name in !found.contains { $0.interface == name } }
  guard !others.isEmpty else { return found }
  let programs = DHCPClient.Program.onLinux + DHCPClient.Program.onLinuxForIPv6
  for pid in try (guest.names(in: "/proc") ?? []).compactMap({ Int32($0) }) where pid > 1 {
    let words = try arguments(of: pid, asking: guest)
    for name in others where words.contains(name.text) {
      for program in programs { found += try client(pid, program, of: name, asking: guest) }
    }
  }
  return found
}

private func clientsWithFile(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  var found: [DHCPClient] = []
  let programs = DHCPClient.Program.onLinux + DHCPClient.Program.onLinuxForIPv6
  for program in programs {
    for path in program.facts.pidFiles.flatMap({ [$0, "/var" + $0] }).map({ $0.naming(name) }) {
      // /var/run is a link to /run on all but the oldest systems.
      guard let text = try guest.line(of: path), let pid = Int32(text), pid > 1,
        !found.contains(where: { $0.process == pid })
      else { continue }
      found += try client(pid, program, of: name, pidFile: path, asking: guest)
    }
  }
  return found
}

/// The client with this process id; empty if the process is not this client of the interface.
private func client(
  _ process: Int32, _ program: DHCPClient.Program, of name: InterfaceName, pidFile: String? = nil,
  asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  let words = try arguments(of: process, asking: guest)
  guard program.isClient(words, of: name), try isTrusted(process, program, asking: guest) else {
    return []
  }
  let option = { (name: String) in zip(words, words.dropFirst()).first { $0.0 == name }?.1 }
  let file = pidFile ?? option("-pf") ?? program.facts.pidFiles[0].naming(name)
  var client = DHCPClient(of: name, program: program, process: process, pidFile: file)
  client.leaseFile = option("-lf")
  client.arguments = try program.withoutCopy(
    ownArguments(of: process, program, asking: guest), of: name, asking: guest)
  if program == .dhcpcd, client.arguments.isEmpty {
    // After a takeover the client of the bond has the arguments of the NIC's.
    let members = try guest.line(of: "/sys/class/net/\(name)/bonding/slaves") ?? ""
    for nic in [name] + members.words.compactMap(InterfaceName.init)
    where client.arguments.isEmpty {
      client.arguments = try ifupdownArguments(of: nic, asking: guest)
    }
    if !client.arguments.contains("-I") {
      client.arguments += try leasedIdentifier(of: name, asking: guest)
    }
  }
  return [client]
}

/// The arguments `-I ID` with which dhcpcd sends the same client identifier as before, read from
/// its lease, for a dhcpcd that has replaced its arguments by a process title. Empty if the lease
/// has no identifier.
private func leasedIdentifier(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [String] {
  guard let path = DHCPClient.Program.dhcpcd.facts.leaseFile?.naming(name),
    // A packet is not longer.
    let message = try guest.beginning(of: path, count: 2048),
    let identifier = LeaseIdentifier(in: message)
  else { return [] }
  return ["-I", identifier.argument]
}

/// The arguments of the process that make up the client's identity, one word each. Empty if another
/// user than root owns the process, since that user may have chosen them. Also empty if the process
/// has replaced its arguments by a title, which is one word.
private func ownArguments(
  of process: Int32, _ program: DHCPClient.Program, asking guest: any GuestView
) throws(GuestError) -> [String] {
  let path = "/proc/\(process)/cmdline"
  guard try guest.ownership(of: path).map({ $0.owner == 0 }) ?? true else { return [] }
  let bytes = try guest.beginning(of: path, count: 4096) ?? []
  let words = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
  return program.options.kept(
    of: words.dropFirst().map { String(decoding: $0, as: UTF8.self) })
}

/// True if the process uses our network and only root chose its arguments. A stale pid file may
/// name a process of a user, and the arguments select the lease file. dhcpcd drops its privileges,
/// and none of its arguments are used.
private func isTrusted(
  _ process: Int32, _ program: DHCPClient.Program, asking guest: any GuestView
) throws(GuestError) -> Bool {
  // A container may have an eth0 of its own, and its processes are in our list
  // (network_namespaces(7)). Without root this is unknown, but then no signal is sent either.
  if let network = try? guest.target(ofLink: "/proc/\(process)/ns/net"),
    try network != guest.target(ofLink: "/proc/self/ns/net")
  {
    return false
  }
  if program == .dhcpcd || program == .dhcpcd6 { return true }
  return try guest.ownership(of: "/proc/\(process)/cmdline").map { $0.owner == 0 } ?? true
}

/// The DHCP client for IPv4 to start: `chosen`, the one of rc.conf; else the first of `running`,
/// those of the NIC; else the first one that is installed. Nil if there is none.
///
/// Throws if the one of rc.conf is not installed.
func linuxClient(
  named chosen: DHCPClient.Installed?, running: [DHCPClient], asking guest: any GuestView
) throws(GuestError) -> DHCPClient.Installed? {
  if let chosen {
    guard let path = chosen.path else { return chosen }
    guard guest.isExecutable(path) else { throw .toolMissing(path) }
    return DHCPClient.Installed(chosen.program, at: chosen.program.gentle(path, on: guest))
  }
  let known = running.map { $0.program }.filter { !$0.isForIPv6 }
  for program in known + DHCPClient.Program.onLinux {
    if let path = program.path(on: guest) { return DHCPClient.Installed(program, at: path) }
  }
  return nil
}

/// The words of a process's command line (proc(5)), which NUL separates; a title has blanks
/// instead.
///
/// Reads only the beginning, which suffices for a client. Any user can have a command line of
/// megabytes.
func arguments(
  of process: Int32, asking guest: any GuestView
) throws(GuestError) -> [String] {
  (try guest.beginning(of: "/proc/\(process)/cmdline", count: 4096) ?? [])
    .split { $0 == 0 || $0 == UInt8(ascii: " ") }.map { String(decoding: $0, as: UTF8.self) }
}
